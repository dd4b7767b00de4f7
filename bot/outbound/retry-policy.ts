import type { ConnectorFault, ConnectorFaultCode } from './connector-errors.ts';

export type RetryDecision =
  | { kind: 'retry'; afterMs: number }
  /** Nothing is wrong with the message: wait without counting an attempt. */
  | { kind: 'hold'; afterMs: number }
  | { kind: 'give-up' };

/** What a message that has a time of its own may still do. */
export interface Remaining {
  /** Until its time is over, in milliseconds. */
  ms: number;
  /** How often it may have been seen already. */
  possibleRepeats: number;
}

/**
 * What to do after request number `attempt` (from 1) ended in `fault`. `random` is in [0, 1).
 * Teams asks for retries of 412, 429, 502, 503 and 504, with Retry-After honoured and exponential backoff with
 * jitter otherwise; 400, 401, 403, 404, 413 and 500 are never retried
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 *
 * With `remaining` it goes on until the message's own time is over, so that an outage of Teams of hours loses nobody. Only
 * requests that may have been taken keep their number, spread over most of an hour: nobody shall find a message a hundred times.
 */
export function afterFault(
  attempt: number,
  fault: ConnectorFault,
  random: number,
  remaining?: Remaining,
): RetryDecision {
  // Every message waits for the same token; a secret that expired must not use up anybody's attempts.
  if (fault.code === 'no-bot-token') return { kind: 'hold', afterMs: tokenWaitMs };
  if (!isRetried(fault.code) || isUsedUp(attempt, fault, remaining)) return { kind: 'give-up' };
  const growth = remaining && fault.mayHaveArrived ? growthOfRepeats : 2;
  const stepMs = Math.min(longestBackoffMs, shortestBackoffMs * growth ** (attempt - 1));
  // Half fixed, half by chance: with chance alone, one in many thousands would use up its attempts in seconds.
  const backoffMs = (stepMs / 2) * (1 + random);
  if (fault.retryAfterMs === undefined) return { kind: 'retry', afterMs: backoffMs };
  // Those who were told to wait equally long must not all come back in the same moment.
  return { kind: 'retry', afterMs: Math.min(longestRetryAfterMs, fault.retryAfterMs) + random * jitterMs };
}

/** Whether Teams as a whole may be what fails, or asks for patience: nothing is wrong with the message. */
export function isRetried(code: string): boolean {
  return retried.some((known) => known === code);
}

function isUsedUp(attempt: number, fault: ConnectorFault, remaining: Remaining | undefined): boolean {
  if (!remaining) return attempt >= maxAttempts;
  return remaining.ms <= 0 || (fault.mayHaveArrived && remaining.possibleRepeats + 1 >= maxAttempts);
}

/**
 * Nine requests of a message that has no time of its own, spread over 2 to 4 minutes when Teams names no time: a fail-over
 * or a restart on its side loses nobody, and whoever watches still sees the end.
 */
export const maxAttempts = 9;

const shortestBackoffMs = 1_000;
const longestBackoffMs = 15 * 60_000;
const growthOfRepeats = 4;
const jitterMs = 1_000;
const tokenWaitMs = 60_000;

/** A service that was misconfigured may ask for hours; looking again after 15 minutes costs one request. */
const longestRetryAfterMs = 15 * 60_000;

const retried: readonly ConnectorFaultCode[] = [
  'busy-chat',
  'throttled',
  'teams-unavailable',
  'no-connection',
  'connection-broken',
  'timed-out',
];
