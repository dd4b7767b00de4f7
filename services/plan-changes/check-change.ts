import { addDays, isWorkingDay } from '../rollout/calendar.ts';
import { type PlanChange, phasesAfter, toldDateOf } from '../rollout/live-plan.ts';
import { datedFor, describeDate, describeDay } from '../rollout/phases.ts';
import type { IsoDate, Phase, RolloutPlan } from '../rollout/plan.ts';

/** The longest reason, in characters: it stands under a date on a small card. */
const longestReason = 200;

/** What somebody wants to change, as typed; empty where nothing was. */
export interface TypedChange {
  what: 'moved' | 'paused' | 'resumed';
  phase: string;
  date: string;
  /** A school's domain, or empty for all. */
  school: string;
  why: string;
}

/** A change that keeps every rule, of the plan as it is now. */
export type WantedChange = Pick<PlanChange, 'phaseId' | 'school' | 'date' | 'why'> & {
  what: TypedChange['what'];
};

export interface ChangeFault {
  field: 'phase' | 'date' | 'school' | 'why';
  message: string;
}

export type CheckedChange =
  | { kind: 'good'; change: WantedChange }
  | { kind: 'faulty'; faults: [ChangeFault, ...ChangeFault[]] };

export interface CheckFacts {
  /** The day in the plan's zone. */
  today: IsoDate;
  now: Date;
  /** Whether accounts of the phase's cohort are known at the school that was typed. */
  isKnownSchool: boolean;
}

/**
 * Says all that is wrong with a change, or gives it clean. The rules are those of the plan's file where it has any: installed
 * Outlook never changes before Outlook on the web, for the cohort or for a school. A school may have an earlier date than
 * others, which the file does not allow.
 */
export function checkChange(plan: RolloutPlan, typed: TypedChange, facts: CheckFacts): CheckedChange {
  const phase = plan.phases.find(({ id }) => id === typed.phase);
  const school = schoolIn(typed);
  const why = reasonIn(typed.why);
  const faults: ChangeFault[] = [
    ...(phase === undefined
      ? [fault('phase', 'Choose which date you want to change.')]
      : faultsOfPhase(phase, typed)),
    ...(school === undefined || facts.isKnownSchool
      ? []
      : [fault('school', `I know no account of this group at ${school}. Check the address after the @.`)]),
    ...faultsOfReason(why),
  ];
  const dateFaults =
    phase === undefined || typed.what === 'paused' ? [] : faultsOfDate(plan, phase, { typed, school, facts });
  const [first, ...rest] = [...faults, ...dateFaults];
  if (first !== undefined) return { kind: 'faulty', faults: [first, ...rest] };
  return {
    kind: 'good',
    change: {
      what: typed.what,
      phaseId: typed.phase,
      why,
      ...(school !== undefined && { school }),
      ...(typed.what !== 'paused' && { date: typed.date }),
    },
  };
}

/**
 * Why a phase cannot be put back to where it stood before a change; undefined where it can. `before` are the changes that
 * would then count.
 */
export function faultOfUndoing(
  plan: RolloutPlan,
  { undone, before, today }: { undone: PlanChange; before: readonly PlanChange[]; today: IsoDate },
): string | undefined {
  const phases = phasesAfter(plan, plan.announced ?? plan.phases, before);
  const phase = phases.find(({ id }) => id === undone.phaseId);
  if (phase === undefined) return 'The plan no longer has this date.';
  const told = toldDateOf(phase, undone.school);
  if (told !== 'paused' && told < today)
    return `${describeDay(told)} has passed, so it cannot be the date again. Choose a new date instead.`;
  return clientBeforeOnline({ ...plan, phases }, phase, undone.school);
}

/** The reason that was typed, clean and within one line. */
export function reasonIn(typed: string): string {
  return typed.replaceAll(/\s+/g, ' ').trim();
}

/** The school that was typed: a domain, also where somebody typed a whole address. */
export function schoolIn({ what, school }: Pick<TypedChange, 'what' | 'school'>): string | undefined {
  if (what !== 'moved') return undefined;
  const domain = school.trim().toLowerCase().replace(/^.*@/, '');
  return domain === '' ? undefined : domain;
}

function faultsOfPhase(phase: Phase, { what }: TypedChange): ChangeFault[] {
  if (what === 'resumed')
    return phase.paused ? [] : [fault('phase', 'This date is not paused. Use “Change a date” instead.')];
  if (!phase.paused) return [];
  return [
    fault(
      'phase',
      what === 'paused'
        ? 'This date is paused already.'
        : 'This date is paused. Use “Resume” to give it a new one.',
    ),
  ];
}

/** What is wrong with a reason, of {@link reasonIn}; empty where nothing is. */
export function faultsOfReason(why: string): ChangeFault[] {
  if (why === '') return [fault('why', 'Give a reason. People are shown it.')];
  if (why.length <= longestReason) return [];
  return [fault('why', `The reason has ${why.length} characters. Shorten it to at most ${longestReason}.`)];
}

interface Dating {
  typed: TypedChange;
  school: string | undefined;
  facts: CheckFacts;
}

function faultsOfDate(plan: RolloutPlan, phase: Phase, { typed, school, facts }: Dating): ChangeFault[] {
  const { date } = typed;
  const message =
    faultOfDay(plan, phase, date, facts.today) ??
    (!phase.paused && datedFor(phase, school).date === date
      ? `It is ${describeDate(datedFor(phase, school))} already. Choose another day.`
      : undefined) ??
    faultOfOrder(plan, phase, { typed, school, facts });
  return message === undefined ? [] : [fault('date', message)];
}

function faultOfDay(plan: RolloutPlan, phase: Phase, date: string, today: IsoDate): string | undefined {
  if (date === '') return 'Choose the new date.';
  if (!isDay(date)) return 'Choose a day between the years 2000 and 2099.';
  if (date < today) return `${describeDay(date)} has passed. Choose a day from today on.`;
  if (phase.precision === 'week') {
    if (new Date(date).getUTCDay() !== 1)
      return `This group changes within a week. Choose the Monday that it begins on: ${describeDay(date)} is none.`;
    const days = [0, 1, 2, 3, 4, 5, 6].map((each) => addDays(date, each));
    return days.some((day) => isWorkingDay(plan.reminders, day))
      ? undefined
      : `All of the week of ${describeDay(date)} is off. Choose another week.`;
  }
  return isWorkingDay(plan.reminders, date)
    ? undefined
    : `${describeDay(date)} is a day off. Choose a working day.`;
}

/** This century only, as in the plan's file: the arithmetic of days stays within four digits. */
function isDay(date: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(date)) return false;
  const day = new Date(date);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function faultOfOrder(plan: RolloutPlan, phase: Phase, { typed, school, facts }: Dating): string | undefined {
  const trial: PlanChange = {
    id: Number.MAX_SAFE_INTEGER,
    what: typed.what,
    phaseId: phase.id,
    date: typed.date,
    why: '',
    at: facts.now,
    ...(school !== undefined && { school }),
  };
  const phases = phasesAfter(plan, plan.phases, [trial]);
  const changed = phases.find(({ id }) => id === phase.id) ?? phase;
  return clientBeforeOnline({ ...plan, phases }, changed, school);
}

/** Enforcing comes after enabling, for the cohort and for every school with a date of its own; a pause orders nothing. */
function clientBeforeOnline(
  { phases }: Pick<RolloutPlan, 'phases'>,
  changed: Phase,
  school: string | undefined,
): string | undefined {
  const ofCohort = phases.filter(({ cohort }) => cohort === changed.cohort);
  const online = ofCohort.find(({ surface }) => surface === 'online');
  const client = ofCohort.find(({ surface }) => surface === 'client');
  if (!online || !client || online.paused || client.paused) return undefined;
  const own = [online, client].flatMap(({ waves }) => waves.flatMap(({ schools }) => schools));
  const domains = school === undefined ? [undefined, ...own.map((each) => each.toLowerCase())] : [school];
  for (const domain of domains) {
    const [first, second] = [datedFor(online, domain), datedFor(client, domain)];
    if (second.date >= first.date) continue;
    const where = domain === undefined || domain === school ? '' : ` at ${domain}`;
    return changed.surface === 'online'
      ? `Installed Outlook${where} would change before it, on ${describeDay(second.date)}. Move installed Outlook first.`
      : `Outlook on the web${where} changes later, on ${describeDay(first.date)}. Choose that day or a later one, or move Outlook on the web first.`;
  }
  return undefined;
}

function fault(field: ChangeFault['field'], message: string): ChangeFault {
  return { field, message };
}
