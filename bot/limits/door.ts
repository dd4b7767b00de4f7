import { createHash } from 'node:crypto';
import { createTokenBuckets } from './token-buckets.ts';

/** Looks at who is calling before anything else does. Costs two look-ups in memory. */
export interface Door {
  /** A message to the bot. `authorization` is the whole header. */
  enter(caller: string, authorization: string): Entry;
  /** Any other request: a page, a picture, the metrics, a path that does not exist. */
  enterPage(caller: string): Entry;
}

export type Entry =
  | { kind: 'refused'; retryAfterMs: number }
  /** Exactly one of the two is called when it is known who sent the request. */
  | { kind: 'admitted'; accepted(): void; refused(): void };

/**
 * What one address may send: 60 forged or malformed requests at once and six a second after that, while real ones cost
 * nothing once they are recognised. So Teams, whose messages all come from a few addresses of Microsoft, meets a limit
 * only with 600 of them waiting to be recognised at the same moment, which takes about a millisecond each.
 */
const messages = { capacity: 600, perSecond: 60 };
const costOfEntry = 1;
const costOfRefusal = 10;

/** A whole school behind one address opens the help pages, with some 25 pictures each: 40 people at once, four a second. */
const pages = { capacity: 1000, perSecond: 100 };

/**
 * Tokens that were found good are let in again for some minutes, whatever else comes from their address: Teams uses a
 * token for an hour, and behind a front end that is not trusted (`TRUST_PROXY`) a flood has the same address as Teams.
 * They are checked like all others afterwards. Only a digest is kept.
 */
const knownForMs = 10 * 60 * 1000;
const mostKnown = 1000;

/** `now` is monotonic, in milliseconds. */
export function createDoor({ now = () => performance.now() }: { now?: () => number } = {}): Door {
  const messageBuckets = createTokenBuckets({ ...messages, now });
  const pageBuckets = createTokenBuckets({ ...pages, now });
  const known = new Map<string, number>();

  function isKnown(digest: string): boolean {
    const until = known.get(digest);
    return until !== undefined && until > now();
  }

  function remember(digest: string): void {
    known.delete(digest);
    known.set(digest, now() + knownForMs);
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  }

  return {
    enter(caller, authorization) {
      const digest = createHash('sha256').update(authorization).digest('base64');
      const isFree = isKnown(digest);
      if (!isFree) {
        const taken = messageBuckets.take(caller, costOfEntry);
        if (taken.kind === 'refused') return taken;
      }
      return {
        kind: 'admitted',
        accepted() {
          if (!isFree) messageBuckets.giveBack(caller, costOfEntry);
          if (authorization !== '') remember(digest);
        },
        refused() {
          known.delete(digest);
          messageBuckets.charge(caller, isFree ? costOfRefusal : costOfRefusal - costOfEntry);
        },
      };
    },

    enterPage(caller) {
      const taken = pageBuckets.take(caller, 1);
      if (taken.kind === 'refused') return taken;
      return { kind: 'admitted', accepted: () => undefined, refused: () => undefined };
    },
  };
}
