import { GraphFailure } from '../graph/client.ts';
import { eachUserPage, type ListedUser } from '../graph/users.ts';
import {
  beginSweep,
  disableUnlisted,
  type ListedAccount,
  listedStatement,
  reportForSweep,
} from './account-rows.ts';
import { closeGap, gapIn, isWorthAsking, noteGap, readGap } from './graph-gaps.ts';
import { isGuest, takeAsStatements } from './lots.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { forgetPlace, isPassing, keepSweepPlace, type OpenSweep, openSweep } from './reading-place.ts';
import { fetchReport, type ReportDeps } from './report-fetch.ts';
import { createReportLease, keeping } from './report-lease.ts';
import { runAll } from './statement.ts';

export { fetchReport, reportAge } from './report-fetch.ts';

export interface SweepDeps extends ReportDeps {
  /** Paces the pages with sign-ins: Graph allows about ten a minute (facts page, section 2). */
  signInPages?: PersonCheckBudget;
}

/** What a reading brought. `reported` is absent where the report is not to be had, or somebody else reads it just now. */
export interface Swept {
  accounts: number;
  reported?: number;
}

/**
 * Reads every account of the tenant and then the registration report, page by page; where an earlier reading was cut
 * short less than half an hour ago, from the page after the last that it stored. An account that neither names any
 * more is marked as not enabled, after a complete listing only. Guests are left out. Safe to run again at any time.
 * Throws GraphFailure; what was read until then is kept, and where only the report failed the old report stands with
 * its age.
 */
export async function sweepDirectory(
  deps: SweepDeps,
  options: { withSignIns?: boolean } = {},
): Promise<Swept> {
  const { database, plan, clock } = deps;
  const earlier = await openSweep(database, plan, clock.now());
  const sweep = earlier ?? (await begin(deps, options.withSignIns ?? false));
  let listed = sweep.listed;
  if (!sweep.isListed) {
    try {
      listed = await listAccounts(deps, sweep);
    } catch (error) {
      // The link that was kept is too old: its place is forgotten, and a new reading begins.
      if (earlier && error instanceof GraphFailure && error.code === 'refused') {
        return sweepDirectory(deps, options);
      }
      throw error;
    }
    await database.query(
      'update directory_sweeps set listed_at = $2, next_link = null, paged_at = clock_timestamp() where id = $1',
      [sweep.id, clock.now()],
    );
  }
  return finish(deps, sweep.id, listed);
}

async function begin({ database, plan, clock }: SweepDeps, withSignIns: boolean): Promise<OpenSweep> {
  const now = clock.now();
  const isGiven = withSignIns && isWorthAsking(await readGap(database, 'sign-in-activity'), now);
  const id = await beginSweep(database, plan, { now, withSignIns: isGiven });
  return { id, next: undefined, isListed: false, listed: 0, withSignIns: isGiven };
}

/** Gives how many accounts the whole reading has stored. */
async function listAccounts(deps: SweepDeps, sweep: OpenSweep): Promise<number> {
  const { database, clock } = deps;
  try {
    const listed = await listPages(deps, sweep);
    if (sweep.withSignIns) await closeGap(database, 'sign-in-activity');
    return listed;
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (!isPassing(error)) await forgetPlace(database, 'directory_sweeps', sweep.id);
    const isFirstPage = sweep.next === undefined && sweep.listed === 0;
    const why = gapIn(error) ?? (error.code === 'refused' ? 'refused' : undefined);
    if (!sweep.withSignIns || !isFirstPage || why === undefined) throw error;
    // Without the last sign-ins then: one request was lost, and no second list is read.
    await noteGap(database, 'sign-in-activity', why, clock.now());
    await database.query('update directory_sweeps set with_sign_ins = false where id = $1', [sweep.id]);
    return listAccounts(deps, { ...sweep, withSignIns: false });
  }
}

async function listPages(deps: SweepDeps, sweep: OpenSweep): Promise<number> {
  const { database, graph, plan, clock } = deps;
  const { withSignIns } = sweep;
  const takeSlot = async () => {
    if (withSignIns) await deps.signInPages?.reserve(longestPageWaitMs);
  };
  let { listed } = sweep;
  await takeSlot();
  for await (const page of eachUserPage(graph, { withSignIns, from: sweep.next })) {
    const now = clock.now();
    const members = page.items.splice(0).filter((user) => !isGuest(user.userPrincipalName));
    const count = members.length;
    const sighting = { sweep: sweep.id, seenAt: now, ...(withSignIns && { signInsAsOf: now }) };
    await runAll(
      database,
      takeAsStatements(members, (lot) => [listedStatement(plan, lot.map(accountOf), sighting)]),
    );
    await keepSweepPlace(database, sweep.id, { next: page.next, stored: count });
    listed += count;
    if (page.next !== undefined) await takeSlot();
  }
  return listed;
}

/** How long a page waits for its slot, in milliseconds: a window and what was taken in it. */
const longestPageWaitMs = 90_000;

/** Reads the report that belongs to a listing, and marks who is in neither. */
async function finish(deps: SweepDeps, sweep: string, accounts: number): Promise<Swept> {
  const { database, clock } = deps;
  const isDone = (reported: number | undefined) => ({
    accounts,
    ...(reported !== undefined && { reported }),
  });
  // No tenant is without accounts: an empty list is a fault on the other side.
  const markGone = async (isReportComplete: boolean) => {
    if (accounts > 0) await disableUnlisted(database, sweep, isReportComplete);
  };
  try {
    const reported = await readReport(deps, sweep);
    if (reported === 'somebody-else-reads') return isDone(undefined);
    await markGone(true);
    await endSweep(deps, sweep);
    return isDone(reported);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    await markGone(false);
    // Without the licence or the permission nothing is to be waited for: the listing is all that there is.
    if (gapIn(error) === undefined) {
      await database.query(
        'update directory_sweeps set report_failed_at = $2, paged_at = clock_timestamp() where id = $1',
        [sweep, clock.now()],
      );
      throw error;
    }
    deps.log.info({ outcome: error.code }, 'the directory was read without the registration report');
    await endSweep(deps, sweep);
    return isDone(undefined);
  }
}

async function endSweep({ database, clock }: SweepDeps, sweep: string): Promise<void> {
  await database.query('update directory_sweeps set finished_at = $2 where id = $1', [sweep, clock.now()]);
}

/**
 * The rows of a report that was read for this listing: read now, or by another instance in the meantime. Where one is
 * reading, or Graph is left alone after a failure, the next look goes on here.
 */
async function readReport(deps: SweepDeps, sweep: string): Promise<number | 'somebody-else-reads'> {
  const lease = createReportLease(deps.database);
  if (!(await lease.take())) return 'somebody-else-reads';
  try {
    const read = await reportForSweep(deps.database, sweep);
    if (read !== undefined) return read;
    const rows = await keeping(lease, () => fetchReport(deps, () => lease.take()));
    // It went on with a report that was begun before this listing: its first rows stand for an earlier one.
    return (await reportForSweep(deps.database, sweep)) === undefined
      ? keeping(lease, () => fetchReport(deps, () => lease.take()))
      : rows;
  } finally {
    await lease.giveBack();
  }
}

function accountOf(user: ListedUser): ListedAccount {
  return {
    id: user.id,
    upn: user.userPrincipalName,
    displayName: user.displayName,
    enabled: user.accountEnabled,
    ...(user.lastSignIn && { lastSignIn: user.lastSignIn }),
  };
}
