import { submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import type { Element, SubmitAction } from './card.ts';
import { fact, withoutInputs } from './elements.ts';
import { readerOf } from './guide-frame.ts';

/** Where somebody is stuck: a step of a guide, by its titles, and who of a shared account it is. */
export interface StuckAtView {
  guide: string;
  step: string;
  guideTitle: string;
  /** Absent where the guide no longer has the step. */
  stepTitle?: string;
  /** A keeper's id. */
  keeper?: string;
}

/** 'Set up MFA: Scan the code' */
export function stuckWords({ guideTitle, stepTitle }: StuckAtView): string {
  return stepTitle === undefined ? guideTitle : `${guideTitle}: ${stepTitle}`;
}

/** The place as a fact under `label`; nothing where the question came from no guide. */
export function stuckFact(label: string, stuck: StuckAtView | undefined): Element[] {
  return stuck === undefined ? [] : [fact(label, stuckWords(stuck))];
}

/** Back to the step as it stands in the guide today, as a new message; sends nothing of what was typed. */
export function backToGuide(stuck: StuckAtView | undefined): SubmitAction[] {
  if (stuck === undefined) return [];
  const { guide, step, keeper } = stuck;
  return [withoutInputs(submit(guideStart, 'Back to the guide', { guide, step, ...readerOf(keeper) }))];
}
