import { submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import type { AdaptiveCard } from './card.ts';
import { paragraph, primary, title } from './elements.ts';
import { type GuidePlace, type GuideSubject, guideCard, readerOf } from './guide-frame.ts';

/** A guide that was put away with "Not now". */
export interface GuideLaterView extends GuideSubject {
  place: GuidePlace;
  /** What opens it again when it is typed: 'set up MFA'. */
  command: string;
  /** The date it should be done by, where the plan has one. */
  by?: string;
}

/** Takes the place of the step that was put away. */
export function guideLaterCard(view: GuideLaterView): AdaptiveCard {
  const { place, keeper, by } = view;
  return guideCard(view, {
    summary: guideLaterSummary(view),
    body: [
      title('Put away for now'),
      paragraph(
        `Your place is kept. Come back with the button below, or type "${view.command}" at any time, on any device.`,
      ),
      ...(by === undefined ? [] : [paragraph(`Please do it before ${by.replace(/^from /, '')}.`)]),
    ],
    actions: [
      primary(
        submit(guideStart, keeper === undefined ? 'Continue' : `Continue as ${keeper.firstName}`, {
          guide: place.guide,
          step: place.step,
          ...readerOf(keeper?.id),
        }),
      ),
    ],
  });
}

/** The same in plain words. */
export function guideLaterSummary(view: GuideLaterView): string {
  return `${view.guideTitle} is put away. Your place is kept.`;
}
