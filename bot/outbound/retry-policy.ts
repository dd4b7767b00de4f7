import type { ConnectorFault, ConnectorFaultCode } from './connector-errors.ts';

export type RetryDecision =
  | { kind: 'retry'; afterMs: number }
  /** Nothing is wrong with the message: wait without counting an attempt. */
  | { kind: 'hold'; afterMs: number }
  | { kind: 'give-up' };

/**
 * What to do after request number `attempt` (from 1) ended in `fault`. `random` is in [0, 1).
 * Teams asks for retries of 412, 429, 502, 503 and 504, with Retry-After honoured and exponential backoff with
 * jitter otherwise; 400, 401, 403, 404, 413 and 500 are never retried
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
export function afterFault(attempt: number, fault: ConnectorFault, random: number): RetryDecision {
  // Every message waits for the same token; a secret that expired must not use up anybody's attempts.
  if (fault.code === 'no-bot-token') return { kind: 'hold', afterMs: tokenWaitMs };
  if (!isRetried(fault.code) || attempt >= maxAttempts) return { kind: 'give-up' };
  const stepMs = shortestBackoffMs * 2 ** (attempt - 1);
  // Half fixed, half by chance: with chance alone, one in many thousands would use up its attempts in seconds.
  const backoffMs = (stepMs / 2) * (1 + random);
  if (fault.retryAfterMs === undefined) return { kind: 'retry', afterMs: backoffMs };
  // Those who were told to wait equally long must not all come back in the same moment.
  return { kind: 'retry', afterMs: Math.min(longestRetryAfterMs, fault.retryAfterMs) + random * jitterMs };
}

/**
 * Nine requests, spread over 2 to 4 minutes when Teams names no time: a fail-over or a restart on its side loses
 * nobody, and a sender who watches the counts still sees the end.
 */
export const maxAttempts = 9;

const shortestBackoffMs = 1_000;
const jitterMs = 1_000;
const tokenWaitMs = 60_000;

/** A service that was misconfigured may ask for hours; looking again after 15 minutes costs one request. */
const longestRetryAfterMs = 15 * 60_000;

function isRetried(code: ConnectorFaultCode): boolean {
  return retried.some((known) => known === code);
}

const retried: readonly ConnectorFaultCode[] = [
  'busy-chat',
  'throttled',
  'teams-unavailable',
  'no-connection',
  'connection-broken',
  'timed-out',
];
