import type { IsoDate, RolloutPlan, Surface } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { dateWords } from './date-words.ts';
import { type UnreachedAccount, unreachedOfSchool } from './school.ts';
import { type UnreachedPlace, unreached } from './unreached.ts';

/** One account and one date of its own; phases of one date are one row. */
export interface MergeRow {
  /** A domain. */
  school: string;
  address: string;
  surfaces: Surface[];
  date: IsoDate;
  /** The date in words, as exact as the phases announce it. */
  when: string;
  /** A code of outcomes, such as app-not-installed. */
  why: string;
  isUnknown: boolean;
  /** By the rollout's clock. */
  calledAt: Date | undefined;
}

const schoolsAPage = 500;

/** More accounts of one school than any has. */
const accountsAPage = 5_000;

/**
 * The whole call list, called or not, with every date of each account that is on it: by date, then school, heads' and
 * offices' addresses first. Read school by school: the rows are held, some 300 bytes each.
 */
export async function mergeRows(tx: Tx, plan: RolloutPlan, now: Date): Promise<MergeRow[]> {
  const rows: MergeRow[] = [];
  for (const school of await schoolsOf(tx, plan, now)) {
    for (let after: string | undefined; ; ) {
      const page = await unreachedOfSchool(tx, { plan, now, school, after, most: accountsAPage });
      for (const account of page.accounts) {
        for (const [date, phases] of Map.groupBy(account.phases, (phase) => phase.date)) {
          rows.push({
            school,
            address: account.upn,
            surfaces: phases.map(({ surface }) => surface),
            date,
            when: dateWords(
              plan,
              phases.map(({ phaseId }) => phaseId),
              date,
            ),
            why: account.why,
            isUnknown: account.isUnknown,
            calledAt: lastCall(phases),
          });
        }
      }
      if (!page.hasMore) break;
      after = page.accounts.at(-1)?.id;
    }
  }
  // The sort is stable: within a school the order stays.
  return rows.sort((a, b) => compare(a.date, b.date) || compare(a.school, b.school));
}

/** Undefined where nobody called about one of them. */
function lastCall(phases: UnreachedAccount['phases']): Date | undefined {
  return phases
    .map(({ calledAt }) => calledAt)
    .reduce((last, at) => (last === undefined || at === undefined ? undefined : at > last ? at : last));
}

async function schoolsOf(tx: Tx, plan: RolloutPlan, now: Date): Promise<Set<string>> {
  const schools = new Set<string>();
  for (let after: UnreachedPlace | undefined; ; ) {
    const page = await unreached(tx, { plan, now, which: 'all', most: schoolsAPage, after });
    for (const { school } of page.schools) schools.add(school);
    if (!page.next) return schools;
    after = page.next;
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
