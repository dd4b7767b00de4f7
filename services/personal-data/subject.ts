import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** Whom an export or an erasure is about: one account, with every address that it is known by here. */
export interface Subject {
  /** The Entra object id; undefined where only an address is known, as in a report that was handed over. */
  accountId?: string;
  /** In lower case. */
  addresses: string[];
}

/** `several`: the address has belonged to several accounts, of which these object ids are known. */
export type Found = { kind: 'one'; subject: Subject } | { kind: 'several'; accountIds: string[] };

/**
 * The account behind an address or object id, as far as anything is kept of it; whether something is, the export tells.
 * An address that was given from one account to another leads to both: then the object id has to be named.
 */
export async function findSubject(tx: Tx, addressOrId: string): Promise<Found> {
  const wanted = addressOrId.trim();
  const ids = await idsOf(tx, wanted);
  if (ids.length > 1) return { kind: 'several', accountIds: ids };
  const [accountId] = ids;
  const isAddress = wanted.includes('@');
  const known = accountId ?? (isAddress ? undefined : wanted);
  const addresses = known === undefined ? [] : await addressesOf(tx, known);
  const all = [...addresses, ...(isAddress ? [wanted] : [])].map((address) => address.toLowerCase());
  return {
    kind: 'one',
    subject: { ...(known !== undefined && { accountId: known }), addresses: [...new Set(all)].sort() },
  };
}

/** What the statements of tables.ts take first: an id that is not known finds nothing. */
export function parametersOf({ accountId, addresses }: Subject): [string, string[]] {
  return [accountId ?? '', addresses];
}

async function idsOf(tx: Tx, wanted: string): Promise<string[]> {
  const rows = await tx.query(
    `select id from accounts where id = $1 or lower(upn) = lower($1)
     union select by_account from desk_answer_history where lower(by_upn) = lower($1)
       and by_account not like 'erased-%' order by 1`,
    [wanted],
  );
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Those of today and those of the days on which they changed an answer. */
async function addressesOf(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await tx.query(
    'select upn from accounts where id = $1 union select by_upn from desk_answer_history where by_account = $1',
    [accountId],
  );
  return z
    .array(z.object({ upn: z.string() }))
    .parse(rows)
    .map(({ upn }) => upn);
}
