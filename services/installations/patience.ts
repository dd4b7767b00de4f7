import type { GraphFailure } from '../graph/client.ts';
import type { NotReached } from './outcome.ts';

export type Next =
  /** `counts`: it ended without an answer and uses up a try. */
  { kind: 'wait'; afterMs: number; counts: boolean } | { kind: 'refused'; why: NotReached };

/**
 * What to do after a question about an account's installation failed for the `attempts`th time, this one not counted.
 * `random` is in [0, 1).
 */
export function afterFailure(failure: GraphFailure, attempts: number, random: number): Next {
  switch (failure.code) {
    case 'throttled': {
      // Told to wait: no fault of anybody, so it uses up nothing. What waits for it has an end of its own.
      const askedMs = failure.retryAfterMs ?? backoffMs(attempts);
      return { kind: 'wait', afterMs: Math.min(longestWaitMs, askedMs) + random * spreadMs, counts: false };
    }
    case 'no-token':
    case 'unauthorised':
      // All accounts wait for the same token: a secret that expired must not use up anybody's tries.
      return { kind: 'wait', afterMs: tokenWaitMs * (1 + random), counts: false };
    case 'forbidden':
    case 'no-licence':
      return { kind: 'refused', why: 'no-installation-permission' };
    case 'refused':
      // A 400 for an account was seen to pass by itself (microsoftgraph/microsoft-graph-docs, issue 20972).
      return again(attempts, mostRefused, random, 'installation-refused');
    case 'not-found':
    case 'unavailable':
    case 'bad-reply':
      return again(attempts, mostFailed, random, 'installation-failed');
  }
}

function again(attempts: number, most: number, random: number, why: NotReached): Next {
  if (attempts + 1 >= most) return { kind: 'refused', why };
  return { kind: 'wait', afterMs: (backoffMs(attempts) / 2) * (1 + random), counts: true };
}

/** 1 s, 2 s, 4 s and so on, at most five minutes. */
function backoffMs(attempts: number): number {
  return Math.min(longestBackoffMs, 1_000 * 2 ** attempts);
}

/** With the waits above about an hour: Graph's longer outages are rare, and messages have an end of their own. */
const mostFailed = 20;
const mostRefused = 5;
const longestBackoffMs = 5 * 60_000;
const tokenWaitMs = 60_000;

/** A service that was misconfigured may ask for hours; looking again after 15 minutes costs one request. */
const longestWaitMs = 15 * 60_000;

/** Those who were told to wait equally long must not all come back in the same moment. */
const spreadMs = 2_000;
