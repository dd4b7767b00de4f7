import type { RolloutPlan } from '../../../services/rollout/plan.ts';

/**
 * What the plan asks for, worked out day by day and without any code of the product: slow and plain on purpose, so that
 * the two can only agree by being right. Good for days from October 2018 to August 2019 in England.
 */

const dayMs = 86_400_000;

/** gov.uk/bank-holidays, England and Wales. */
const bankHolidays = [
  '2018-12-25',
  '2018-12-26',
  '2019-01-01',
  '2019-04-19',
  '2019-04-22',
  '2019-05-06',
  '2019-05-27',
];

export const dayAfter = (day: string, count = 1): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + count * dayMs).toISOString().slice(0, 10);

/** In London summer time ended on 28 October 2018 and began again on 31 March 2019. */
const isSummer = (day: string): boolean => day < '2018-10-28' || day >= '2019-03-31';

/** The instant of a time of the day, given as 'HH:MM'. */
export const instantOf = (day: string, time: string): Date =>
  new Date(Date.parse(`${day}T${time}:00Z`) - (isSummer(day) ? 3_600_000 : 0));

export function isSchoolDay({ reminders }: RolloutPlan, day: string): boolean {
  const weekday = [7, 1, 2, 3, 4, 5, 6][new Date(`${day}T12:00:00Z`).getUTCDay()] ?? 0;
  if (!reminders.workingDays.includes(weekday) || bankHolidays.includes(day)) return false;
  for (const off of reminders.extraDaysOff) if (off === day) return false;
  for (const { from, to } of reminders.daysOff) {
    for (let off = from; off <= to; off = dayAfter(off)) if (off === day) return false;
  }
  return true;
}

interface Said {
  phase: string;
  date: string;
  surface: string;
  offset: number;
}

/** Which phases of an account have a reminder on a day, each with its smallest offset. */
export function saidOn(plan: RolloutPlan, account: { cohort: string; school: string }, day: string): Said[] {
  const found: Said[] = [];
  if (!isSchoolDay(plan, day)) return found;
  for (const phase of plan.phases) {
    if (phase.cohort !== account.cohort) continue;
    let date = phase.date;
    for (const wave of phase.waves) if (wave.schools.includes(account.school)) date = wave.date;
    const offsets: number[] = [];
    // A reminder of this day was meant for this day, or for one of the days off that follow it.
    for (let meant = day; meant === day || !isSchoolDay(plan, meant); meant = dayAfter(meant)) {
      const offset = Math.round((Date.parse(date) - Date.parse(meant)) / dayMs);
      if (offset >= 0 && plan.reminders.offsetsDaysBefore.includes(offset)) offsets.push(offset);
      if (offset < 0 && -offset % plan.reminders.repeatEveryDays === 0 && day > date) offsets.push(offset);
    }
    if (offsets.length > 0)
      found.push({ phase: phase.id, date, surface: phase.surface, offset: Math.min(...offsets) });
  }
  return found;
}

/** The day on which a phase's own day is told: the day itself, or the last school day before it. */
function dayOfDate(plan: RolloutPlan, date: string): string {
  let day = date;
  while (!isSchoolDay(plan, day)) day = dayAfter(day, -1);
  return day;
}

/**
 * The one reminder of an account for the days after `after` up to `until`, as '<phase> <date> <offset>': of each phase what
 * was said last, of all phases the most urgent. Undefined where there is none.
 */
export function expectedFor(
  plan: RolloutPlan,
  account: { cohort: string; school: string },
  days: string[],
): string | undefined {
  const last = new Map<string, Said & { day: string }>();
  for (const day of days)
    for (const said of saidOn(plan, account, day)) last.set(said.phase, { ...said, day });
  const dates = plan.phases
    .filter(({ cohort }) => cohort === account.cohort)
    .map((phase) => phase.waves.find(({ schools }) => schools.includes(account.school))?.date ?? phase.date);
  const left = [...last.values()].filter(
    ({ offset, date, day }) =>
      offset >= 0 || !dates.some((other) => other > date && dayOfDate(plan, other) <= day),
  );
  const come = left.filter(({ offset }) => offset <= 0);
  const best = come.length > 0 ? come : left;
  const wanted = best
    .map(({ date }) => date)
    .toSorted()
    .at(come.length > 0 ? -1 : 0);
  const of = best.filter(({ date }) => date === wanted);
  const main = of.find(({ surface }) => surface === 'online') ?? of[0];
  return main && `${main.phase} ${main.date} ${main.offset}`;
}
