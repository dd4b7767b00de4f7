import { today } from '../rollout/calendar.ts';
import { cohortOf } from '../rollout/cohorts.ts';
import { isRegistered, type MethodKind, type Methods, type MfaStatus } from '../rollout/mfa-status.ts';
import { type DatedPhase, describeDate, describeDay, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan, Surface } from '../rollout/plan.ts';
import type { ConditionFacts, DateStanding } from './conditions.ts';
import type { Placeholder } from './placeholders.ts';

/** All that a guide knows of who walks through it, and the words that its texts leave open. */
export interface GuideFacts extends ConditionFacts {
  words: Readonly<Record<Placeholder, string>>;
}

/** Facts of one account on the day that `now` is in the plan's zone. What Graph did not say stays unknown. */
export function factsOf(plan: RolloutPlan, upn: string, status: MfaStatus, now: Date): GuideFacts {
  const day = today(plan, now);
  const cohort = cohortOf(plan, upn);
  const phases = phasesOf(plan, upn);
  const online = phaseOn('online', phases);
  const client = phaseOn('client', phases);
  const known = {
    registered: registrationOf(status.methods),
    state: status.state.kind === 'known' ? status.state.state : ('unknown' as const),
  };
  return {
    ...known,
    today: day,
    cohort: cohort?.id,
    shared: cohort?.shared ?? false,
    methods: secondSteps(status.methods),
    appPasswords: plan.appPasswords,
    onlineDate: standingOn(day, online),
    clientDate: standingOn(day, client),
    words: {
      ...wordsOfPlan(plan),
      address: upn,
      onlineDate: online ? describeDate(online) : noDate,
      clientDate: client ? describeDate(client) : noDate,
      appPasswordFrom: appPasswordFrom(known, nextAhead(day, [online, client])),
    },
  };
}

/** Facts for pages that do not know who reads them: nothing about the person, everything about plan and day. */
export function factsOfAnybody(plan: RolloutPlan, now: Date): GuideFacts {
  return {
    today: today(plan, now),
    cohort: undefined,
    shared: false,
    registered: 'unknown',
    state: 'unknown',
    methods: [],
    appPasswords: plan.appPasswords,
    onlineDate: 'none',
    clientDate: 'none',
    words: {
      ...wordsOfPlan(plan),
      address: 'your account',
      onlineDate: anybodysDate,
      clientDate: anybodysDate,
      appPasswordFrom: switchedOn,
    },
  };
}

const noDate = 'a date that is not planned yet';
const anybodysDate = 'your date (see Dates)';
const switchedOn = 'the day MFA is switched on for you';

function wordsOfPlan(plan: RolloutPlan) {
  return {
    securityInfoUrl: plan.securityInfoUrl,
    serviceDesk: plan.serviceDesk.name,
    serviceDeskContact: plan.serviceDesk.contact,
    organisation: plan.organisation,
  };
}

function registrationOf(methods: Methods): GuideFacts['registered'] {
  const registered = isRegistered(methods);
  if (registered === 'unknown') return 'unknown';
  return registered ? 'yes' : 'no';
}

function secondSteps(methods: Methods): MethodKind[] {
  if (methods.kind === 'unknown') return [];
  return methods.methods.filter((kind) => isRegistered({ ...methods, methods: [kind] }) === true);
}

function phaseOn(surface: Surface, phases: DatedPhase[]): DatedPhase | undefined {
  return phases.find(({ phase }) => phase.surface === surface);
}

function standingOn(day: IsoDate, dated: DatedPhase | undefined): DateStanding {
  if (dated === undefined) return 'none';
  return day < dated.date ? 'ahead' : 'come';
}

function nextAhead(day: IsoDate, phases: (DatedPhase | undefined)[]): DatedPhase | undefined {
  return phases.find((dated) => standingOn(day, dated) === 'ahead');
}

/**
 * From when on the account can make an app password: once it is enforced (facts section 3). Enabling an account that
 * is registered enforces it at once, so whoever has set up MFA by then can do so from the online date on; whoever is
 * enabled without, as soon as they have. It completes "from …".
 */
function appPasswordFrom(
  { registered, state }: Pick<GuideFacts, 'registered' | 'state'>,
  ahead: DatedPhase | undefined,
): string {
  const isOn = state === 'enabled' || state === 'enforced';
  if (isOn) return registered === 'no' ? 'the moment you have set up MFA' : 'today';
  if (ahead === undefined) return switchedOn;
  switch (ahead.phase.precision) {
    case 'day':
      return `the morning of ${describeDay(ahead.date)}`;
    case 'week':
      return describeDate(ahead);
    case 'onwards':
      return ahead.date === ahead.phase.date
        ? `${switchedOn}, ${describeDay(ahead.date)} or later`
        : `the morning of ${describeDay(ahead.date)}`;
  }
}
