import { isRegistered, type MfaStatus, type PerUserState } from './mfa-status.ts';
import { type DatedPhase, daysUntil, phasesOf } from './phases.ts';
import type { IsoDate, RolloutPlan } from './plan.ts';

/** Outlook on the web at this moment. */
export type OutlookOnline = 'works' | 'stopped-until-registered' | 'asks-second-step' | 'unknown';

/**
 * Installed Outlook at this moment. `until` and `planned` are the phase that is planned to end it, and absent once that
 * phase's planned time is over: a date that came and went foretells nothing. 'needs-app-password' stands for modern sign-in
 * as well; which of the two helps, the plan's `appPasswords` says.
 */
export type OutlookClient =
  | { kind: 'works'; until?: DatedPhase }
  | { kind: 'works-until-enforced'; planned?: DatedPhase }
  | { kind: 'needs-app-password' }
  | { kind: 'stopped' }
  | { kind: 'unknown' };

/** What the switch does to one account, and what to tell its keepers. The phases are absent where the plan has none. */
export interface Effect {
  state: PerUserState | 'unknown';
  registered: boolean | 'unknown';
  online: OutlookOnline;
  client: OutlookClient;
  advice:
    | 'set-up-before'
    | 'outlook-will-ask-on-online-date'
    | 'set-up-now'
    | 'is-outlook-working'
    | 'help-now'
    | 'ask-again'
    | 'not-affected';
  onlinePhase?: DatedPhase;
  clientPhase?: DatedPhase;
}

/**
 * Where a phase stands for one account: switched on; paused by the service desk, without a date; planned for a date in so many days (0 on the day itself, never
 * negative); planned for a date that has passed, and not switched on; or past without an answer from Graph. The date of
 * a week is its first day.
 */
export type PhaseStanding =
  | { kind: 'in-force' }
  | { kind: 'paused' }
  | { kind: 'planned-future'; days: number }
  | { kind: 'planned-past' }
  | { kind: 'unknown-past' };

/**
 * What works for an account at this moment. The state and the methods that Graph gives decide; dates of the plan say
 * only what is planned. A part that Graph did not give stays unknown.
 * Source of the table: learn.microsoft.com/entra/identity/authentication/howto-mfa-userstates
 */
export function effectOf(plan: RolloutPlan, upn: string, status: MfaStatus, today: IsoDate): Effect {
  const phases = phasesOf(plan, upn);
  // A paused phase has no date, so it foretells nothing.
  const planned = phases.filter(({ phase }) => !phase.paused);
  const onlinePhase = planned.find(({ phase }) => phase.surface === 'online');
  const clientPhase = planned.find(({ phase }) => phase.surface === 'client');
  const state = status.state.kind === 'known' ? status.state.state : 'unknown';
  const registered = isRegistered(status.methods);
  const row = rowOf(state, registered, {
    online: stillAhead(onlinePhase, today),
    client: stillAhead(clientPhase, today),
  });
  return {
    state,
    registered,
    online: row.online,
    client: row.client,
    advice: phases.length === 0 ? 'not-affected' : row.advice,
    ...(onlinePhase && { onlinePhase }),
    ...(clientPhase && { clientPhase }),
  };
}

/** In force is only what Graph says is: a phase whose date passed is still planned, or not known. */
export function standingOf(dated: DatedPhase, status: MfaStatus, today: IsoDate): PhaseStanding {
  const days = daysUntil(today, dated.date);
  if (status.state.kind === 'known' && isInForce(dated, status.state.state)) return { kind: 'in-force' };
  if (dated.phase.paused) return { kind: 'paused' };
  if (status.state.kind === 'unknown')
    return days >= 0 ? { kind: 'planned-future', days } : { kind: 'unknown-past' };
  return days >= 0 ? { kind: 'planned-future', days } : { kind: 'planned-past' };
}

interface Ahead {
  online?: DatedPhase;
  client?: DatedPhase;
}

type Row = Pick<Effect, 'online' | 'client' | 'advice'>;

function rowOf(state: Effect['state'], registered: Effect['registered'], ahead: Ahead): Row {
  switch (state) {
    case 'unknown':
      return { online: 'unknown', client: { kind: 'unknown' }, advice: 'ask-again' };
    case 'disabled':
      return whenDisabled(registered, ahead);
    case 'enabled':
      return whenEnabled(registered, ahead);
    case 'enforced':
      return whenEnforced(registered);
  }
}

/** Both work whoever has registered, so they are known even where the methods are not; until when, is not. */
function whenDisabled(registered: Effect['registered'], { online, client }: Ahead): Row {
  if (registered === 'unknown') return { online: 'works', client: { kind: 'works' }, advice: 'ask-again' };
  if (!registered) {
    return {
      online: 'works',
      client: { kind: 'works', ...(client && { until: client }) },
      advice: 'set-up-before',
    };
  }
  // Enabling a registered account enforces it at once: its installed Outlook stops on the online date.
  return {
    online: 'works',
    client: { kind: 'works', ...(online && { until: online }) },
    advice: 'outlook-will-ask-on-online-date',
  };
}

/** An enabled account that is registered is about to be shown as enforced: Microsoft turns one into the other. */
function whenEnabled(registered: Effect['registered'], { client }: Ahead): Row {
  if (registered !== false) return whenEnforced(registered);
  return {
    online: 'stopped-until-registered',
    client: { kind: 'works-until-enforced', ...(client && { planned: client }) },
    advice: 'set-up-now',
  };
}

function whenEnforced(registered: Effect['registered']): Row {
  if (registered === 'unknown')
    return { online: 'unknown', client: { kind: 'unknown' }, advice: 'ask-again' };
  if (!registered)
    return { online: 'stopped-until-registered', client: { kind: 'stopped' }, advice: 'help-now' };
  return { online: 'asks-second-step', client: { kind: 'needs-app-password' }, advice: 'is-outlook-working' };
}

function isInForce({ phase }: DatedPhase, state: PerUserState): boolean {
  return state === 'enforced' || (state === 'enabled' && phase.surface === 'online');
}

/** Whether the planned time of a phase is still to come or running: its day, its week, or for good once it began. */
export function stillAhead(dated: DatedPhase | undefined, today: IsoDate): DatedPhase | undefined {
  if (dated === undefined) return undefined;
  const days = daysUntil(today, dated.date);
  switch (dated.phase.precision) {
    case 'day':
      return days >= 0 ? dated : undefined;
    case 'week':
      return days > -7 ? dated : undefined;
    case 'onwards':
      return dated;
  }
}
