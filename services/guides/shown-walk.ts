import type { Tx } from '../store/database.ts';
import { type StoredWalk, walksIn } from './walk-rows.ts';

/**
 * The account's walk that was shown last, also one that has come to its end: what a typed "next" or "back" means.
 * Undefined where something else was shown since (`forgetShown`), or only walks of keepers who have left are there.
 */
export async function latestWalk(tx: Tx, accountId: string): Promise<StoredWalk | undefined> {
  const rows = await tx.query(
    `select * from guide_walks as walk
      where account_id = $1 and shown_at is not null
        and (keeper_id = '' or exists (select 1 from keepers
                                        where keepers.account_id = walk.account_id and keepers.id = walk.keeper_id))
      order by shown_at desc, id limit 1`,
    [accountId],
  );
  return walksIn(rows)[0];
}

/** Remembers that a step of this walk is shown again: what is typed acts on it. Opening and pressing do so themselves. */
export async function markShown(tx: Tx, walkId: string): Promise<void> {
  await tx.query('update guide_walks set shown_at = clock_timestamp() where id = $1', [walkId]);
}

/** Something else is shown that asks for an answer, such as "Who are you?": what is typed acts on no walk until one is. */
export async function forgetShown(tx: Tx, accountId: string): Promise<void> {
  await tx.query('update guide_walks set shown_at = null where account_id = $1 and shown_at is not null', [
    accountId,
  ]);
}
