import type { GraphFailure } from './failure.ts';

/** How much a caller is willing to wait for one answer. */
export interface Patience {
  /** Requests in all, the first one included. */
  tries: number;
  /** Milliseconds for everything together: requests and the waits between them. */
  totalMs: number;
}

/**
 * For a person who waits: with the rest of a turn below the 15 seconds after which the channel gives up on a bot, so
 * that "Microsoft did not answer" can still be said.
 */
export const interactive: Patience = { tries: 3, totalMs: 10_000 };

/** For sweeps. Graph asks for minutes when a tenant is busy; the next sweep begins anew after that. */
export const background: Patience = { tries: 6, totalMs: 300_000 };

export interface FailedTry {
  failure: GraphFailure;
  /** 1 for the first. */
  attempt: number;
  patience: Patience;
  /** Since the first try began. */
  elapsedMs: number;
  /** From 0 up to 1. */
  random: number;
}

export type RetryDecision = { kind: 'retry'; delayMs: number } | { kind: 'give-up' };

/**
 * Whether to ask again and after how long. Only throttling and missing answers are worth another try. A wait
 * that Graph asked for is never cut short: where it does not fit into the caller's patience, the answer is to give up.
 */
export function decideRetry(tried: FailedTry): RetryDecision {
  const { failure, attempt, patience, elapsedMs } = tried;
  const isPassing = failure.code === 'throttled' || failure.code === 'unavailable';
  if (!isPassing || attempt >= patience.tries) return { kind: 'give-up' };
  const delayMs = delayBefore(tried);
  return elapsedMs + delayMs < patience.totalMs ? { kind: 'retry', delayMs } : { kind: 'give-up' };
}

/**
 * The wait that a Retry-After header asks for, in milliseconds; undefined where there is none or it is not readable.
 * A date is taken against the answer's own Date header: this machine's clock may be wrong.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const asked = headers.get('retry-after')?.trim();
  if (!asked) return undefined;
  if (/^\d+(\.\d+)?$/.test(asked)) return Math.round(Number(asked) * 1000);
  const until = Date.parse(asked);
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(sent) ? now.getTime() : sent));
}

/** Doubled with each try: about 0.5 s, then 1 s. Halved at random, so that instances do not come back together. */
const firstBackoffMs = 500;

/** Added at random to a wait that Graph asked for, for the same reason. */
const spreadMs = 250;

function delayBefore({ failure, attempt, random }: FailedTry): number {
  if (failure.retryAfterMs !== undefined) return Math.ceil(failure.retryAfterMs + random * spreadMs);
  return Math.ceil(firstBackoffMs * 2 ** (attempt - 1) * (0.5 + random / 2));
}
