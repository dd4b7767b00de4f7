import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessToken, TokenCredential } from '@azure/identity';

/** Times in milliseconds; `now` is the real time, by which tokens are dated. */
export interface SteadyOptions {
  now?: () => number;
  /** How long before its end a token is renewed while it is still used. */
  renewAheadMs?: number;
  /** How long one request for a token may take. */
  withinMs?: number;
}

/**
 * MSAL keeps a token until five minutes before its end and asks again after that; asked earlier it gives the one that
 * it has. A little less makes sure that the first renewal brings a new one.
 */
const renewAheadMs = 4 * 60 * 1000;

/** Entra answers in well under a second; with its retries the SDK would go on for longer than anybody waits. */
const withinMs = 10_000;

/** A token that ends sooner than this might end on its way: the clocks of two machines differ a little. */
const spareMs = 10_000;

/** After a renewal that failed while the old token is still good. */
const restMs = 10_000;

interface Kept {
  token?: AccessToken;
  renewal?: Promise<AccessToken>;
  failedAt?: number;
}

/**
 * A credential that asks for each token once, however many want it at the same moment, and renews it ahead of its end
 * while the old one is still in use: neither a renewal nor an outage of some minutes makes anybody wait or fail.
 * MSAL does neither: calls side by side each ask, and botbuilder's own cache stops at the first renewal that fails.
 */
export function steadyCredential(inner: TokenCredential, options: SteadyOptions = {}): TokenCredential {
  const now = options.now ?? Date.now;
  const aheadMs = options.renewAheadMs ?? renewAheadMs;
  const limitMs = options.withinMs ?? withinMs;
  const kept = new Map<string, Kept>();

  function renew(scopes: string | string[], own: Kept): Promise<AccessToken> {
    own.renewal ??= ask(inner, scopes, limitMs)
      .then((token) => {
        own.token = token;
        own.failedAt = undefined;
        return token;
      })
      .catch((error: unknown) => {
        own.failedAt = now();
        throw error;
      })
      .finally(() => {
        own.renewal = undefined;
      });
    return own.renewal;
  }

  return {
    async getToken(scopes) {
      const key = [scopes].flat().join(' ');
      const own = kept.get(key) ?? {};
      kept.set(key, own);
      const { token } = own;
      if (!token || token.expiresOnTimestamp - now() <= spareMs) return renew(scopes, own);
      const isDue = now() >= (token.refreshAfterTimestamp ?? token.expiresOnTimestamp - aheadMs);
      const isResting = own.failedAt !== undefined && now() - own.failedAt < restMs;
      // Nobody waits for this one; whoever needs its outcome, once the old token has ended, asks again.
      if (isDue && !isResting) renew(scopes, own).catch(() => undefined);
      return token;
    },
  };
}

async function ask(inner: TokenCredential, scopes: string | string[], limitMs: number): Promise<AccessToken> {
  const done = new AbortController();
  const tooLate = sleep(limitMs, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error('No access token came in time.');
  });
  try {
    const asked = inner.getToken(scopes, { requestOptions: { timeout: limitMs } });
    const token = await Promise.race([asked, tooLate]);
    if (!token) throw new Error('The credential gave no token.');
    return token;
  } finally {
    tooLate.catch(() => undefined);
    done.abort();
  }
}
