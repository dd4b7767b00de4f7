import type { RateLimiter } from '../deliveries/rate-limiter.ts';
import type { Database } from '../store/database.ts';

/**
 * Requests about installations a second, of all instances together. Teams allows 30 an app and tenant
 * (learn.microsoft.com/graph/throttling-limits, Microsoft Teams service); the contract is under 25.
 */
export const installationsPerSecond = 24;

/** The row of `rate_limits` that paces them. */
export const paceName = 'teams-apps';

/** The longest pause at once: a limiter takes a moment that lies further ahead for a clock that was set back. */
const longestPauseMs = 45_000;

/**
 * Graph asked to be left alone: no instance takes a new place for so long. Places that were leased already, a fifth of
 * a second's, may still be used.
 */
export async function holdBack(database: Database, pauseMs: number): Promise<void> {
  await database.query(
    `insert into rate_limits as kept (name, next_at)
     values ($1, clock_timestamp() + $2::float8 * interval '1 millisecond')
     on conflict (name) do update set next_at = greatest(kept.next_at, excluded.next_at)`,
    [paceName, Math.min(pauseMs, longestPauseMs)],
  );
}

/** Waits for a place that may still be used. */
export async function takePlace(limiter: RateLimiter): Promise<void> {
  while (!(await limiter.take()).isFresh());
}
