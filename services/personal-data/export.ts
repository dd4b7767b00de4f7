import type { Database, Tx } from '../store/database.ts';
import { findSubject, parametersOf, type Subject } from './subject.ts';
import { personalRows } from './tables.ts';

/** Everything that is kept about one account, by the names of tables.ts; times are ISO texts in JSON. */
export interface PersonalExport {
  about: Subject;
  exportedAt: Date;
  /** What a reader has to know of it, in sentences. */
  notes: string[];
  held: Record<string, unknown[]>;
}

export type Exported =
  | { kind: 'exported'; data: PersonalExport }
  | { kind: 'nothing-held' }
  | { kind: 'several'; accountIds: string[] };

/** Everything that is kept about the account with this address or object id. Changes nothing. */
export async function exportPerson(database: Database, addressOrId: string, now: Date): Promise<Exported> {
  const found = await findSubject(database, addressOrId);
  if (found.kind === 'several') return found;
  const held = await rowsOf(database, found.subject);
  if (Object.keys(held).length === 0) return { kind: 'nothing-held' };
  return {
    kind: 'exported',
    data: { about: found.subject, exportedAt: now, notes: notesOn(held), held },
  };
}

/** Every kind of row that there is at least one of. */
async function rowsOf(tx: Tx, subject: Subject): Promise<Record<string, unknown[]>> {
  const held: Record<string, unknown[]> = {};
  for (const { name, table, where, shows, orderBy } of personalRows) {
    // Only what its statement names: PostgreSQL cannot tell the type of a parameter that nothing uses.
    const rows = await tx.query(
      `select ${shows} from ${table} where ${where} and ${bothUsed} order by ${orderBy}`,
      [...parametersOf(subject)],
    );
    if (rows.length > 0) held[name] = rows;
  }
  return held;
}

const bothUsed = '($1::text is not null and $2::text[] is not null)';

function notesOn(held: Record<string, unknown[]>): string[] {
  return [
    'Questions that were asked in the chat are kept without whose they are, so none are among these.',
    ...(held.keepers
      ? ['Several people use this account. Their first names are among these: check before you hand it on.']
      : []),
  ];
}
