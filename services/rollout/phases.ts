import { DateTime } from 'luxon';
import { matchesPattern, parsePattern } from './address-pattern.ts';
import { cohortOf, schoolOf } from './cohorts.ts';
import type { IsoDate, Phase, PhaseChange, RolloutPlan } from './plan.ts';

/** A phase with the date that holds for one school: its wave's, or else the phase's own. */
export interface DatedPhase {
  phase: Phase;
  date: IsoDate;
  /** The change of the service desk that decided this date; absent where the plan's file did. */
  change?: PhaseChange;
}

/** The phases of an account in the order of their dates, online before client on the same day; empty if not covered. */
export function phasesOf(plan: RolloutPlan, upn: string): DatedPhase[] {
  const cohort = cohortOf(plan, upn);
  const school = schoolOf(plan, upn);
  if (cohort === undefined || school === undefined) return [];
  return plan.phases
    .filter((phase) => phase.cohort === cohort.id)
    .map((phase) => datedFor(phase, school.domain))
    .sort(byDateThenSurface);
}

/**
 * A phase as it is for one school, given by its domain in lower case, or for schools without a date of their own. A pause
 * holds for all schools.
 */
export function datedFor(phase: Phase, domain?: string): DatedPhase {
  const wave =
    domain === undefined
      ? undefined
      : phase.waves.find(({ schools }) => schools.some((school) => school.toLowerCase() === domain));
  const change = wave === undefined || phase.paused ? phase.change : wave.change;
  return { phase, date: wave?.date ?? phase.date, ...(change && { change }) };
}

/**
 * Every phase that can concern a school, by its domain in lower case, with the date that holds for it, in the same order.
 * Whether the school has accounts of a phase's cohort, only the directory knows.
 */
export function phasesOfSchool(plan: RolloutPlan, domain: string): DatedPhase[] {
  const covering = plan.cohorts.filter(({ pattern }) =>
    matchesPattern(pattern, `${parsePattern(pattern)?.local ?? 'anyone'}@${domain}`),
  );
  return plan.phases
    .filter((phase) => covering.some(({ id }) => id === phase.cohort))
    .map((phase) => datedFor(phase, domain))
    .sort(byDateThenSurface);
}

/** Calendar days from one day to another; negative where `date` has passed. No hours, so no clock change, count. */
export function daysUntil(today: IsoDate, date: IsoDate): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
}

/**
 * A phase's date in words, as exact as it was announced and no more: 'Monday 19 November 2018',
 * 'the week of Monday 3 December 2018' or 'from Thursday 13 December 2018'. A date of a school's own, out of a wave of
 * an open-ended phase, is a day. A paused phase has no date to name.
 */
export function describeDate(dated: DatedPhase): string {
  if (dated.phase.paused) return pausedWords(dated.phase.change);
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

/**
 * The words in which a message told of a date, also where the phase has another one since; `told` is what it said, of a
 * pause 'paused'. Without the phase, which has left the plan, a day is all that is known.
 */
export function describeTold(phase: Phase | undefined, told: IsoDate | 'paused'): string {
  if (told === 'paused') return pausedWords(phase?.change);
  if (phase === undefined) return describeDay(told);
  const { paused: _, ...dated } = phase;
  const isOwn = told !== phase.date && phase.waves.some(({ date }) => date === told);
  return describeDate({ phase: isOwn ? dated : { ...dated, date: told }, date: told });
}

/** Stands where a date would, for a phase that the service desk has paused. */
function pausedWords(change: PhaseChange | undefined): string {
  return `paused ${change === undefined ? 'for now' : `by the ${change.by}`}; a new date will follow`;
}

/** Where a changed date comes from: 'moved on Monday 26 November 2018 by the Service Desk: Snow'. The reason is as typed. */
export function describeChange({ what, on, why, by }: PhaseChange): string {
  const done = { moved: 'moved', paused: 'paused', resumed: 'given a new date' }[what];
  return `${done} on ${describeDay(on)} by the ${by}: ${why}`;
}

/** 'Monday 19 November 2018'. */
export function describeDay(date: IsoDate): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-GB' }).toFormat('cccc d LLLL yyyy');
}

function byDateThenSurface(a: DatedPhase, b: DatedPhase): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.phase.surface === b.phase.surface) return 0;
  return a.phase.surface === 'online' ? -1 : 1;
}
