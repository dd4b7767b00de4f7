import { isDeepStrictEqual } from 'node:util';
import { describeDays, isOver, surfaceNames } from '../../services/knowledge/words.ts';
import { today } from '../../services/rollout/calendar.ts';
import {
  type DatedPhase,
  datedFor,
  daysUntil,
  describeChange,
  describeDate,
  describeDay,
} from '../../services/rollout/phases.ts';
import type { Cohort, IsoDate, Phase, RolloutPlan } from '../../services/rollout/plan.ts';

/** A planned date in words, and how it lies to today: 'in 12 days', 'this week', 'this date has passed'. */
interface DateView {
  when: string;
  standing: string;
  /** Where a changed date comes from, with a reason as it was typed. */
  change?: string;
}

export interface CohortDates {
  name: string;
  /** Which addresses are meant, in words that need no explanation. */
  addresses: string;
  phases: (DateView & { surfaces: string[]; waves: (DateView & { schools: string[] })[] })[];
}

export interface DatesView {
  today: string;
  cohorts: CohortDates[];
  changes: { title: string; when: string; text: string; passed: boolean }[];
  source: { name: string; published: string };
}

/** The whole schedule as it is planned, for a page that knows nobody: it says nothing of what is in force. */
export function datesView(plan: RolloutPlan, now: Date): DatesView {
  const day = today(plan, now);
  return {
    today: describeDay(day),
    cohorts: plan.cohorts.map((cohort, at) => ({
      ...cohortDates(plan, cohort, day),
      addresses: addressWords(cohort.pattern, at > 0 ? 'all other addresses' : 'all addresses'),
    })),
    changes: plan.otherChanges
      .toSorted((one, other) => order(one.date).localeCompare(order(other.date)))
      .map(({ title, date, when, text }) => ({
        title,
        when: date === undefined ? capital(when) : describeDay(date),
        text,
        passed: date !== undefined && date < day,
      })),
    source: {
      name: `${plan.source.name} ${plan.source.reference}`,
      published: describeDay(plan.source.published),
    },
  };
}

function cohortDates(plan: RolloutPlan, cohort: Cohort, day: IsoDate): Omit<CohortDates, 'addresses'> {
  const phases = plan.phases
    .filter((phase) => phase.cohort === cohort.id)
    .toSorted((one, other) => one.date.localeCompare(other.date))
    .map((phase) => ({
      surfaces: [surfaceNames[phase.surface]],
      ...dateView(datedFor(phase), day),
      waves: wavesOf(phase).map(({ date, schools, change }) => ({
        ...dateView({ phase, date, ...(change && { change }) }, day),
        schools,
      })),
    }));
  return { name: cohort.name, phases: merged(phases) };
}

/** A pause holds for all schools, so none has a date of its own then. */
function wavesOf({ paused, waves }: Phase): Phase['waves'] {
  return paused ? [] : waves;
}

/** Surfaces that change together, for every school, are one row. */
function merged(phases: CohortDates['phases']): CohortDates['phases'] {
  const rows: CohortDates['phases'] = [];
  for (const { surfaces, ...dates } of phases) {
    const same = rows.find(({ surfaces: _, ...others }) => isDeepStrictEqual(others, dates));
    if (same) same.surfaces.push(...surfaces);
    else rows.push({ surfaces, ...dates });
  }
  return rows;
}

function dateView(dated: DatedPhase, day: IsoDate): DateView {
  return {
    when: capital(describeDate(dated)),
    standing: dated.phase.paused ? '' : standingWords(dated, day),
    ...(dated.change && { change: capital(`${describeChange(dated.change)}.`) }),
  };
}

function standingWords(dated: DatedPhase, day: IsoDate): string {
  const days = daysUntil(day, dated.date);
  if (days > 0) return describeDays(days);
  const isOpenEnded = isOnwards(dated.phase, dated.date);
  if (days === 0) return isOpenEnded ? 'begins today' : 'today';
  if (isOpenEnded) return 'this time has begun';
  return isOver(dated, day) ? 'this date has passed' : 'this week';
}

/** A wave of an open-ended phase has a day of its own. */
function isOnwards(phase: Phase, date: IsoDate): boolean {
  return phase.precision === 'onwards' && date === phase.date;
}

/** 'head@*.norfolk.sch.uk' as people know it: 'head@yourschool.norfolk.sch.uk'. `rest` words any local part. */
function addressWords(pattern: string, rest: string): string {
  const [local = '', domain = ''] = pattern.split('@');
  const school = domain.replace('*', 'yourschool');
  return local === '*' ? `${rest} that end in @${school}` : `${local}@${school}`;
}

function order(date: IsoDate | undefined): string {
  return date ?? '9999';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
