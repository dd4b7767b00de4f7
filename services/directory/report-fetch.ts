import { z } from 'zod';
import { GraphFailure } from '../graph/client.ts';
import { eachReportPage, type ReportRow } from '../graph/registration-report.ts';
import type { Tx } from '../store/database.ts';
import type { Account } from './account.ts';
import { newestSweep, reportedStatement, type Sighting } from './account-rows.ts';
import type { DirectoryDeps } from './accounts.ts';
import { isWithin } from './clocks.ts';
import { closeGap, gapIn, isWorthAsking, noteGap, readGap } from './graph-gaps.ts';
import { isGuest, takeAsStatements } from './lots.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { forgetPlace, isPassing, keepRunPlace, type OpenRun, openRun } from './reading-place.ts';
import { runAll, type Statement } from './statement.ts';
import { reportedMethodsStatement } from './status-rows.ts';

export type ReportDeps = DirectoryDeps & { budget?: PersonCheckBudget };

/**
 * Reads the registration report to its end and gives the number of rows. Only then does it count as fetched. Goes on
 * where another process left off less than half an hour ago. Only one may read at a time: see report-refresh.ts.
 * Throws GraphFailure, 'no-licence' also without asking, for a day after Graph said so.
 * @param keepLease awaited before each page is stored
 */
export async function fetchReport(deps: ReportDeps, keepLease?: () => Promise<unknown>): Promise<number> {
  const { database, clock } = deps;
  const gap = await readGap(database, 'registration-report');
  if (gap?.why === 'no-licence' && !isWorthAsking(gap, clock.now())) throw withoutLicence();
  const earlier = await openRun(database, clock.now());
  try {
    return await readFrom(deps, earlier ?? (await begin(deps)), keepLease);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    const why = gapIn(error);
    if (why !== undefined) await noteGap(database, 'registration-report', why, clock.now());
    // The link that was kept is too old: from the first page then.
    if (!earlier || error.code !== 'refused') throw error;
    return readFrom(deps, await begin(deps), keepLease);
  }
}

interface Run extends Omit<OpenRun, 'next'> {
  next: string | undefined;
  isLargePage: boolean;
}

async function begin({ database, clock }: ReportDeps): Promise<Run> {
  const startedAt = clock.now();
  const sweep = await newestSweep(database);
  const rows = await database.query(
    'insert into report_runs (started_at, sweep) values ($1, $2) returning id',
    [startedAt, sweep],
  );
  const gap = await readGap(database, 'report-page-size');
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  return { id, startedAt, next: undefined, stored: 0, sweep, isLargePage: isWorthAsking(gap, startedAt) };
}

async function readFrom(
  deps: ReportDeps,
  run: OpenRun | Run,
  keepLease: (() => Promise<unknown>) | undefined,
): Promise<number> {
  const { database, clock } = deps;
  try {
    const stored = await readPages(deps, run, keepLease);
    await database.query(
      'update report_runs set finished_at = $2, rows = $3, next_link = null where id = $1',
      [run.id, clock.now(), stored],
    );
    await closeGap(database, 'registration-report');
    return stored;
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (!isPassing(error)) await forgetPlace(database, 'report_runs', run.id);
    const isPageRefused = error.code === 'refused' && 'isLargePage' in run && run.isLargePage;
    if (!isPageRefused || (await hasPages(database, run.id))) throw error;
    await noteGap(database, 'report-page-size', 'refused', clock.now());
    return readFrom(deps, { ...run, isLargePage: false }, keepLease);
  }
}

async function readPages(
  deps: ReportDeps,
  run: OpenRun | Run,
  keepLease: (() => Promise<unknown>) | undefined,
): Promise<number> {
  const { database, graph, plan, budget } = deps;
  const sighting: Sighting = { sweep: run.sweep, seenAt: run.startedAt };
  // A page counts among the identity requests like a check of one account (facts page, section 2).
  const takeSlot = async () => {
    while (budget && !(await budget.reserve(longestPageWaitMs)));
  };
  let stored = run.stored;
  await takeSlot();
  const isLargePage = 'isLargePage' in run && run.isLargePage;
  for await (const page of eachReportPage(graph, { isLargePage, from: run.next })) {
    await keepLease?.();
    const rows = page.items.splice(0).filter((row) => !isGuest(row.userPrincipalName));
    const count = rows.length;
    await runAll(
      database,
      takeAsStatements(rows, (lot) => [
        reportedStatement(plan, lot.map(reportedAccountOf), sighting),
        ...methodsOf(lot, run.startedAt),
      ]),
    );
    stored += count;
    await keepRunPlace(database, run.id, { next: page.next, stored: count });
    if (page.next !== undefined) await takeSlot();
  }
  return stored;
}

/**
 * How far away a page's slot may be, in milliseconds: further than messages take theirs (status-for-sending.ts), so that
 * there is one. A page never goes out without.
 */
const longestPageWaitMs = 60_000;

async function hasPages(tx: Tx, run: string): Promise<boolean> {
  const rows = await tx.query('select pages from report_runs where id = $1', [run]);
  return z.object({ pages: z.number() }).parse(rows[0]).pages > 0;
}

/** The last report that was fetched to its end. */
export interface LastReport {
  /** How old it is, in milliseconds, counted from the begin of its fetch. */
  ageMs: number;
  /** How long its fetch took, in milliseconds. */
  tookMs: number;
}

/**
 * The last report that was completely fetched, as it stands at `now`; undefined where there is none. Where the last one
 * was fetched after `now`, the rollout's clock was set back, and how old it or an earlier one is cannot be told: then
 * there is none, unless the clock of another instance may just be that far ahead.
 */
export async function lastReport(database: Tx, now: Date): Promise<LastReport | undefined> {
  const rows = await database.query(
    'select started_at, finished_at from report_runs where finished_at is not null order by id desc limit 1',
  );
  const [row] = z.array(finishedRun).parse(rows);
  if (row === undefined || !isWithin(Number.POSITIVE_INFINITY, row.started_at, now)) return undefined;
  return {
    ageMs: Math.max(0, now.getTime() - row.started_at.getTime()),
    tookMs: Math.max(0, row.finished_at.getTime() - row.started_at.getTime()),
  };
}

/** How old it is, in milliseconds. */
export async function reportAge(database: Tx, now: Date): Promise<number | undefined> {
  return (await lastReport(database, now))?.ageMs;
}

/**
 * Whether a report serves that may be `maxAgeMs` old: as its age is counted from the begin of its fetch, it may be older
 * by as long as that took. 250,000 accounts at 500 a page take some 25 minutes at Graph's pace.
 */
export function doesServe(report: LastReport | undefined, maxAgeMs: number): boolean {
  return report !== undefined && report.ageMs <= maxAgeMs + Math.min(report.tookMs, longestFetchMs);
}

/** The longest fetch that is made good for, in milliseconds. */
export const longestFetchMs = 45 * 60_000;

const finishedRun = z.object({ started_at: z.date(), finished_at: z.date() });

/**
 * How much older than its fetching a row without a usable time may be. The report is documented to lag by a few hours;
 * a day is on the safe side, where a check of one account stands too long rather than being overwritten.
 */
const undatedDoubtMs = 24 * 3_600_000;

/** Rows whose own time is missing, or lies ahead of the rollout's clock, are dated by the time of fetching. */
function methodsOf(lot: ReportRow[], now: Date): Statement[] {
  const isDated = (row: ReportRow) => row.lastUpdatedAt !== undefined && row.lastUpdatedAt <= now;
  const toMethods = (row: ReportRow) => ({
    id: row.id,
    methods: row.methods,
    asOf: isDated(row) && row.lastUpdatedAt ? row.lastUpdatedAt : now,
    isMfaRegistered: row.isMfaRegistered,
  });
  const dated = lot.filter(isDated).map(toMethods);
  const undated = lot.filter((row) => !isDated(row)).map(toMethods);
  return [
    ...(dated.length > 0 ? [reportedMethodsStatement(dated, { now, doubtMs: 0 })] : []),
    ...(undated.length > 0 ? [reportedMethodsStatement(undated, { now, doubtMs: undatedDoubtMs })] : []),
  ];
}

function reportedAccountOf(row: ReportRow): Account {
  return { id: row.id, upn: row.userPrincipalName, displayName: row.displayName, enabled: true };
}

function withoutLicence(): GraphFailure {
  return new GraphFailure(
    'no-licence',
    'Microsoft Graph was not asked for registration-report: within the last day it said that the tenant has no Microsoft Entra ID P1.',
    { status: 403 },
  );
}
