import { execute, submit } from './actions/action.ts';
import { planHistory, planShow } from './actions/plan.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, note, title } from './elements.ts';
import { changeEntry, changeWords, type PlanChangeView } from './plan-words.ts';
import { counted } from './words-dates.ts';

/** Who changed the plan, a page. */
export interface PlanHistoryView {
  /** Newest first, at most eight. */
  changes: PlanChangeView[];
  /** How many are older. */
  older: number;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The changes of the plan, newest on top. */
export function planHistoryCard(view: PlanHistoryView): AdaptiveCard {
  const last = view.changes.at(-1);
  return card(
    planHistorySummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title('Changes of the plan'),
      ...view.changes.map(changeEntry),
      note(
        view.changes.length === 0
          ? 'There are none.'
          : view.older > 0
            ? `${counted(view.older, 'change is', 'changes are')} older.`
            : 'There are no older ones.',
      ),
    ],
    [
      ...(view.older > 0 && last ? [execute(planHistory, 'Show older', { before: last.id })] : []),
      submit(planShow, 'The plan', {}),
    ],
  );
}

/** The newest of them in plain words. */
export function planHistorySummary({ changes: [first] }: PlanHistoryView): string {
  return first === undefined
    ? 'Changes of the plan: none.'
    : `Changes of the plan. ${changeWords(first)}: ${first.phase}.`;
}
