import { z } from 'zod';
import type { Database } from '../store/database.ts';

/** A place in the limit: one request may be made now. */
export interface Place {
  /** Whether it may still be used. One that was held up for longer would crowd into its successors' second. */
  isFresh(): boolean;
}

export interface RateLimiter {
  /** Waits for the next place. `urgent` ones, replies to a person who waits, go before all others here. */
  take(options?: { urgent?: boolean }): Promise<Place>;
}

export interface RateLimiterOptions {
  database: Database;
  /** The row of `rate_limits` that all instances share. */
  name: string;
  /** Never more than this many places in any second, over all instances together. */
  perSecond: number;
}

/**
 * Places are moments on the database's clock, one after the other, and each may be used only within 40 ms of its
 * moment; what comes too late is thrown away. So whatever stalls (a pause of the process, a slow query), the
 * places used in any sliding second are those of 1.04 s. They are spaced for 1.08 s, because requests that left
 * evenly do not arrive evenly: 45 a second become 41.6. A limiter that counts in
 * fixed windows let 89 through in one sliding second at 45.
 */
export function createRateLimiter({ database, name, perSecond }: RateLimiterOptions): RateLimiter {
  const spacingMs = 1000 / placesPerSecond(perSecond);
  /** First come, first served, the urgent ones before all others. */
  const urgentOnes: PromiseWithResolvers<Place>[] = [];
  const others: PromiseWithResolvers<Place>[] = [];
  const waiting = () => urgentOnes.length + others.length;
  const lot = Math.max(1, Math.floor(perSecond / 5));
  const places: number[] = [];
  let leasing: Promise<void> | undefined;
  let clock: ClockOffset | undefined;
  let roundTripMs = 0;
  let isWorking = false;

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      while (waiting() > 0) await serveOne();
    } catch (error) {
      for (const waiter of [...urgentOnes.splice(0), ...others.splice(0)]) waiter.reject(error);
    } finally {
      isWorking = false;
    }
  }

  async function serveOne(): Promise<void> {
    leaseAhead();
    const momentMs = places.shift();
    if (momentMs === undefined) {
      await leasing;
      return;
    }
    await untilMoment(momentMs);
    if (performance.now() > momentMs + usableMs) return;
    const next = urgentOnes.shift() ?? others.shift();
    next?.resolve({ isFresh: () => performance.now() <= momentMs + usableMs });
  }

  /** Asks for the next lot while the last one is being used, so that the asking costs no time. */
  function leaseAhead(): void {
    const missing = waiting() - places.length;
    if (leasing || missing <= 0 || places.length > lot / 2) return;
    leasing = lease(Math.min(missing, lot))
      .then((moments) => {
        places.push(...moments);
      })
      .finally(() => {
        leasing = undefined;
      });
    // Whoever needs a place waits for this and hears of its fault; nobody may be there yet.
    leasing.catch(() => undefined);
  }

  /** Takes `count` places and gives their moments on this process's own steady clock. */
  async function lease(count: number): Promise<number[]> {
    const askedAt = performance.now();
    const [row] = await database.query(leaseSql, [name, count * spacingMs, roundTripMs * 1.5]);
    const answeredAt = performance.now();
    roundTripMs = answeredAt - askedAt;
    const { after, now } = leased.parse(row);
    clock = better(clock, { offsetMs: now - answeredAt, roundTripMs, at: answeredAt });
    const firstMs = after - count * spacingMs - clock.offsetMs;
    return Array.from({ length: count }, (_, index) => firstMs + index * spacingMs);
  }

  return {
    take({ urgent = false } = {}) {
      const waiter = Promise.withResolvers<Place>();
      (urgent ? urgentOnes : others).push(waiter);
      void work();
      return waiter.promise;
    },
  };
}

/** How many places a second really come of a limit of so many: 41.7 of 45. */
export function placesPerSecond(perSecond: number): number {
  return (perSecond * 1000) / (1000 + usableMs + travelMs);
}

/** How long after its moment a place may be used, in milliseconds. Longer costs throughput, shorter wastes places. */
const usableMs = 40;

/** By how much one request may be slower on its way to Teams than the next, in milliseconds. */
const travelMs = 40;

/**
 * How far ahead the next free moment can lie: the lots of many instances, at one request in some seconds. Wrong
 * upwards, a clock that was set back holds everything up for so long; wrong downwards, two lots overlap once.
 */
const farthestAheadMs = 60_000;

/** $2: the milliseconds that the lot covers; $3: how far ahead it begins, so that the answer is here in time. */
const leaseSql = `
  insert into rate_limits as kept (name, next_at)
  values ($1, clock_timestamp() + ($2::float8 + $3::float8) * interval '1 millisecond')
  on conflict (name) do update set next_at =
    greatest(
      -- A moment further ahead than any lot reaches was written before the database's clock was set back.
      case when kept.next_at > clock_timestamp() + interval '${farthestAheadMs} milliseconds' then clock_timestamp()
        else kept.next_at end,
      clock_timestamp() + $3::float8 * interval '1 millisecond')
    + $2::float8 * interval '1 millisecond'
  returning (extract(epoch from next_at) * 1000)::float8 as after,
    (extract(epoch from clock_timestamp()) * 1000)::float8 as now`;

const leased = z.object({ after: z.number(), now: z.number() });

/** How far the database's clock is ahead of `performance.now()`, as one exchange showed. */
interface ClockOffset {
  offsetMs: number;
  roundTripMs: number;
  at: number;
}

/**
 * The quickest exchange of the last minute shows the offset best. One that differs by more than both exchanges took
 * shows that a clock was set, or that the machine slept.
 */
function better(known: ClockOffset | undefined, fresh: ClockOffset): ClockOffset {
  if (known === undefined || fresh.at - known.at > 60_000) return fresh;
  if (Math.abs(fresh.offsetMs - known.offsetMs) > fresh.roundTripMs + known.roundTripMs) return fresh;
  return fresh.roundTripMs <= known.roundTripMs ? fresh : known;
}

function untilMoment(momentMs: number): Promise<void> {
  const waitMs = momentMs - performance.now();
  if (waitMs <= 0) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
