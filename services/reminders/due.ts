import { splitAddress } from '../rollout/address-pattern.ts';
import { addDays, instantAt, lastWorkingDayOnOrBefore, today } from '../rollout/calendar.ts';
import { cohortOf } from '../rollout/cohorts.ts';
import { type DatedPhase, daysUntil, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';

/** A phase that a reminder speaks of. `offset` is in days before its date: 7, 3, 1; 0; then -7, -14 and so on. */
export interface DuePhase {
  phaseId: string;
  phaseDate: IsoDate;
  offset: number;
}

/** One reminder for one account: its most urgent phase, and the other phases that fell due with it. */
export interface Due extends DueReminder {
  accountId: string;
}

/** The reminder of all accounts with the same phases and dates. */
export interface DueReminder extends DuePhase {
  /** When the most urgent phase's reminder was planned for, always on a working day. */
  dueAt: Date;
  /** In order of urgency; never the phase itself. */
  folded: DuePhase[];
}

/** Later than `after` and not later than `until`. */
export interface Window {
  after: Date;
  until: Date;
}

/**
 * Every reminder planned for later than `after` and not later than `until`, at most one for each account, in the order
 * of the accounts. Whether an account still needs it is for the moment of sending to decide.
 *
 * - A reminder whose day is a day off moves to the last working day before it. Of several that come to lie on one day,
 *   the latest counts; a repeat that would come to lie on or before its phase's date is dropped.
 * - Of several reminders of one phase within the window (a moved clock, an outage), only the latest counts.
 * - Repeats follow a phase until a later phase of the same account reaches its date and takes over; from then on they
 *   are only folded into another reminder.
 * - A paused phase has no reminders and takes nothing over.
 * - Urgency: phases that have come (offset 0 and repeats) before those ahead. Of those that have come, the latest date
 *   first: it stops the most. Of those ahead, the nearest date first. On one date, online before client.
 *
 * Windows that follow one another repeat nothing. For one reminder a day, let `until` be no earlier than the plan's
 * reminder time of its day: what an outage left over then goes together with what that day brings.
 */
export function dueBetween(
  plan: RolloutPlan,
  accounts: { id: string; upn: string }[],
  window: Window,
): Due[] {
  const ofSchool = new Map<string, DueReminder | null>();
  const ofDates = new Map<string, DueReminder | null>();
  const done = new Set<string>();
  return accounts.flatMap(({ id, upn }) => {
    const cohort = cohortOf(plan, upn);
    if (cohort === undefined || done.has(id)) return [];
    done.add(id);
    // Dates are worked out once for all accounts that share them: 25,000 accounts have a handful of dates.
    const due = remembered(ofSchool, `${cohort.id} ${splitAddress(upn)?.domain}`, () => {
      const phases = phasesOf(plan, upn);
      const dates = phases.map(({ phase, date }) => `${phase.id} ${date}`).join(' ');
      return remembered(ofDates, dates, () => dueFor(plan, phases, window));
    });
    return due === null ? [] : [{ accountId: id, ...due }];
  });
}

/** What is due within the window for an account with these phases, which come online before client on one date. */
export function dueFor(plan: RolloutPlan, all: DatedPhase[], window: Window): DueReminder | null {
  const phases = all.filter(({ phase }) => !phase.paused);
  const reminders = phases.flatMap((dated) => {
    const latest = latestReminder(plan, dated, window.until);
    return latest !== undefined && latest.at > window.after ? [latest] : [];
  });
  reminders.sort(byUrgency);
  const first = reminders.find((reminder) => !isTakenOver(plan, reminder, phases));
  if (first === undefined) return null;
  return {
    ...phaseOf(first),
    dueAt: first.at,
    folded: reminders.filter((reminder) => reminder !== first).map(phaseOf),
  };
}

/**
 * The earliest instant after `after` at which some account can have a reminder, from the plan alone: never later than
 * the first one that {@link dueBetween} finds, so a tick before it need not load accounts. Undefined for no phases.
 */
export function nextDueAfter(plan: RolloutPlan, after: Date): Date | undefined {
  const running = plan.phases.filter(({ paused }) => !paused);
  // A reminder's moment follows from the date alone, and thousands of schools share a few dates.
  const byDate = new Map(
    running.flatMap((phase) => [phase, ...phase.waves].map(({ date }) => [date, { phase, date }])),
  );
  const instants = [...byDate.values()].flatMap(
    (each) => nextReminder(plan, each, after)?.at.getTime() ?? [],
  );
  return instants.length === 0 ? undefined : new Date(Math.min(...instants));
}

/** The working day of a phase's last reminder up to the end of a day; undefined before its first. */
export function lastRemindedOn(plan: RolloutPlan, dated: DatedPhase, day: IsoDate): IsoDate | undefined {
  return latestReminder(plan, dated, instantAt(plan, day, '23:59'))?.day;
}

/**
 * The phases of an account whose last reminder up to the end of a day fell on one of these working days, the most urgent
 * first; those whose repeats another phase has taken over come last.
 */
export function remindedWithin(
  plan: RolloutPlan,
  all: DatedPhase[],
  { from, to }: { from: IsoDate; to: IsoDate },
): DatedPhase[] {
  const phases = all.filter(({ phase }) => !phase.paused);
  const reminders = phases.flatMap((dated) => {
    const latest = latestReminder(plan, dated, instantAt(plan, to, '23:59'));
    return latest !== undefined && latest.day >= from ? [latest] : [];
  });
  reminders.sort(byUrgency);
  const isLeft = (reminder: Reminder) => !isTakenOver(plan, reminder, phases);
  return [...reminders.filter(isLeft), ...reminders.filter((reminder) => !isLeft(reminder))].map(
    ({ dated }) => dated,
  );
}

/**
 * When the reminder of this offset falls due, by the plan as it is; undefined for an offset that is no number, such as that
 * of a reminder that somebody asked for.
 */
export function dueMoment(plan: RolloutPlan, of: { phaseDate: IsoDate; offset: string }): Date | undefined {
  if (!/^-?\d+$/.test(of.offset)) return undefined;
  const day = lastWorkingDayOnOrBefore(plan.reminders, addDays(of.phaseDate, -Number(of.offset)));
  return instantAt(plan, day, plan.reminders.time);
}

/** What makes a reminder the same one: a phase, its date, an offset and an account. A moved phase is reminded anew. */
export function reminderKey(due: DuePhase & Pick<Due, 'accountId'>): string {
  return `reminder:${due.phaseId}:${due.phaseDate}:${due.offset}:${due.accountId}`;
}

/** A reminder of a phase: the working day and the instant that it falls on. */
interface Reminder {
  dated: DatedPhase;
  offset: number;
  day: IsoDate;
  at: Date;
}

/** The last reminder of a phase up to an instant; of several on one day, the one nearest to the end. */
function latestReminder(plan: RolloutPlan, dated: DatedPhase, until: Date): Reminder | undefined {
  return remindersAround(plan, dated, until)
    .filter(({ at }) => at <= until)
    .reduce<Reminder | undefined>(
      (best, each) => (best === undefined || each.at >= best.at ? each : best),
      undefined,
    );
}

function nextReminder(plan: RolloutPlan, dated: DatedPhase, after: Date): Reminder | undefined {
  return remindersAround(plan, dated, after).find(({ at }) => at > after);
}

/**
 * In order of time: those before the date and on it, and of the endless repeats those next to an instant, namely at
 * least one before it (where there is one) and one after it.
 */
function remindersAround(plan: RolloutPlan, dated: DatedPhase, instant: Date): Reminder[] {
  const { offsetsDaysBefore, repeatEveryDays } = plan.reminders;
  const reminders = offsetsDaysBefore
    .toSorted((a, b) => b - a)
    .map((offset) => reminderAt(plan, dated, offset));
  const passed = Math.floor(daysUntil(dated.date, today(plan, instant)) / repeatEveryDays);
  // The repeat of this very day may be still to come, and days off can bring later ones forward to before it.
  for (let count = Math.max(1, passed - 1); ; count += 1) {
    const repeat = reminderAt(plan, dated, -count * repeatEveryDays);
    if (repeat.day > dated.date) reminders.push(repeat);
    if (repeat.day > dated.date && repeat.at > instant) return reminders;
  }
}

function reminderAt(plan: RolloutPlan, dated: DatedPhase, offset: number): Reminder {
  const day = lastWorkingDayOnOrBefore(plan.reminders, addDays(dated.date, -offset));
  return { dated, offset, day, at: instantAt(plan, day, plan.reminders.time) };
}

/** Whether a later phase of the account has come by the day of this repeat, and now carries the repeats. */
function isTakenOver(plan: RolloutPlan, { dated, offset, day }: Reminder, phases: DatedPhase[]): boolean {
  if (offset >= 0) return false;
  return phases.some(
    ({ date }) => date > dated.date && lastWorkingDayOnOrBefore(plan.reminders, date) <= day,
  );
}

function byUrgency(a: Reminder, b: Reminder): number {
  const hasCome = Number(b.offset <= 0) - Number(a.offset <= 0);
  if (hasCome !== 0) return hasCome;
  if (a.dated.date !== b.dated.date) {
    const earlierFirst = a.dated.date < b.dated.date ? -1 : 1;
    return a.offset <= 0 ? -earlierFirst : earlierFirst;
  }
  // The sort is stable and the phases come online before client.
  return 0;
}

function phaseOf({ dated, offset }: Reminder): DuePhase {
  return { phaseId: dated.phase.id, phaseDate: dated.date, offset };
}

function remembered<Value extends object | null>(
  known: Map<string, Value>,
  key: string,
  make: () => Value,
): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = make();
  known.set(key, value);
  return value;
}
