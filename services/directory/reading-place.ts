import { z } from 'zod';
import type { GraphFailure } from '../graph/client.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { cohortsKey } from './account-rows.ts';

/**
 * How long a link to the next page may be followed after the page before it was stored. Microsoft names no time for
 * it; one that is too old is answered with 400 or 410, and the reading begins anew then.
 */
const linkStands = "interval '30 minutes'";

/** A place written by another process, or by this one before it ended. Its moment is by the database's clock. */
const isRecent = `paged_at between clock_timestamp() - ${linkStands} and clock_timestamp() + interval '1 minute'`;

/** A reading of the directory that another process has begun, and how far it has come. */
export interface OpenSweep {
  id: string;
  /** The page that comes next; undefined where all accounts are listed and only the report is missing. */
  next: string | undefined;
  isListed: boolean;
  /** Accounts stored so far. */
  listed: number;
  withSignIns: boolean;
}

/** The newest reading where it has not ended and can be taken further; undefined where one has to begin. */
export async function openSweep(tx: Tx, plan: RolloutPlan, now: Date): Promise<OpenSweep | undefined> {
  const rows = await tx.query(
    `select id, next_link, listed_at is not null as is_listed, listed, with_sign_ins from directory_sweeps
      where id = (select max(id) from directory_sweeps) and cohorts = $1
        and finished_at is null and refused_at is null and ${isRecent}
        and case when listed_at is null then next_link is not null
             else listed_at between $2::timestamptz - interval '1 hour' and $2::timestamptz + interval '1 minute' end`,
    [cohortsKey(plan), now],
  );
  const [row] = z.array(sweepRow).parse(rows);
  return (
    row && {
      id: row.id,
      next: row.next_link ?? undefined,
      isListed: row.is_listed,
      listed: row.listed,
      withSignIns: row.with_sign_ins,
    }
  );
}

/** Keeps where a listing goes on after a page that was stored, with how many accounts that page held. */
export async function keepSweepPlace(tx: Tx, id: string, page: StoredPage): Promise<void> {
  await tx.query(
    `update directory_sweeps set next_link = $2, paged_at = clock_timestamp(), pages = pages + 1,
       listed = listed + $3 where id = $1`,
    [id, page.next, page.stored],
  );
}

export interface StoredPage {
  next: string | undefined;
  stored: number;
}

/** A reading of the report that has begun, and how far it has come. */
export interface OpenRun {
  id: string;
  startedAt: Date;
  next: string;
  /** Rows stored so far. */
  stored: number;
  /** The reading of the directory for which its rows stand. */
  sweep: string;
}

/** The newest reading of the report where it can be taken further; undefined where one has to begin. */
export async function openRun(tx: Tx, now: Date): Promise<OpenRun | undefined> {
  const rows = await tx.query(
    `select id, started_at, next_link, stored, sweep from report_runs
      where id = (select max(id) from report_runs) and finished_at is null and next_link is not null
        and sweep is not null and ${isRecent}
        and started_at between $1::timestamptz - ${linkStands} and $1::timestamptz + interval '1 minute'`,
    [now],
  );
  const [row] = z.array(runRow).parse(rows);
  return (
    row && {
      id: row.id,
      startedAt: row.started_at,
      next: row.next_link,
      stored: row.stored,
      sweep: row.sweep,
    }
  );
}

/** Keeps where the report goes on after a page that was stored. */
export async function keepRunPlace(tx: Tx, id: string, page: StoredPage): Promise<void> {
  await tx.query(
    `update report_runs set next_link = $2, paged_at = clock_timestamp(), pages = pages + 1,
       stored = stored + $3 where id = $1`,
    [id, page.next, page.stored],
  );
}

/** Forgets where a reading would go on, so that the next one begins anew. */
export async function forgetPlace(
  tx: Tx,
  table: 'directory_sweeps' | 'report_runs',
  id: string,
): Promise<void> {
  await tx.query(`update ${table} set next_link = null where id = $1`, [id]);
}

/** Whether the same request can be answered a little later: then the place is worth keeping. */
export function isPassing({ code }: GraphFailure): boolean {
  return code === 'throttled' || code === 'unavailable' || code === 'no-token' || code === 'unauthorised';
}

const sweepRow = z.object({
  id: z.string(),
  next_link: z.string().nullable(),
  is_listed: z.boolean(),
  listed: z.number(),
  with_sign_ins: z.boolean(),
});

const runRow = z.object({
  id: z.string(),
  started_at: z.date(),
  next_link: z.string(),
  stored: z.number(),
  sweep: z.string(),
});
