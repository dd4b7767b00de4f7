import type { Account } from '../services/directory/account.ts';
import { isWithin } from '../services/directory/clocks.ts';
import type { School } from '../services/rollout/cohorts.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import { type Person, rosterServesMs } from './person.ts';

/**
 * Whether somebody may see how a whole school stands. `no-view`: the plan names no heads; `gone`: Graph says that there is
 * no such account; `unknown`: nobody says just now whose account it is, or what is stored is too old to show a school on it.
 */
export type HeadRights =
  | { kind: 'head'; account: Account; school: School }
  | { kind: 'not-a-head'; account: Account }
  | { kind: 'no-view'; account: Account }
  | { kind: 'gone' }
  | { kind: 'unknown'; account?: Account };

/**
 * A head sees the school of their own address, as the directory names it at this moment: asked at every press and before
 * every card, and never taken from a card. Where several schools share one head, each of its mailboxes sees its own.
 */
export function headRights(plan: RolloutPlan, person: Person, now: Date): HeadRights {
  const { account, cohort, school, known } = person;
  if (!account) return { kind: known?.by === 'graph-now' ? 'gone' : 'unknown' };
  if (!plan.heads) return { kind: 'no-view', account };
  if (!account.enabled || !school || cohort?.id !== plan.heads.cohort) return { kind: 'not-a-head', account };
  return isSureEnough(known, now) ? { kind: 'head', account, school } : { kind: 'unknown', account };
}

/**
 * The directory is read once an hour: what it said in the last 90 minutes is what an hourly reading knows, and one that
 * takes long is not yet too late. In milliseconds.
 */
const sweptServesMs = 90 * 60_000;

/** A yes rests on Graph's word of now or of the last reading; where Graph may say nothing, on that of Teams of a day. */
function isSureEnough(known: Person['known'], now: Date): boolean {
  switch (known?.by) {
    case 'graph-now':
      return true;
    case 'graph-before':
      return isWithin(sweptServesMs, known.seenAt, now);
    case 'teams':
      return isWithin(rosterServesMs, known.seenAt, now);
    default:
      return false;
  }
}
