import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { findColumns } from './columns.ts';
import { readRow, type UploadRow } from './row.ts';

/** A report that was read to its end. */
export interface UploadedReport {
  /** SHA-256 of the file's bytes, in hexadecimal. */
  hash: string;
  /** The report's own time: its newest row's, or the file's modification where no row names one. */
  asOf: Date;
  datedBy: 'rows' | 'file';
  /** Each address once: the row with the newest time, of equal ones the last. */
  rows: UploadRow[];
  guests: number;
  /** Rows that Microsoft calls registered by methods that are not known here. They are left out: they say nothing. */
  unclear: number;
  /** Names of methods that are not known, as they stand in the file, with the number of rows. May be personal. */
  unreadMethods: ReadonlyMap<string, number>;
}

/** Why nothing of a file was taken. `row` counts lines of the table, the header is 1. No cell's content is in it. */
export interface ReportFault {
  row?: number;
  column?: string;
  problem: string;
  todo: string;
}

export type ReadReport = { kind: 'report'; report: UploadedReport } | { kind: 'faulty'; fault: ReportFault };

/** Far above a report of 500,000 accounts (about 200 bytes a row); whatever is larger is another file. */
const largestBytes = 256 * 1024 * 1024;

/** Rows read before the event loop has its turn again. */
const rowsAtATime = 500;

const downloadAnew =
  'Download the report again from the Entra admin centre (Authentication methods, User registration details) and put it there as it is.';

/**
 * Reads a whole report as a stream, without blocking the event loop, and refuses it at its first fault: a file is taken
 * as it is or not at all. Throws only where the file cannot be opened or read.
 */
export async function readReport(path: string): Promise<ReadReport> {
  const { size, mtime } = await stat(path);
  if (size > largestBytes) return faulty({ problem: 'the file is larger than 256 MB', todo: downloadAnew });
  const form = await formOf(path);
  const hash = createHash('sha256');
  const bytes = createReadStream(path);
  bytes.on('data', (chunk) => hash.update(chunk));
  const table = bytes.pipe(
    parse({
      bom: true,
      delimiter: form.delimiter,
      from_line: form.firstLine,
      skip_empty_lines: true,
      max_record_size: 64 * 1024,
      info: true,
    }),
  );
  // pipe() carries no errors: without this an unreadable file would never end.
  bytes.on('error', (error) => table.destroy(error));
  try {
    const collected = await collect(table);
    if ('problem' in collected) return faulty(collected);
    // A row of tomorrow is a fault of a clock; the file's own time then says more.
    const newest =
      collected.newest && collected.newest <= mtime.getTime() + dayMs ? collected.newest : undefined;
    return {
      kind: 'report',
      report: {
        hash: hash.digest('hex'),
        asOf: newest === undefined ? mtime : new Date(newest),
        datedBy: newest === undefined ? 'file' : 'rows',
        rows: [...collected.rows.values()],
        guests: collected.guests,
        unclear: collected.unclear,
        unreadMethods: collected.unreadMethods,
      },
    };
  } catch (error) {
    if (error instanceof CsvError) return faulty(faultOfTable(error));
    throw error;
  } finally {
    bytes.destroy();
  }
}

const dayMs = 24 * 3_600_000;

interface Collected {
  rows: Map<string, UploadRow>;
  newest: number | undefined;
  guests: number;
  unclear: number;
  unreadMethods: Map<string, number>;
}

interface TableRow {
  record: string[];
  info: { lines: number };
}

async function collect(table: AsyncIterable<unknown>): Promise<Collected | ReportFault> {
  const collected: Collected = {
    rows: new Map(),
    newest: undefined,
    guests: 0,
    unclear: 0,
    unreadMethods: new Map(),
  };
  let columns: ReturnType<typeof findColumns> | undefined;
  let count = 0;
  for await (const each of table) {
    // With `info` csv-parse gives exactly this; its types do not say so.
    const { record, info } = each as TableRow;
    count += 1;
    if (columns === undefined) {
      columns = findColumns(record);
      if (columns.kind === 'missing') return missing(columns.column, info.lines);
      continue;
    }
    if (count % rowsAtATime === 0) await breathe();
    if (columns.kind === 'missing') continue;
    const read = readRow(columns.columns, record);
    if (read.kind === 'faulty') {
      return { row: info.lines, column: read.column, problem: read.problem, todo: downloadAnew };
    }
    if (read.kind === 'guest') collected.guests += 1;
    else {
      for (const name of read.unread) {
        collected.unreadMethods.set(name, (collected.unreadMethods.get(name) ?? 0) + 1);
      }
      if (read.kind === 'unclear') collected.unclear += 1;
      else keep(collected, read.row);
    }
  }
  if (columns === undefined) return { problem: 'the file is empty', todo: downloadAnew };
  if (count === 1) return { problem: 'the file has a header and no rows', todo: downloadAnew };
  return collected;
}

function keep(collected: Collected, row: UploadRow): void {
  const time = row.updatedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const before = collected.rows.get(row.address);
  if (before === undefined || time >= (before.updatedAt?.getTime() ?? Number.NEGATIVE_INFINITY)) {
    collected.rows.set(row.address, row);
  }
  if (row.updatedAt && time > (collected.newest ?? Number.NEGATIVE_INFINITY)) collected.newest = time;
}

function missing(column: string, row: number): ReportFault {
  return {
    row,
    column,
    problem: `no column ${column} was found`,
    todo: `Give the whole download, with the columns userPrincipalName and methodsRegistered. ${downloadAnew}`,
  };
}

/** csv-parse's own message can quote the file; its code and line cannot. */
function faultOfTable(error: CsvError): ReportFault {
  const line: unknown = error.lines;
  const row = typeof line === 'number' ? { row: line } : {};
  const problems: Partial<Record<CsvError['code'], string>> = {
    CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'the row has more or fewer cells than the header',
    CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed before the end of the file',
    CSV_MAX_RECORD_SIZE: 'the row is longer than 64 KB',
  };
  return {
    ...row,
    problem: problems[error.code] ?? 'the row is no line of a CSV table',
    todo: `The file may have been cut short or changed by hand. ${downloadAnew}`,
  };
}

function faulty(fault: ReportFault): ReadReport {
  return { kind: 'faulty', fault };
}

/**
 * What separates the cells, and the line of the header: Excel may begin a file with "sep=;" and Windows PowerShell with
 * "#TYPE …". Looks at the file's first 64 KB alone.
 */
async function formOf(path: string): Promise<{ delimiter: string; firstLine: number }> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const isUtf16 = buffer[0] === 0xff && buffer[1] === 0xfe;
    const start = buffer.subarray(0, bytesRead).toString(isUtf16 ? 'utf16le' : 'utf8');
    const lines = start.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
    const first = lines[0] ?? '';
    const told = /^"?sep=(.)"?$/i.exec(first.trim())?.[1];
    const isHeading = told !== undefined || first.startsWith('#TYPE');
    const header = (isHeading ? lines[1] : first) ?? '';
    return { delimiter: told ?? mostFrequent(header), firstLine: isHeading ? 2 : 1 };
  } finally {
    await file.close();
  }
}

function mostFrequent(header: string): string {
  const count = (sign: string) => header.split(sign).length - 1;
  const [first = ','] = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a));
  return first;
}
