import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database } from '../store/database.ts';

/** Slots for asking Graph about one account, so that messages which go out by themselves leave some to people. */
export interface PersonCheckBudget {
  /**
   * Resolves true when a slot has come, which is then used up. Resolves false at once, using up none, when the next
   * free slot is further away than `maxWaitMs`.
   */
  reserve(maxWaitMs: number): Promise<boolean>;
  /** Notes a question that somebody's press asks without a slot: what goes out by itself then holds back. */
  note(): Promise<void>;
}

export interface BudgetOptions {
  database: Database;
  /** How many slots in one window. */
  slots: number;
  /** Milliseconds; ten seconds, Graph's own, where not given. */
  windowMs?: number;
  /** The row of `request_slots` that all instances share; that of the checks of one account where not given. */
  name?: string;
}

/**
 * At most `slots` in any window, over all instances together: their moments stand in one shared row, on the database's
 * clock. Graph allows the app 5 in ten seconds in the tenant (facts page, section 2): with 4 here, a pressed button,
 * which asks without a slot, finds one free.
 */
export function createPersonCheckBudget(options: BudgetOptions): PersonCheckBudget {
  const { database, slots, windowMs = 10_000, name = rowName } = options;
  return {
    async reserve(maxWaitMs) {
      const rows = await database.query(takeNext, [name, slots, (windowMs + travelMs) / 1000, maxWaitMs]);
      const [taken] = z.array(takenRow).parse(rows);
      if (!taken) return false;
      if (taken.wait_ms > 0) await sleep(taken.wait_ms);
      return true;
    },
    async note() {
      await database.query(noteOne, [name, slots]);
    },
  };
}

const rowName = 'graph-person-checks';

/**
 * By how much longer one question may be on its way to Graph than the next one, in milliseconds: the first needs a
 * token and a connection. With 200 a start on a busy machine was seen to put six questions into ten seconds.
 */
const travelMs = 1_000;

/**
 * A slot this far ahead was written before the database's clock was set back: nobody waits longer than half a minute
 * for one. The row then counts as empty.
 */
const standing = `
  case when kept.taken[cardinality(kept.taken)] > clock_timestamp() + interval '2 minutes'
    then array[]::timestamptz[] else kept.taken end`;

/** One window after the slot that is `$2` back; at once while fewer have been taken. */
const nextSlot = `
  greatest(clock_timestamp(),
    (${standing})[cardinality(${standing}) - $2::integer + 1] + make_interval(secs => $3::float8))`;

/** $4: the longest wait in milliseconds. Gives no row, and takes nothing, where it would be longer. */
const takeNext = `
  insert into request_slots as kept (name, taken) values ($1, array[clock_timestamp()])
  on conflict (name) do update set taken = (${standing} || ${nextSlot})[cardinality(${standing}) - $2::integer + 2 :]
    where ${nextSlot} <= clock_timestamp() + $4::float8 * interval '1 millisecond'
  returning (extract(epoch from taken[cardinality(taken)] - clock_timestamp()) * 1000)::float8 as wait_ms`;

/** In order of time among the slots, of which some may lie ahead. */
const noteOne = `
  insert into request_slots as kept (name, taken) values ($1, array[clock_timestamp()])
  on conflict (name) do update set taken = (
    select array_agg(newest.at order by newest.at) from (
      select at from unnest(${standing} || clock_timestamp()) as known (at) order by at desc limit $2::integer
    ) as newest)`;

const takenRow = z.object({ wait_ms: z.number() });
