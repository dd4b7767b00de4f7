import { submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, paragraph, primary, title } from './elements.ts';
import type { GuidePlace } from './guide-step.ts';
import type { Who } from './standing.ts';

/** A guide that was put away with "Not now". `by` is the date it should be done by, where the plan has one. */
export interface GuideLaterView {
  who: Who;
  place: GuidePlace;
  guideTitle: string;
  by?: string;
}

/** Takes the place of the step that was put away. */
export function guideLaterCard(view: GuideLaterView): AdaptiveCard {
  return card(
    guideLaterSummary(view),
    [
      ...header(view.guideTitle, view.who.address),
      title('Put away for now'),
      paragraph('Your place is kept. Come back with the button below, or type "set up MFA" at any time.'),
      ...(view.by === undefined ? [] : [paragraph(`Please do it before ${view.by.replace(/^from /, '')}.`)]),
    ],
    [primary(submit(guideStart, 'Continue', { guide: view.place.guide, step: view.place.step }))],
  );
}

/** The same in plain words. */
export function guideLaterSummary(view: GuideLaterView): string {
  return `${view.guideTitle} is put away. Your place is kept.`;
}
