import { submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import type { AdaptiveCard } from './card.ts';
import { paragraph, primary, title } from './elements.ts';
import { type GuideSubject, guideCard } from './guide-frame.ts';

/** A pressed card that belongs to another account, such as one that was forwarded. */
export interface GuideForeignView extends GuideSubject {
  /** The guide of that card, to be opened for this account. */
  guide: string;
}

/** Says that nothing happened, and leads to this account's own guide. Whose card it was is not told. */
export function guideForeignCard(view: GuideForeignView): AdaptiveCard {
  return guideCard(view, {
    summary: guideForeignSummary(view),
    body: [
      title('That card belongs to another account'),
      paragraph(
        'Or to somebody who is no longer on the list of this mailbox. Nothing was changed, for them or for you.',
      ),
      paragraph([
        'You can go through the same guide for your own account, ',
        { strong: view.who.address },
        '.',
      ]),
    ],
    actions: [primary(submit(guideStart, 'Open my own guide', { guide: view.guide }))],
  });
}

/** The same in plain words. */
export function guideForeignSummary({ guideTitle }: GuideForeignView): string {
  return `That card belongs to another account. Nothing was changed. You can open your own guide: ${guideTitle}.`;
}
