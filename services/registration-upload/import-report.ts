import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import {
  applyUpload,
  forgetOtherUploads,
  storeUploadRows,
  type UploadedStatus,
} from '../directory/upload-rows.ts';
import type { Database, Tx } from '../store/database.ts';
import type { UploadedReport } from './read-report.ts';
import type { UploadRow } from './row.ts';

/** At most this many rows a statement: the embedded engine blocks the process while it works. */
const rowsAStatement = 500;

/**
 * - `imported`: all its rows are stored, and each account has the newer of what was known and what it says
 * - `again`: this very file was imported before, here or on another instance
 * - `older`: a newer report was imported before; nothing changed
 */
export type Imported = { kind: 'imported'; rows: number } | { kind: 'again' } | { kind: 'older'; than: Date };

/**
 * Takes a report in, 500 rows a statement, each statement for itself. A crash in the middle leaves it unfinished, and the
 * next call does it from the start: every statement may be run twice. Times ahead of the rollout's clock count as none.
 */
export async function importReport(
  { database, clock }: { database: Database; clock: Clock },
  report: UploadedReport,
): Promise<Imported> {
  const now = clock.now();
  const asOf = new Date(Math.min(report.asOf.getTime(), now.getTime()));
  const last = await lastUpload(database);
  if (last?.hash === report.hash || (await isImported(database, report.hash))) return { kind: 'again' };
  if (last && last.asOf > asOf) return { kind: 'older', than: last.asOf };
  const statuses = report.rows.map((row) => statusOf(row, asOf, now));
  await database.query(
    `insert into report_uploads (hash, as_of, rows) values ($1, $2, $3)
     on conflict (hash) do update set as_of = excluded.as_of, rows = excluded.rows`,
    [report.hash, asOf, statuses.length],
  );
  for (const lot of lotsOf(statuses)) {
    await storeUploadRows(database, report.hash, lot);
    await breathe();
  }
  for (const lot of lotsOf(statuses)) {
    const addresses = lot.map(({ address }) => address);
    await applyUpload(database, addresses, now);
    await breathe();
  }
  while ((await forgetOtherUploads(database, report.hash)) > 0) await breathe();
  await database.query('update report_uploads set finished_at = $2 where hash = $1', [report.hash, now]);
  return { kind: 'imported', rows: statuses.length };
}

/** The newest report that was taken in whole. */
export async function lastUpload(tx: Tx): Promise<{ hash: string; asOf: Date; rows: number } | undefined> {
  const rows = await tx.query(
    'select hash, as_of, rows from report_uploads where finished_at is not null order by as_of desc limit 1',
  );
  const [row] = z.array(z.object({ hash: z.string(), as_of: z.date(), rows: z.number().int() })).parse(rows);
  return row && { hash: row.hash, asOf: row.as_of, rows: row.rows };
}

async function isImported(tx: Tx, hash: string): Promise<boolean> {
  const rows = await tx.query('select hash from report_uploads where hash = $1 and finished_at is not null', [
    hash,
  ]);
  return rows.length > 0;
}

function statusOf({ address, methods, updatedAt }: UploadRow, asOf: Date, now: Date): UploadedStatus {
  const dated = updatedAt !== undefined && updatedAt <= now;
  return { address, methods, dated, asOf: dated ? updatedAt : asOf };
}

/** In the order of addresses, so that two instances never wait for each other in a circle. */
function* lotsOf(statuses: UploadedStatus[]): Generator<UploadedStatus[]> {
  const sorted = statuses.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  for (let from = 0; from < sorted.length; from += rowsAStatement) {
    yield sorted.slice(from, from + rowsAStatement);
  }
}
