import { instantAt } from '../../services/rollout/calendar.ts';
import type { PerUserState } from '../../services/rollout/mfa-status.ts';
import { phasesOf } from '../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { isRegistered, type TenantAccount } from './account.ts';

/**
 * The state of an account once the authority has done what the plan asks of it up to `now`: enabled on the date of
 * Outlook on the web, enforced on the date of installed Outlook. Microsoft itself makes an enabled account enforced as
 * soon as it is registered, whichever of the two came first. A state is never taken back.
 * Source: learn.microsoft.com/entra/identity/authentication/howto-mfa-userstates
 */
export function stateAt(plan: RolloutPlan, account: AccountFacts, now: Date): PerUserState {
  const planned = phasesOf(plan, account.userPrincipalName)
    .filter(({ phase, date }) => !phase.paused && instantAt(plan, date, switchTime) <= now)
    .map(({ phase }): PerUserState => (phase.surface === 'online' ? 'enabled' : 'enforced'));
  const reached = [account.state, ...planned].reduce(stronger);
  return reached === 'enabled' && isRegistered(account) ? 'enforced' : reached;
}

/** The next instant at which the authority switches something on; undefined when the whole plan is in force. */
export function nextSwitch(plan: RolloutPlan, now: Date): Date | undefined {
  const dates = plan.phases.flatMap((phase) => [phase.date, ...phase.waves.map((wave) => wave.date)]);
  return dates
    .toSorted()
    .map((date) => instantAt(plan, date, switchTime))
    .find((instant) => instant > now);
}

type AccountFacts = Pick<TenantAccount, 'userPrincipalName' | 'state' | 'methods'>;

/** The authority's staff switch before schools open. */
const switchTime = '07:00';

const strength: Record<PerUserState, number> = { disabled: 0, enabled: 1, enforced: 2 };

function stronger(a: PerUserState, b: PerUserState): PerUserState {
  return strength[a] >= strength[b] ? a : b;
}
