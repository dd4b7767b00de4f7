import { DateTime } from 'luxon';
import { cohortOf, schoolOf } from './cohorts.ts';
import type { IsoDate, Phase, RolloutPlan } from './plan.ts';

/** A phase with the date that holds for one school: its wave's, or else the phase's own. */
export interface DatedPhase {
  phase: Phase;
  date: IsoDate;
}

/** The phases of an account in the order of their dates, online before client on the same day; empty if not covered. */
export function phasesOf(plan: RolloutPlan, upn: string): DatedPhase[] {
  const cohort = cohortOf(plan, upn);
  const school = schoolOf(plan, upn);
  if (cohort === undefined || school === undefined) return [];
  return plan.phases
    .filter((phase) => phase.cohort === cohort.id)
    .map((phase) => ({ phase, date: dateForSchool(phase, school.domain) }))
    .sort(byDateThenSurface);
}

/** Calendar days from one day to another; negative where `date` has passed. No hours, so no clock change, count. */
export function daysUntil(today: IsoDate, date: IsoDate): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
}

/**
 * A phase's date in words, as exact as it was announced and no more: 'Monday 19 November 2018',
 * 'the week of Monday 3 December 2018' or 'from Thursday 13 December 2018'. A date of a school's own, out of a wave of
 * an open-ended phase, is a day.
 */
export function describeDate(dated: DatedPhase): string {
  const day = describeDay(dated.date);
  switch (dated.phase.precision) {
    case 'day':
      return day;
    case 'week':
      return `the week of ${day}`;
    case 'onwards':
      return dated.date === dated.phase.date ? `from ${day}` : day;
  }
}

/** 'Monday 19 November 2018'. */
export function describeDay(date: IsoDate): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-GB' }).toFormat('cccc d LLLL yyyy');
}

/** The date on which a school's accounts are due in a phase. `domain` is in lower case. */
function dateForSchool(phase: Phase, domain: string): IsoDate {
  const wave = phase.waves.find(({ schools }) => schools.some((school) => school.toLowerCase() === domain));
  return wave?.date ?? phase.date;
}

function byDateThenSurface(a: DatedPhase, b: DatedPhase): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.phase.surface === b.phase.surface) return 0;
  return a.phase.surface === 'online' ? -1 : 1;
}
