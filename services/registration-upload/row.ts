import { isRegistered, type MethodKind } from '../rollout/mfa-status.ts';
import { type Columns, columnNames } from './columns.ts';
import { readMethods } from './method-names.ts';

/** What the report says of one account. `updatedAt` is the row's own time, where it names one. */
export interface UploadRow {
  /** The sign-in name in lower case. */
  address: string;
  methods: MethodKind[];
  updatedAt?: Date;
}

/**
 * - `row`: with the names of methods that are not known, for counting
 * - `guest`: somebody else's account, left out
 * - `unclear`: Microsoft calls the account registered, and no method that is known is a second step: it says nothing
 * - `faulty`: no cell's content is in the words, as it may be personal
 */
export type ReadRow =
  | { kind: 'row'; row: UploadRow; unread: string[] }
  | { kind: 'guest' }
  | { kind: 'unclear'; unread: string[] }
  | { kind: 'faulty'; column: string; problem: string };

/** Reads the cells of one row. Pure. */
export function readRow(columns: Columns, cells: readonly string[]): ReadRow {
  const cell = (index: number | undefined) => (index === undefined ? '' : (cells[index] ?? '').trim());
  const address = cell(columns.address).toLowerCase();
  if (!/^[^@\s]+@[^@\s]+$/.test(address) || address.length > longestAddress) {
    return faulty('address', 'a sign-in name such as office@hillside.example.org was expected');
  }
  // Entra's form of a guest's UPN. Source: learn.microsoft.com/entra/external-id/user-properties
  if (address.includes('#ext#') || cell(columns.userType).toLowerCase() === 'guest') return { kind: 'guest' };
  const found = readMethods(cell(columns.methods));
  if (found.kind === 'no-list') {
    return faulty('methods', 'a list of methods was expected; a script that made this file may have lost it');
  }
  const { methods, unread } = found;
  let isSaidRegistered = false;
  for (const name of ['registered', 'capable'] as const) {
    const yes = readYes(cell(columns[name]));
    if (yes === undefined) return faulty(name, 'True or False was expected');
    isSaidRegistered ||= yes;
  }
  const updatedAt = readTime(cell(columns.updatedAt));
  if (updatedAt === 'faulty') {
    return faulty('updatedAt', 'a time such as 2026-11-05T09:00:00Z was expected');
  }
  const isSecondStep =
    isRegistered({ kind: 'known', methods, source: 'report-upload', asOf: new Date(0) }) === true;
  if (isSaidRegistered && !isSecondStep) return { kind: 'unclear', unread };
  return { kind: 'row', row: { address, methods, ...(updatedAt && { updatedAt }) }, unread };
}

/** Exchange's and Entra's limit of a sign-in name: 64 + 1 + 256 characters; above it no line of a report is read right. */
const longestAddress = 321;

function faulty(column: keyof Columns, problem: string): ReadRow {
  return { kind: 'faulty', column: columnNames[column], problem };
}

const yesWords = new Set(['true', 'yes', 'registered', 'capable', '1']);
const noWords = new Set(['', 'false', 'no', 'not registered', 'not capable', '0']);

function readYes(cell: string): boolean | undefined {
  const word = cell.toLowerCase();
  if (yesWords.has(word)) return true;
  return noWords.has(word) ? false : undefined;
}

/**
 * ISO times only, in UTC where no zone is named: 05/11/2026 is a day in May or in November. What lies before 2010 is
 * .NET's "no time".
 */
function readTime(cell: string): Date | undefined | 'faulty' {
  if (cell === '') return undefined;
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(cell);
  if (!iso) return 'faulty';
  const [, day = '', time = '00:00:00', zone = 'Z'] = iso;
  const at = new Date(`${day}T${time.replace(/(\.\d{3})\d+$/, '$1')}${zone.toUpperCase()}`);
  if (Number.isNaN(at.getTime())) return 'faulty';
  return at.getTime() < Date.UTC(2010) ? undefined : at;
}
