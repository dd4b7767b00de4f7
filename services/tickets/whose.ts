import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { Ticket } from './ticket.ts';

/** Whose ticket it is, as far as the directory and the list of keepers know today. */
export interface Whose {
  upn?: string;
  firstName?: string;
}

/** By ticket id, for all of them at once: however many there are, two questions to the database. */
export async function whoseTickets(
  tx: Tx,
  tickets: Pick<Ticket, 'id' | 'accountId' | 'keeperId'>[],
): Promise<ReadonlyMap<string, Whose>> {
  if (tickets.length === 0) return new Map();
  const ids = [...new Set(tickets.map(({ accountId }) => accountId))];
  const [accounts, keepers] = await Promise.all([
    tx.query('select id, upn from accounts where id = any($1::text[])', [ids]),
    tx.query('select account_id, id, first_name from keepers where account_id = any($1::text[])', [ids]),
  ]);
  const upns = new Map(
    z
      .array(accountRow)
      .parse(accounts)
      .map(({ id, upn }) => [id, upn]),
  );
  const known = z.array(keeperRow).parse(keepers);
  return new Map(
    tickets.map(({ id, accountId, keeperId }) => {
      const keeper = known.find((one) => one.account_id === accountId && one.id === keeperId);
      return [id, { upn: upns.get(accountId), firstName: keeper?.first_name }];
    }),
  );
}

const accountRow = z.object({ id: z.string(), upn: z.string() });
const keeperRow = z.object({ account_id: z.string(), id: z.string(), first_name: z.string() });
