import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '../store/database.ts';
import { findSubject, parametersOf, type Subject } from './subject.ts';
import { type PersonalRows, personalRows } from './tables.ts';

export type Erased =
  | {
      kind: 'erased';
      /** What stands in records in place of the person. */
      pseudonym: string;
      /** How many rows of each name of tables.ts were deleted. */
      deleted: Record<string, number>;
      /** How many stay, with the pseudonym. */
      pseudonymised: Record<string, number>;
    }
  | { kind: 'nothing-held' }
  | { kind: 'several'; accountIds: string[] };

/**
 * Erases what is kept about the account with this address or object id, in one transaction. What it wrote and was sent is
 * deleted; records of what it did for the service desk stay under a made-up id. Messages that wait for it end as skipped,
 * `person-erased`. Twice erases what was written in between. As long as the account is in the directory, the next reading
 * of the directory names it again.
 */
export function erasePerson(database: Database, addressOrId: string): Promise<Erased> {
  return database.transaction(async (tx) => {
    const found = await findSubject(tx, addressOrId);
    if (found.kind === 'several') return found;
    const pseudonym = madeUpId();
    const deleted: Record<string, number> = {};
    const pseudonymised: Record<string, number> = {};
    for (const rows of personalRows) {
      const count = await eraseRows(tx, rows, { subject: found.subject, pseudonym });
      if (count > 0) (rows.erasure.kind === 'delete' ? deleted : pseudonymised)[rows.name] = count;
    }
    if (Object.keys(deleted).length + Object.keys(pseudonymised).length === 0)
      return { kind: 'nothing-held' };
    await tx.query('insert into erasures (pseudonym) values ($1)', [pseudonym]);
    return { kind: 'erased', pseudonym, deleted, pseudonymised };
  });
}

/** 64 random bits: two erasures never meet, and nothing about the person goes into it. */
function madeUpId(): string {
  return `erased-${randomBytes(8).toString('hex')}`;
}

async function eraseRows(
  tx: Tx,
  { table, where, erasure }: PersonalRows,
  { subject, pseudonym }: { subject: Subject; pseudonym: string },
): Promise<number> {
  // Named once, so that every statement takes the same parameters.
  const these = `${where} and $1::text is not null and $2::text[] is not null and $3::text is not null`;
  const sql =
    erasure.kind === 'delete'
      ? `delete from ${table} where ${these} returning 1 as one`
      : `update ${table} set ${erasure.set} where ${these} returning 1 as one`;
  return (await tx.query(sql, [...parametersOf(subject), pseudonym])).length;
}
