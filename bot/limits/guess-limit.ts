import { createTokenBuckets } from './token-buckets.ts';

/** Keeps the help page that confirms references from being used to find some. */
export interface GuessLimit {
  /** Whether this caller may ask once more; else how long it has to wait, in milliseconds. */
  ask(caller: string): { kind: 'taken' } | { kind: 'refused'; retryAfterMs: number };
}

// Each process keeps limits of its own: with n of them behind one address a guesser gets n times as many guesses.

/** A school's staff behind one address: ten at once, then one every ten seconds. Nobody needs more, with a reference each. */
const ofOneCaller = { capacity: 10, perSecond: 0.1 };

/**
 * All callers of this process together: 200 at once, then one a second. So a guesser with any number of addresses makes
 * 86,400 guesses a day, of which with 100,000 references in use one in nine days meets one (services/reminders/references).
 */
const ofAll = { capacity: 200, perSecond: 1 };

/** `now` is monotonic, in milliseconds. */
export function createGuessLimit({ now = () => performance.now() }: { now?: () => number } = {}): GuessLimit {
  const callers = createTokenBuckets({ ...ofOneCaller, now });
  const all = createTokenBuckets({ ...ofAll, now });
  return {
    ask(caller) {
      const own = callers.take(caller, 1);
      if (own.kind === 'refused') return own;
      const shared = all.take('', 1);
      if (shared.kind === 'refused') callers.giveBack(caller, 1);
      return shared;
    },
  };
}
