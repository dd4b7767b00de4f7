import { z } from 'zod';
import type { Database, Tx } from '../store/database.ts';
import {
  type Delivery,
  type DeliveryKind,
  deliveryColumns,
  deliveryKinds,
  parseDelivery,
} from './delivery.ts';

/** What one look at the table brought. */
export interface Claimed {
  /** Ours until the lease runs out, in the order in which they are to go out. */
  deliveries: Delivery[];
  /** Of claims whose process ended: those whose request may have arrived, one entry each. */
  possibleRepeats: DeliveryKind[];
}

/** How long a claim holds without being renewed. A dead instance's work is taken over after that long. */
export const leaseSeconds = 60;

export interface ClaimRequest {
  /** Unique to one run of one process: claims are known by it. */
  claimant: string;
  limit: number;
  kinds: DeliveryKind[];
  /**
   * What this process works on at this moment: never freed here, however old its lease looks. A clock that was set forward
   * ends every lease at once, and what is under way would be sent a second time.
   */
  underWay?: string[];
}

/**
 * Takes up to `limit` deliveries of these kinds that are due, after freeing the claims whose lease ran out.
 * Never two of one account, and none for an account that was written to in the last two seconds.
 */
export async function claim(database: Database, request: ClaimRequest): Promise<Claimed> {
  return database.transaction(async (tx) => {
    // One claim at a time, over all instances: two at once could each pick a message of the same account, and a
    // claim takes milliseconds. The lock goes with the transaction.
    await tx.query('select pg_advisory_xact_lock($1)', [claimLock]);
    for (const setting of walkTheIndex) await tx.query(`set local ${setting} = off`);
    const possibleRepeats = await freeClaims(tx, {
      sql: 'lease_until < clock_timestamp() and id <> all($1::bigint[])',
      parameters: [request.underWay ?? []],
    });
    const rows = await tx.query(take, [request.limit, request.claimant, request.kinds]);
    return { deliveries: rows.map(parseDelivery), possibleRepeats };
  });
}

/**
 * Frees every claim at once. Only for the embedded database before the first claim of a process: no other process
 * can be using it, so every claim is one of a process that is dead.
 */
export async function freeAllClaims(database: Database): Promise<DeliveryKind[]> {
  return freeClaims(database, { sql: 'true' });
}

/**
 * Forgets what a process that died had noted by a clock that may have been another: on the embedded engine the
 * database's clock is the process's, and one that was set back would leave every message waiting for the old time.
 */
export async function forgetDeadProcess(database: Database): Promise<void> {
  if (database.engine !== 'pglite') return;
  await database.query('delete from rate_limits');
  await endWaits(database);
}

/**
 * Ends the waits that were noted by a clock which has been set back since: on the embedded engine only, where the database's
 * clock is the process's. What Teams was asked for keeps a wait of up to 15 minutes. Lot by lot, since the engine works on
 * the event loop.
 */
export async function endWaits(database: Database): Promise<void> {
  if (database.engine !== 'pglite') return;
  const rows = await database.query(
    `select min(id)::float8 as first, max(id)::float8 as last from deliveries where state = 'due'`,
  );
  const { first, last } = z
    .object({ first: z.number().nullable(), last: z.number().nullable() })
    .parse(rows[0]);
  if (first === null || last === null) return;
  for (let from = first; from <= last; from += rowsALot) {
    await database.query(endWaitsOfLot, [from, from + rowsALot]);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** `|| ''` keeps the planner, which has no statistics, to the rows of the lot: it would read all that are due for each. */
const endWaitsOfLot = `
  update deliveries set not_before = clock_timestamp()
   where id >= $1::bigint and id < $2::bigint and state || '' = 'due' and not_before > clock_timestamp()
     and (attempts = 0 or not_before > clock_timestamp() + interval '15 minutes')`;

/** As many rows as one statement may have on the embedded engine. */
const rowsALot = 500;

/** Any number that nothing else on the server takes. */
const claimLock = 28_991;

/**
 * Teams allows a bot 7 messages a second, 8 in 2 s, 60 in 30 s and 1,800 an hour in one conversation
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). One in two seconds keeps all four, and
 * leaves the short windows to replies.
 */
const take = `
  with ready as (
    select id, priority, not_before
    from deliveries as one
    where state = 'due' and not_before <= clock_timestamp() and kind = any($3::text[])
      and not exists (
        select from deliveries as busy where busy.account_id = one.account_id and busy.state = 'claimed' offset 0)
      and not exists (
        select from deliveries as recent
        where recent.account_id = one.account_id
          and recent.started_at between clock_timestamp() - interval '2 seconds' and clock_timestamp()
        offset 0)
      and not exists (
        select from deliveries as earlier
        where earlier.account_id = one.account_id and earlier.state = 'due'
          and earlier.not_before <= clock_timestamp()
          and (earlier.priority + 0, earlier.not_before, earlier.id) < (one.priority, one.not_before, one.id)
        offset 0)
    order by priority, not_before, id
    limit $1
    for update skip locked
  ), taken as (
    update deliveries
    set state = 'claimed', claimed_by = $2, started_at = null,
      lease_until = clock_timestamp() + interval '${leaseSeconds} seconds'
    where id in (select id from ready)
    returning deliveries.*
  )
  select ${deliveryColumns} from taken order by priority, not_before, id`;

/**
 * The embedded engine never gathers statistics by itself, and without them the planner reads and sorts the whole
 * table for every claim (400 ms at 1,000 rows, 2 ms in this way). There is one good plan at any size: walk
 * deliveries_due in order and look each account up. `offset 0` and `+ 0` above keep it to that as well.
 */
const walkTheIndex = [
  'enable_sort',
  'enable_seqscan',
  'enable_bitmapscan',
  'enable_hashjoin',
  'enable_mergejoin',
  // PostgreSQL 15 gives what is switched off an enormous cost, and compiles a plan of such a cost: 500 ms a claim.
  'jit',
];

const freed = z.object({ kind: z.enum(deliveryKinds), repeats: z.boolean() });

/**
 * Makes claims due again and returns the kinds of those that may be seen twice. Only a message can: an edit or a
 * removal made twice looks the same as made once. `which.sql` is one of the conditions written in this folder.
 */
export async function freeClaims(
  tx: Tx,
  which: { sql: string; parameters?: unknown[] },
): Promise<DeliveryKind[]> {
  const rows = await tx.query(
    `update deliveries
     set state = 'due', claimed_by = null, lease_until = null,
       possible_repeats = possible_repeats + (started_at is not null and operation = 'send')::integer
     where state = 'claimed' and ${which.sql}
     returning kind, (started_at is not null and operation = 'send') as repeats`,
    which.parameters,
  );
  return rows
    .map((row) => freed.parse(row))
    .filter((row) => row.repeats)
    .map((row) => row.kind);
}
