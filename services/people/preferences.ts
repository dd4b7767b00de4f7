import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** Whether an account asked for plain mode: short messages instead of cards that change. */
export async function isPlain(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.query('select plain from preferences where account_id = $1', [accountId]);
  return z.array(z.object({ plain: z.boolean() })).parse(rows)[0]?.plain ?? false;
}

/** Remembers whether an account wants plain mode. */
export async function setPlain(
  tx: Tx,
  { accountId, plain, now }: { accountId: string; plain: boolean; now: Date },
): Promise<void> {
  await tx.query(
    `insert into preferences (account_id, plain, updated_at) values ($1, $2, $3)
     on conflict (account_id) do update set plain = excluded.plain, updated_at = excluded.updated_at`,
    [accountId, plain, now],
  );
}
