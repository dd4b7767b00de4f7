import { cohortOf } from '../rollout/cohorts.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';

/** Whom an answer is for, and when. Without cohorts it is for everybody; `from` and `until` are days that belong to it. */
export interface Reach {
  cohorts: string[];
  from?: IsoDate;
  until?: IsoDate;
}

/** Whether an answer is for whoever uses this account on this day. An unknown account gets only what is for everybody. Pure. */
export function reaches(
  { cohorts, from, until }: Reach,
  plan: RolloutPlan,
  asker: { upn?: string | undefined; day: IsoDate },
): boolean {
  if ((from !== undefined && asker.day < from) || (until !== undefined && asker.day > until)) return false;
  if (cohorts.length === 0) return true;
  const cohort = asker.upn === undefined ? undefined : cohortOf(plan, asker.upn);
  return cohort !== undefined && cohorts.includes(cohort.id);
}
