import { describeDate, describeDay } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';

/**
 * The date on which these phases change, as exact as they announce it: 'the week of Monday 3 December 2018'. Phases that
 * say it in different ways share the day alone.
 */
export function dateWords(plan: RolloutPlan, phaseIds: readonly string[], date: IsoDate): string {
  const said = new Set(
    plan.phases.filter(({ id }) => phaseIds.includes(id)).map((phase) => describeDate({ phase, date })),
  );
  const [only] = said;
  return only !== undefined && said.size === 1 ? only : describeDay(date);
}
