import { z } from 'zod';
import { addDays, today } from '../rollout/calendar.ts';
import { datedFor } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { clocksDiffer } from './clocks.ts';

export interface QueueFacts {
  plan: RolloutPlan;
  now: Date;
  /** At most so many, the first to be asked first. */
  most: number;
  /** Whether the registration report serves: then only those whom it leaves out, or on whom it contradicts itself. */
  isReportThere: boolean;
}

/** How long what Graph said of one account serves before it is asked by itself again, in milliseconds. */
export const checkServesMs = 60 * 60 * 1000;

/**
 * The enabled accounts that are to be asked about singly, not known to be registered: those whose next date comes first,
 * then those whose date came last in the past four weeks; among equals whose status is oldest. Looks at every account
 * of the cohorts that have such a date, a thousand a statement, and keeps no more than it gives.
 */
export async function dueForCheck(tx: Tx, facts: QueueFacts): Promise<string[]> {
  const { plan, now, most } = facts;
  const day = today(plan, now);
  let found: Candidate[] = [];
  for (const { id: cohort } of plan.cohorts) {
    const rankOf = ranking(plan, cohort, day);
    if (!rankOf.canBeDue) continue;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: Row[] = await readPage(tx, cohort, after, facts);
      after = page.at(-1)?.id;
      for (const row of page) {
        const rank = row.is_wanted ? rankOf.of(row.school_domain) : undefined;
        if (rank !== undefined) found.push({ id: row.id, rank, knownAt: row.known_at?.getTime() ?? 0 });
      }
      if (found.length > 2 * most) found = firstOf(found, most);
    }
  }
  return firstOf(found, most).map(({ id }) => id);
}

interface Candidate {
  id: string;
  /** Lower goes first. */
  rank: number;
  knownAt: number;
}

function firstOf(found: Candidate[], most: number): Candidate[] {
  return found
    .sort(
      (one, other) => one.rank - other.rank || one.knownAt - other.knownAt || (one.id < other.id ? -1 : 1),
    )
    .slice(0, most);
}

/** Weekly reminders go on after the date; after four weeks an account can wait for the rest. */
const daysAfter = 28;

/** Behind every date ahead. */
const past = 100_000;

/** How soon each school of a cohort is due; undefined where it has no such date. Dates hang on cohort and school only. */
function ranking(plan: RolloutPlan, cohort: string, day: IsoDate) {
  const phases = plan.phases.filter((phase) => phase.cohort === cohort);
  const earliest = addDays(day, -daysAfter);
  const known = new Map<string, number | undefined>();
  const rankOn = (date: IsoDate) => {
    const days = Math.round((Date.parse(date) - Date.parse(day)) / 86_400_000);
    return days >= 0 ? days : past - days;
  };
  return {
    canBeDue: phases.some(
      ({ date, waves }) => date >= earliest || waves.some((wave) => wave.date >= earliest),
    ),
    of(school: string | null): number | undefined {
      const key = school ?? '';
      if (!known.has(key)) {
        const ranks = phases
          .map((phase) => datedFor(phase, school ?? undefined).date)
          .filter((date) => date >= earliest)
          .map(rankOn);
        known.set(key, ranks.length === 0 ? undefined : Math.min(...ranks));
      }
      return known.get(key);
    },
  };
}

/** A page of a thousand is some 5 ms of work on the embedded engine. A time ahead is from before the clock was set back. */
async function readPage(tx: Tx, cohort: string, after: string, facts: QueueFacts): Promise<Row[]> {
  const rows = await tx.query(
    `select a.id, a.school_domain, greatest(s.methods_as_of, s.asked_at) as known_at,
            (s.registered is not true or s.report_disagrees)
              and (not $4::boolean or s.methods_source is distinct from 'registration-report' or s.report_disagrees)
              and not coalesce(s.methods_as_of between $3::timestamptz and $5::timestamptz + ${clocksDiffer}, false)
              and not coalesce(s.asked_at between $3::timestamptz and $5::timestamptz + ${clocksDiffer}, false)
                as is_wanted
       from (select id, school_domain from accounts
              where cohort = $1 and id > $2 and enabled order by id limit 1000) a
       left join statuses s on s.account_id = a.id
      order by a.id`,
    [cohort, after, new Date(facts.now.getTime() - checkServesMs), facts.isReportThere, facts.now],
  );
  return z.array(rowShape).parse(rows);
}

type Row = z.output<typeof rowShape>;

const rowShape = z.object({
  id: z.string(),
  school_domain: z.string().nullable(),
  known_at: z.date().nullable(),
  is_wanted: z.boolean(),
});
