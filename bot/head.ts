import type { Account } from '../services/directory/account.ts';
import type { School } from '../services/rollout/cohorts.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { Person } from './person.ts';

/**
 * Whether somebody may see how a whole school stands. `unknown`: nobody says whose account it is just now; `no-view`: the
 * plan names no heads.
 */
export type HeadRights =
  | { kind: 'head'; account: Account; school: School }
  | { kind: 'not-a-head'; account: Account }
  | { kind: 'no-view'; account: Account }
  | { kind: 'unknown' };

/**
 * A head sees the school of their own address, as the directory names it at this moment: asked at every press and before
 * every card, and never taken from a card. Where several schools share one head, each of its mailboxes sees its own.
 */
export function headRights(plan: RolloutPlan, { account, cohort, school }: Person): HeadRights {
  if (!account) return { kind: 'unknown' };
  if (!plan.heads) return { kind: 'no-view', account };
  if (!account.enabled || !school || cohort?.id !== plan.heads.cohort) return { kind: 'not-a-head', account };
  return { kind: 'head', account, school };
}
