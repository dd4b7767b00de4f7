import { createHash } from 'node:crypto';
import type { DatedPhase } from '../rollout/phases.ts';
import type { IsoDate, Phase, RolloutPlan } from '../rollout/plan.ts';
import { type DueReminder, dueFor, type Window } from './due.ts';

/** Accounts that share their phases and dates, with the one reminder that is due for all of them. */
export interface DueGroup extends DueReminder {
  /** Id of the cohort. */
  cohort: string;
  /** School domains in lower case, in order. Only these or, where `others` is set, every other school. */
  schools: string[];
  others: boolean;
}

/**
 * What `dueBetween` says, for groups of accounts instead of each: a cohort's schools fall apart only by the dates that the
 * plan gives them. So a whole tenant is decided on from the plan alone. In order of the phases' dates, so that checks with
 * Microsoft that are left over go to those due soonest; of one date in the order of the plan.
 */
export function dueGroups(plan: RolloutPlan, window: Window): DueGroup[] {
  return plan.cohorts
    .flatMap(({ id }) => groupsOf(plan, id))
    .flatMap(({ phases, ...group }) => {
      const due = dueFor(plan, phases, window);
      return due === null ? [] : [{ ...group, ...due }];
    })
    .sort((a, b) => (a.phaseDate === b.phaseDate ? 0 : a.phaseDate < b.phaseDate ? -1 : 1));
}

/** One text for all that decides on which day which reminder is due: the phases with their dates, and the rules. */
export function datesKey({ phases, reminders, timeZone }: RolloutPlan): string {
  const dated = phases.map(({ id, cohort, surface, date, paused, waves }) => [
    ...[id, cohort, surface, date, paused === true],
    waves.map((wave) => [wave.date, wave.schools]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([dated, reminders, timeZone]))
    .digest('hex');
}

interface Group {
  cohort: string;
  schools: string[];
  others: boolean;
  phases: DatedPhase[];
}

/** Looks each school up in a map: a search through the waves for each of thousands of schools would take seconds. */
function groupsOf(plan: RolloutPlan, cohort: string): Group[] {
  const ofCohort = plan.phases
    .filter((phase) => phase.cohort === cohort)
    .sort((a, b) => Number(a.surface === 'client') - Number(b.surface === 'client'))
    .map((phase) => ({ phase, dates: datesBySchool(phase) }));
  const named = [...new Set(ofCohort.flatMap(({ dates }) => [...dates.keys()]))].sort();
  const byDates = new Map<string, Group>();
  for (const school of named) {
    const phases = ofCohort.map(({ phase, dates }) => ({ phase, date: dates.get(school) ?? phase.date }));
    const key = phases.map(({ date }) => date).join(' ');
    const group: Group = byDates.get(key) ?? { cohort, schools: [], others: false, phases };
    group.schools.push(school);
    byDates.set(key, group);
  }
  const phases = ofCohort.map(({ phase }) => ({ phase, date: phase.date }));
  return [...byDates.values(), { cohort, schools: named, others: true, phases }];
}

/** The dates of the schools that a phase's waves name, by domain in lower case; the first wave that names one holds. */
function datesBySchool(phase: Phase): Map<string, IsoDate> {
  const dates = new Map<string, IsoDate>();
  for (const { date, schools } of phase.waves) {
    for (const school of schools) {
      const domain = school.toLowerCase();
      if (!dates.has(domain)) dates.set(domain, date);
    }
  }
  return dates;
}
