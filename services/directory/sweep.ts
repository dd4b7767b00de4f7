import { z } from 'zod';
import { eachReportPage, type ReportRow } from '../graph/registration-report.ts';
import { eachUserPage, type GraphUser } from '../graph/users.ts';
import type { Tx } from '../store/database.ts';
import type { Account } from './account.ts';
import {
  beginSweep,
  disableUnlisted,
  newestSweep,
  rowsAStatement,
  type Sighting,
  storeListed,
  storeReported,
} from './account-rows.ts';
import type { DirectoryDeps } from './accounts.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { storeReportedMethods } from './status-rows.ts';

/**
 * Reads every account of the tenant and then the registration report, page by page. An account that neither names any
 * more is marked as not enabled, after a complete listing only. Guests are left out. Safe to run again at any time.
 * Throws GraphFailure; what was read until then is kept, and where only the report failed the old report stands with
 * its age. Gives the number of accounts listed and of report rows.
 */
export async function sweepDirectory(
  deps: DirectoryDeps & { budget?: PersonCheckBudget },
): Promise<{ accounts: number; reported: number }> {
  const { database, graph, plan, clock } = deps;
  const sweep = await beginSweep(database, plan, clock.now());
  let accounts = 0;
  for await (const page of eachUserPage(graph)) {
    const members = page.filter((user) => !isGuest(user.userPrincipalName)).map(accountOf);
    await eachLot(members, (lot) => storeListed(database, plan, lot, { sweep, seenAt: clock.now() }));
    accounts += members.length;
  }
  await database.query('update directory_sweeps set listed_at = $2 where id = $1', [sweep, clock.now()]);
  let reported: number | undefined;
  try {
    reported = await fetchReport(deps);
  } finally {
    // No tenant is without accounts: an empty list is a fault on the other side.
    if (accounts > 0) await disableUnlisted(database, sweep, reported !== undefined);
  }
  await database.query('update directory_sweeps set finished_at = $2 where id = $1', [sweep, clock.now()]);
  return { accounts, reported };
}

/**
 * Reads the registration report to its end and gives the number of rows. Only then does it count as fetched.
 * @param keepLease awaited before each page is stored
 */
export async function fetchReport(
  deps: DirectoryDeps & { budget?: PersonCheckBudget },
  keepLease?: () => Promise<unknown>,
): Promise<number> {
  const { database, graph, plan, clock } = deps;
  const startedAt = clock.now();
  const run = await beginRun(database, startedAt);
  const sighting: Sighting = { sweep: await newestSweep(database), seenAt: startedAt };
  // A page counts among the identity requests like a check of one account (facts page, section 2).
  const takeSlot = async () => deps.budget?.reserve(longestPageWaitMs);
  let count = 0;
  let pages = 0;
  await takeSlot();
  for await (const page of eachReportPage(graph)) {
    pages += 1;
    if (pages > 1) await takeSlot();
    await keepLease?.();
    const rows = page.filter((row) => !isGuest(row.userPrincipalName));
    await eachLot(rows, async (lot) => {
      await storeReported(database, plan, lot.map(reportedAccountOf), sighting);
      await storeLot(database, lot, startedAt);
    });
    count += rows.length;
  }
  await database.query('update report_runs set finished_at = $2, rows = $3 where id = $1', [
    run,
    clock.now(),
    count,
  ]);
  return count;
}

/** How long a page waits for its slot, in milliseconds; after that Graph's own limit decides. */
const longestPageWaitMs = 15_000;

/**
 * How old the last completely fetched report is at `now`, in milliseconds, counted from the begin of its fetch;
 * undefined where there is none. Fetches after `now` (the rollout's clock was moved back) do not count, unless the
 * clock of another instance may just be that far ahead.
 */
export async function reportAge(database: Tx, now: Date): Promise<number | undefined> {
  const rows = await database.query(
    'select max(started_at) as at from report_runs where finished_at is not null and started_at <= $1',
    [new Date(now.getTime() + clocksDifferMs)],
  );
  const { at } = z.object({ at: z.date().nullable() }).parse(rows[0]);
  return at === null ? undefined : Math.max(0, now.getTime() - at.getTime());
}

/** How far the clocks of two machines may be apart, in milliseconds. */
const clocksDifferMs = 60_000;

/**
 * How much older than its fetching a row without a usable time may be. The report is documented to lag by a few hours;
 * a day is on the safe side, where a check of one account stands too long rather than being overwritten.
 */
const undatedDoubtMs = 24 * 3_600_000;

/** Rows whose own time is missing, or lies ahead of the rollout's clock, are dated by the time of fetching. */
async function storeLot(tx: Tx, lot: ReportRow[], now: Date): Promise<void> {
  const isDated = (row: ReportRow) => row.lastUpdatedAt !== undefined && row.lastUpdatedAt <= now;
  const toMethods = (row: ReportRow) => ({
    id: row.id,
    methods: row.methods,
    asOf: isDated(row) && row.lastUpdatedAt ? row.lastUpdatedAt : now,
  });
  const dated = lot.filter(isDated).map(toMethods);
  const undated = lot.filter((row) => !isDated(row)).map(toMethods);
  if (dated.length > 0) await storeReportedMethods(tx, dated, { now, doubtMs: 0 });
  if (undated.length > 0) await storeReportedMethods(tx, undated, { now, doubtMs: undatedDoubtMs });
}

/**
 * Each id once, the last one: one statement may not touch a row twice, and pages can overlap. In the order of ids, so
 * that two instances that write the same rows never wait for each other in a circle.
 */
async function eachLot<Item extends { id: string }>(
  items: Item[],
  store: (lot: Item[]) => Promise<void>,
): Promise<void> {
  const single = [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  for (let from = 0; from < single.length; from += rowsAStatement) {
    await store(single.slice(from, from + rowsAStatement));
  }
}

async function beginRun(tx: Tx, now: Date): Promise<string> {
  const rows = await tx.query('insert into report_runs (started_at) values ($1) returning id', [now]);
  return z.object({ id: z.string() }).parse(rows[0]).id;
}

/** Entra's form of a guest's UPN. Source: learn.microsoft.com/entra/external-id/user-properties */
function isGuest(upn: string): boolean {
  return upn.toUpperCase().includes('#EXT#');
}

function accountOf(user: GraphUser): Account {
  return {
    id: user.id,
    upn: user.userPrincipalName,
    displayName: user.displayName,
    enabled: user.accountEnabled,
  };
}

function reportedAccountOf(row: ReportRow): Account {
  return { id: row.id, upn: row.userPrincipalName, displayName: row.displayName, enabled: true };
}
