import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { applyUploadToUnknown } from '../directory/upload-rows.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import { type FoundFile, isProvenWhole, isSame, newestReport } from './folder.ts';
import { importReport } from './import-report.ts';
import { type ReadReport, readReport } from './read-report.ts';

export interface WatchDeps {
  database: Database;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn'>;
  folder: string;
}

/**
 * What one look did.
 * - `no-folder`, `empty`: there is nothing to read
 * - `growing`: seen for the first time, or changed since the last look; it may still be being written
 * - `known`: unchanged since it was dealt with
 * - `refused`: it has a fault; nothing of it was taken
 */
export type Look =
  | { kind: 'no-folder' | 'empty' | 'growing' | 'known' | 'imported' | 'again' | 'older' }
  | { kind: 'refused'; row?: number; column?: string };

/**
 * Looks into the folder for a newer report; for an interval. A file counts as whole when two looks found it the same, or
 * when its name proves it. What was done is said in the log once, with the file's name and never its content. It keeps
 * only what the last look saw: whether a file was imported, the database knows.
 */
export function createReportWatch(deps: WatchDeps): () => Promise<Look> {
  const { database, clock, log, folder } = deps;
  let seen: FoundFile | undefined;
  let done: FoundFile | undefined;
  let isMissingSaid = false;
  let listedAt: number | undefined;

  async function look(): Promise<Look> {
    const file = await newestOf(folder);
    if (file === 'no-folder') {
      if (!isMissingSaid) log.warn({ folder }, 'REGISTRATION_REPORT_DIR is no folder that can be read');
      isMissingSaid = true;
      return { kind: 'no-folder' };
    }
    isMissingSaid = false;
    if (file === undefined) return { kind: 'empty' };
    if (done && isSame(done, file)) return { kind: 'known' };
    const isStill = seen !== undefined && isSame(seen, file);
    seen = file;
    if (!isStill && !(await isProvenWhole(file))) return { kind: 'growing' };
    const read = await readReport(file.path);
    // Written to while it was being read: half of it may be of yesterday.
    const after = await newestOf(folder);
    if (after === 'no-folder' || after === undefined || !isSame(after, file)) return { kind: 'growing' };
    const looked = await take(file, read);
    done = file;
    return looked;
  }

  async function take(file: FoundFile, read: ReadReport): Promise<Look> {
    if (read.kind === 'faulty') {
      const { row, column, problem, todo } = read.fault;
      log.warn({ file: file.name, row, column, problem, todo }, 'registration report refused');
      return { kind: 'refused', ...(row !== undefined && { row }), ...(column !== undefined && { column }) };
    }
    const { report } = read;
    const imported = await importReport({ database, clock }, report);
    const line = { file: file.name, asOf: report.asOf, datedBy: report.datedBy };
    if (imported.kind === 'imported') {
      const { rows } = imported;
      log.info(
        { ...line, rows, guests: report.guests, unclear: report.unclear },
        'registration report imported',
      );
    }
    if (imported.kind === 'older') {
      log.warn({ ...line, than: imported.than }, 'registration report is older than the last one: not taken');
    }
    return { kind: imported.kind };
  }

  /** Accounts that were listed after the report was read have its statuses too. */
  async function catchUp(): Promise<void> {
    const at = await newestListing(database);
    if (at === undefined || at === listedAt) return;
    while ((await applyUploadToUnknown(database, clock.now())) > 0) await breathe();
    listedAt = at;
  }

  return async () => {
    const looked = await look();
    await catchUp();
    return looked;
  };
}

async function newestOf(folder: string): Promise<FoundFile | undefined | 'no-folder'> {
  try {
    return await newestReport(folder);
  } catch {
    return 'no-folder';
  }
}

async function newestListing(tx: Tx): Promise<number | undefined> {
  const rows = await tx.query('select max(listed_at) as at from directory_sweeps');
  return z.object({ at: z.date().nullable() }).parse(rows[0]).at?.getTime();
}
