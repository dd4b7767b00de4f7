import { today } from '../rollout/calendar.ts';
import type { MfaStatus } from '../rollout/mfa-status.ts';
import { phasesOf } from '../rollout/phases.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Account } from './account.ts';
import { type CheckDeps, checkNow, knownStatus } from './statuses.ts';
import { notAllowed } from './why-unknown.ts';

export interface FreshStatusDeps extends CheckDeps {
  plan: RolloutPlan;
}

/**
 * What may be said of an account to its own keeper who asks: what Graph says at this moment, and for a part on which it
 * does not answer what was learnt earlier, as far as that can still be true. Each part has its own time.
 */
export async function freshStatus(
  deps: FreshStatusDeps,
  account: Account,
  withinMs: number,
): Promise<MfaStatus> {
  const fresh = await checkNow(deps, account, withinMs);
  if (fresh.methods.kind === 'known' && fresh.state.kind === 'known') return fresh;
  const earlier = await earlierStatus(deps, account);
  return {
    // Where neither is known, why there is no answer now says more than that there never was one.
    methods:
      earlier.methods.kind === 'known' && fresh.methods.kind !== 'known' ? earlier.methods : fresh.methods,
    state: earlier.state.kind === 'known' && fresh.state.kind !== 'known' ? earlier.state : fresh.state,
  };
}

/**
 * What Graph says at this moment and nothing older, except where this app may not ask: then what the report said, with
 * its time, is the best there is.
 */
export async function statusAsAllowed(
  deps: FreshStatusDeps,
  account: Account,
  withinMs: number,
): Promise<MfaStatus> {
  const fresh = await checkNow(deps, account, withinMs);
  const isRefused = (part: MfaStatus['methods'] | MfaStatus['state']) =>
    part.kind === 'unknown' && part.why === notAllowed;
  if (!isRefused(fresh.methods) && !isRefused(fresh.state)) return fresh;
  const earlier = await earlierStatus(deps, account);
  return {
    methods: isRefused(fresh.methods) && earlier.methods.kind === 'known' ? earlier.methods : fresh.methods,
    state: isRefused(fresh.state) && earlier.state.kind === 'known' ? earlier.state : fresh.state,
  };
}

/** What was learnt earlier, without asking Graph, as far as it can still be true. */
export async function earlierStatus(deps: FreshStatusDeps, account: Account): Promise<MfaStatus> {
  return stillPossible(deps, account, await knownStatus(deps.database, account.id));
}

/**
 * A state of "disabled" tells nothing once a date has come since: the authority may have switched MFA on that day.
 * "Enabled" and "enforced" do not go back in a rollout.
 */
function stillPossible({ plan, clock }: FreshStatusDeps, account: Account, status: MfaStatus): MfaStatus {
  const { state } = status;
  if (state.kind !== 'known' || state.state !== 'disabled') return status;
  const learntOn = today(plan, state.asOf);
  const day = today(plan, clock.now());
  const cameSince = phasesOf(plan, account.upn).some(({ date }) => date > learntOn && date <= day);
  return cameSince
    ? { ...status, state: { kind: 'unknown', why: 'what was known is from before the date' } }
    : status;
}
