import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
import type { IsoDate, ReminderRules, RolloutPlan } from './plan.ts';

type Zoned = Pick<RolloutPlan, 'timeZone'>;

/** The day that `now` falls on in the plan's zone. */
export function today(plan: Zoned, now: Date): IsoDate {
  return dayOf(inZone(plan, now));
}

/** Whether people work on a day: one of the plan's weekdays, no public or school holiday and none of its extra days off. */
export function isWorkingDay(rules: ReminderRules, date: IsoDate): boolean {
  if (!rules.workingDays.includes(isoWeekday(date))) return false;
  if (rules.extraDaysOff.includes(date)) return false;
  if (rules.daysOff.some(({ from, to }) => from <= date && date <= to)) return false;
  return !publicHolidays(rules, Number(date.slice(0, 4))).has(date);
}

/** The day itself where people work on it, else the nearest working day before it. */
export function lastWorkingDayOnOrBefore(rules: ReminderRules, date: IsoDate): IsoDate {
  return nearestWorkingDay(rules, date, -1);
}

/** The day itself where people work on it, else the nearest working day after it. */
export function nextWorkingDayOnOrAfter(rules: ReminderRules, date: IsoDate): IsoDate {
  return nearestWorkingDay(rules, date, 1);
}

/** The next working day; never the day itself. */
export function nextWorkingDayAfter(rules: ReminderRules, date: IsoDate): IsoDate {
  return nextWorkingDayOnOrAfter(rules, addDays(date, 1));
}

/** The day so many calendar days later; earlier where `days` is negative. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * The instant of a wall-clock time ('HH:MM') on a day in the plan's zone. A time that the spring clock change skips
 * becomes the same time after the change; one that the autumn change repeats is the first of the two.
 */
export function instantAt(plan: Zoned, date: IsoDate, time: string): Date {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: plan.timeZone });
  // Left alone, luxon picks one of two repeated hours by the season in which the program happens to run.
  return new Date(Math.min(...local.getPossibleOffsets().map((each) => each.toMillis())));
}

/** Whether `now` is within working hours of a working day; the hour's end is outside. */
export function isWithinWorkingHours(plan: RolloutPlan, now: Date): boolean {
  const local = inZone(plan, now);
  const time = local.toFormat('HH:mm');
  const { from, to } = plan.reminders.workingHours;
  return from <= time && time < to && isWorkingDay(plan.reminders, dayOf(local));
}

/** The first moment from `now` on that is within working hours: `now` itself, or when people come in next. */
export function nextWorkingMoment(plan: RolloutPlan, now: Date): Date {
  if (isWithinWorkingHours(plan, now)) return now;
  const { reminders } = plan;
  const opensAt = (day: IsoDate) => instantAt(plan, day, reminders.workingHours.from);
  const day = nextWorkingDayOnOrAfter(reminders, today(plan, now));
  return opensAt(day) > now ? opensAt(day) : opensAt(nextWorkingDayAfter(reminders, day));
}

/** An instant as people say it: '09:41 today', '16:05 on Friday 9 November', with the year where it is another one. */
export function describeTime(plan: Zoned, instant: Date, now: Date): string {
  const local = inZone(plan, instant);
  const here = inZone(plan, now);
  if (dayOf(local) === dayOf(here)) return local.toFormat("HH:mm 'today'");
  return local.toFormat(local.year === here.year ? "HH:mm 'on' cccc d LLLL" : "HH:mm 'on' cccc d LLLL yyyy");
}

const dayMs = 86_400_000;

/** Longer than any run of days off. Reaching it means rules without a working day, which no sound plan has. */
const longestSearchDays = 366;

/**
 * Public holidays by place and year. Reading the package's rules takes some 10 ms and a year 5 ms, while a planner asks
 * thousands of times. Facts that never change once worked out, a few hundred bytes a year: memory, not state.
 */
const knownHolidays = new Map<string, Set<IsoDate>>();

function nearestWorkingDay(rules: ReminderRules, date: IsoDate, step: 1 | -1): IsoDate {
  for (let distance = 0; distance <= longestSearchDays; distance += 1) {
    const day = addDays(date, step * distance);
    if (isWorkingDay(rules, day)) return day;
  }
  throw new RangeError(`No working day within ${longestSearchDays} days of ${date}: the rules allow none.`);
}

function publicHolidays({ holidays: { country, region } }: ReminderRules, year: number): Set<IsoDate> {
  const key = `${country} ${region ?? ''} ${year}`;
  const days = knownHolidays.get(key) ?? findPublicHolidays(country, region, year);
  knownHolidays.set(key, days);
  return days;
}

/** Substitute days are public holidays of their own in the package; a holiday of several days counts on each. */
function findPublicHolidays(country: string, region: string | undefined, year: number): Set<IsoDate> {
  const place = region === undefined ? { country } : { country, state: region };
  const found = new Holidays(place, { types: ['public'] }).getHolidays(year);
  return new Set(
    found.flatMap(({ date, start, end }) => {
      const first = date.slice(0, 10);
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      return Array.from({ length: days }, (_, index) => addDays(first, index));
    }),
  );
}

function isoWeekday(date: IsoDate): number {
  return new Date(date).getUTCDay() || 7;
}

function inZone(plan: Zoned, instant: Date): DateTime {
  return DateTime.fromJSDate(instant, { zone: plan.timeZone }).setLocale('en-GB');
}

function dayOf(local: DateTime): IsoDate {
  return local.toFormat('yyyy-MM-dd');
}
