import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database, Tx } from '../store/database.ts';
import { nameKey } from './first-name.ts';

export { parseFirstName } from './first-name.ts';

/** One of the people who use a shared account. */
export interface Keeper {
  id: string;
  firstName: string;
  /** Exactly one keeper of an account owns its list. */
  isOwner: boolean;
  /** Whether this keeper said "mine works". */
  works: boolean;
  /** When they first said so. */
  saidAt?: Date;
}

export interface KeeperList {
  /** In the order in which they joined. Who left is not among them. */
  keepers: Keeper[];
  /** Since when the owner counts the account as done without those who are missing. */
  closedAt?: Date;
}

interface OneKeeper {
  accountId: string;
  keeperId: string;
}

/** More people than any school office has; it keeps a mistake or a joke from growing for ever. */
const mostKeepers = 40;

/** The keepers of an account; an empty list where nobody has said who they are. */
export async function keepersOf(tx: Tx, accountId: string): Promise<KeeperList> {
  const rows = await tx.query(
    'select id, first_name, is_owner, works_at from keepers where account_id = $1 order by number',
    [accountId],
  );
  const lists = await tx.query('select closed_at from keeper_lists where account_id = $1', [accountId]);
  const closedAt = z.array(listRow).parse(lists)[0]?.closed_at;
  return { keepers: z.array(keeperRow).parse(rows).map(keeperOf), ...(closedAt && { closedAt }) };
}

/** Whether a keeper is on the account's list. One who is stays on it until the transaction ends: leaving waits. */
export async function holdKeeper(tx: Tx, { accountId, keeperId }: OneKeeper): Promise<boolean> {
  const rows = await tx.query('select 1 from keepers where account_id = $1 and id = $2 for key share', [
    accountId,
    keeperId,
  ]);
  return rows.length > 0;
}

/**
 * The keeper of that name, new (`isNew`) where the account has none; capital letters make no difference. The first one
 * owns the list, and a new one opens a closed list again. A full list takes nobody more: `fault` is a sentence.
 */
export function addKeeper(
  db: Database,
  { accountId, firstName, now }: { accountId: string; firstName: string; now: Date },
): Promise<{ keeper: Keeper; isNew: boolean } | { fault: string }> {
  return changing(db, accountId, async (tx) => {
    const rows = await tx.query(
      'select id, first_name, is_owner, works_at from keepers where account_id = $1 and name_key = $2',
      [accountId, nameKey(firstName)],
    );
    const known = z.array(keeperRow).parse(rows)[0];
    if (known !== undefined) return { keeper: keeperOf(known), isNew: false };
    const { keepers } = await keepersOf(tx, accountId);
    if (keepers.length >= mostKeepers) {
      return { fault: `At most ${mostKeepers} people can be listed for one mailbox. Take off who has left.` };
    }
    const keeper: Keeper = {
      id: randomUUID(),
      firstName,
      isOwner: !keepers.some(({ isOwner }) => isOwner),
      works: false,
    };
    await tx.query(
      `insert into keepers (id, account_id, first_name, name_key, joined_at, is_owner) values ($1, $2, $3, $4, $5, $6)`,
      [keeper.id, accountId, firstName, nameKey(firstName), now, keeper.isOwner],
    );
    await tx.query('update keeper_lists set closed_at = null where account_id = $1', [accountId]);
    return { keeper, isNew: true };
  });
}

/** A keeper's own "mine works". Said twice, the first time stays; from somebody who is not on the list it changes nothing. */
export function sayWorks(db: Database, said: OneKeeper & { now: Date }): Promise<KeeperList> {
  return changing(db, said.accountId, async (tx) => {
    await tx.query('update keepers set works_at = coalesce(works_at, $3) where account_id = $1 and id = $2', [
      said.accountId,
      said.keeperId,
      said.now,
    ]);
    return keepersOf(tx, said.accountId);
  });
}

/**
 * Takes somebody who has left off the list, with what they said of Outlook, which nobody could take back, and with
 * their places in guides, whose cards then do nothing. Where the owner leaves, whoever has been on the list for longest
 * owns it.
 */
export function removeKeeper(db: Database, { accountId, keeperId }: OneKeeper): Promise<KeeperList> {
  return changing(db, accountId, async (tx) => {
    // First, in the order in which a press locks them: what it recorded is there by then, or it finds nobody.
    const left = await tx.query('delete from keepers where account_id = $1 and id = $2 returning id', [
      accountId,
      keeperId,
    ]);
    if (left.length === 0) return keepersOf(tx, accountId);
    const kept = [accountId, keeperId];
    await tx.query('delete from outlook_words where account_id = $1 and keeper_id = $2', kept);
    await tx.query('delete from guide_walks where account_id = $1 and keeper_id = $2', kept);
    await tx.query(
      `update keepers set is_owner = true
        where id = (select id from keepers where account_id = $1 order by number limit 1)
          and not exists (select 1 from keepers where account_id = $1 and is_owner)`,
      [accountId],
    );
    return keepersOf(tx, accountId);
  });
}

/** Gives the list to another keeper. One who is not on the list changes nothing. */
export function makeOwner(db: Database, { accountId, keeperId }: OneKeeper): Promise<KeeperList> {
  return changing(db, accountId, async (tx) => {
    const { keepers } = await keepersOf(tx, accountId);
    if (keepers.some(({ id }) => id === keeperId)) {
      // One after the other: at no moment may two rows own the list.
      await tx.query('update keepers set is_owner = false where account_id = $1 and is_owner', [accountId]);
      await tx.query('update keepers set is_owner = true where account_id = $1 and id = $2', [
        accountId,
        keeperId,
      ]);
    }
    return keepersOf(tx, accountId);
  });
}

/**
 * Closes the list, if the owner asks: the account then counts as done without those who are missing. `seen` is how many
 * keepers the pressed card showed: where there are more or fewer by now, nothing changes.
 */
export function closeList(
  db: Database,
  { accountId, keeperId, now, seen }: OneKeeper & { now: Date; seen?: number | undefined },
): Promise<KeeperList> {
  return changing(db, accountId, async (tx) => {
    const found = await keepersOf(tx, accountId);
    if (seen !== undefined && seen !== found.keepers.length) return found;
    await tx.query(
      `update keeper_lists set closed_at = coalesce(closed_at, $3)
        where account_id = $1
          and exists (select 1 from keepers where account_id = $1 and id = $2 and is_owner)`,
      [accountId, keeperId, now],
    );
    return keepersOf(tx, accountId);
  });
}

/** One change of an account's list after the other: whoever comes second waits and sees what the first one did. */
function changing<Result>(
  db: Database,
  accountId: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.query('insert into keeper_lists (account_id) values ($1) on conflict do nothing', [accountId]);
    await tx.query('select 1 from keeper_lists where account_id = $1 for update', [accountId]);
    return work(tx);
  });
}

const keeperRow = z.object({
  id: z.string(),
  first_name: z.string(),
  is_owner: z.boolean(),
  works_at: z.date().nullable(),
});

const listRow = z.object({ closed_at: z.date().nullable() });

function keeperOf(row: z.output<typeof keeperRow>): Keeper {
  return {
    id: row.id,
    firstName: row.first_name,
    isOwner: row.is_owner,
    works: row.works_at !== null,
    ...(row.works_at && { saidAt: row.works_at }),
  };
}
