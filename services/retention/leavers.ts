import { z } from 'zod';
import type { Retention } from '../rollout/retention.ts';
import type { Database, Tx } from '../store/database.ts';
import { rowsAStatement } from './rules.ts';

/** So many accounts a transaction: what hangs on them stays within a few hundred rows each table. */
const accountsALot = 100;

/**
 * Deletes everything that is kept of accounts that are gone: the directory has not named them for the plan's days, or no
 * directory ever did and nothing was heard of them for long. One with a ticket that is not closed, or a message on the
 * road, stays until that is over. What they wrote in tickets, and the messages that were sent to them, have times of
 * their own. Gives the number of accounts. An account that comes back is read anew.
 */
export async function deleteLeavers(database: Database, days: Retention, now: Date): Promise<number> {
  const before = (count: number) => new Date(now.getTime() - count * 86_400_000);
  const limits = [before(days.leavers), before(days.unlisted)];
  let deleted = 0;
  for (;;) {
    const count = await database.transaction((tx) => deleteLot(tx, limits));
    deleted += count;
    if (count < accountsALot) return deleted;
  }
}

async function deleteLot(tx: Tx, limits: Date[]): Promise<number> {
  const rows = z.array(goneRow).parse(await tx.query(gone, limits));
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  for (const table of tablesOfAnAccount) {
    await inLots(() =>
      tx.query(
        `delete from ${table} where ctid = any(array(
           select ctid from ${table} where account_id = any($1::text[]) limit ${rowsAStatement}))
         returning account_id`,
        [ids],
      ),
    );
  }
  await tx.query('delete from report_upload_rows where address = any($1::text[])', [
    rows.map(({ upn }) => upn.toLowerCase()),
  ]);
  await tx.query('delete from accounts where id = any($1::text[])', [ids]);
  return rows.length;
}

/** Tables that hold one account's own things, under `account_id`. */
const tablesOfAnAccount = [
  'statuses',
  'conversations',
  'installations',
  'guide_walks',
  'outlook_words',
  'keepers',
  'keeper_lists',
  'preferences',
  'last_topics',
  'legacy_sign_ins',
  'reach_calls',
  'reminder_cards',
  'snoozes',
];

/**
 * Only a listing that was complete and did not name the account tells that it is gone: while Graph fails nobody is. The
 * rows are locked, so that an account that is read anew at this moment waits and is then written as a new one.
 */
const gone = `
  select a.id, a.upn from accounts a
   where ((a.source = 'graph' and not a.enabled and a.seen_at < $1
           and a.sweep < (select coalesce(max(id), 0) from directory_sweeps where listed_at is not null))
       or (a.source = 'teams' and a.seen_at < $2))
     and not exists (select from tickets t where t.account_id = a.id and t.state <> 'closed')
     and not exists (select from deliveries d where d.account_id = a.id and d.state in ('due', 'claimed'))
   order by a.id limit ${accountsALot} for update`;

async function inLots(deleteLot: () => Promise<unknown[]>): Promise<void> {
  while ((await deleteLot()).length === rowsAStatement);
}

const goneRow = z.object({ id: z.string(), upn: z.string() });
