import { today } from '../rollout/calendar.ts';
import { cohortOf } from '../rollout/cohorts.ts';
import { stillAhead } from '../rollout/effect.ts';
import { isRegistered, type MethodKind, type Methods, type MfaStatus } from '../rollout/mfa-status.ts';
import { type DatedPhase, daysUntil, describeDate, describeDay, phasesOf } from '../rollout/phases.ts';
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
  // A paused phase has no date to name or to wait for.
  const planned = phases.filter(({ phase }) => !phase.paused);
  const online = phaseOn('online', planned);
  const client = phaseOn('client', planned);
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
      appPasswordFrom: appPasswordFrom(known, day, online ?? client),
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
  return stillAhead(dated, day) === undefined ? 'come' : 'ahead';
}

/**
 * When the account can make an app password: once it is enforced (facts section 3). Enabling an account that is
 * registered enforces it at once, so whoever has set up MFA by then can do so from the switch of its first phase on,
 * which is Outlook on the web; whoever is enabled without, as soon as they have. It completes "When you can make it: …".
 */
function appPasswordFrom(
  { registered, state }: Pick<GuideFacts, 'registered' | 'state'>,
  day: IsoDate,
  first: DatedPhase | undefined,
): string {
  const isOn = state === 'enabled' || state === 'enforced';
  if (isOn) return registered === 'no' ? 'the moment you have set up MFA' : 'today';
  const planned = stillAhead(first, day);
  if (planned === undefined) return switchedOn;
  const days = daysUntil(day, planned.date);
  if (planned.phase.precision === 'week') return days > 0 ? describeDate(planned) : 'this week';
  const isOpen = planned.phase.precision === 'onwards' && planned.date === planned.phase.date;
  if (days < 0 || (isOpen && days === 0)) return switchedOn;
  if (isOpen) return `${switchedOn}, ${describeDay(planned.date)} or later`;
  return days === 0 ? 'today' : `the morning of ${describeDay(planned.date)}`;
}
