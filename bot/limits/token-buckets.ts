/** One bucket a key: it starts full, empties by what is taken and fills by itself. */
export interface TokenBuckets {
  /** Takes `cost` where there is as much; else takes nothing and says when there will be, in milliseconds. */
  take(key: string, cost: number): Taken;
  /** Takes `cost` whatever there is; a debt is at most one bucket deep. */
  charge(key: string, cost: number): void;
  giveBack(key: string, tokens: number): void;
  /** What is in the bucket now; negative for a debt. */
  level(key: string): number;
  /** How many keys are remembered. */
  size(): number;
}

export type Taken = { kind: 'taken' } | { kind: 'refused'; retryAfterMs: number };

export interface BucketOptions {
  /** Tokens in a full bucket: how much may come at once. */
  capacity: number;
  /** Tokens that come back in a second: how much may come for ever. */
  perSecond: number;
  /** How many keys are remembered; the one that was longest unused is forgotten first, as if its bucket were full. */
  mostKeys?: number;
  /** Monotonic, in milliseconds. */
  now?: () => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** About 150 bytes a key: 1.5 MB at most, however many addresses a flood comes from. */
const defaultMostKeys = 10_000;

/**
 * Token buckets in the memory of this process. A limit of callers protects this process, so it needs no other one's
 * numbers, and a flood must not cost a query each. Why not a library: docs/decisions/0005-limiting-callers.md.
 */
export function createTokenBuckets(options: BucketOptions): TokenBuckets {
  const { capacity, perSecond, mostKeys = defaultMostKeys, now = () => performance.now() } = options;
  // A Map keeps the order of insertion: the first key is the one that was longest unused.
  const buckets = new Map<string, Bucket>();

  function current(key: string): Bucket {
    const at = now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    return bucket;
  }

  function keep(key: string, bucket: Bucket): void {
    buckets.delete(key);
    // A full bucket is what an unknown key has: nothing to remember.
    if (bucket.tokens < capacity) buckets.set(key, bucket);
    if (buckets.size <= mostKeys) return;
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(key, cost) {
      const bucket = current(key);
      const isEnough = bucket.tokens >= cost;
      if (isEnough) bucket.tokens -= cost;
      keep(key, bucket);
      if (isEnough) return { kind: 'taken' };
      return { kind: 'refused', retryAfterMs: Math.ceil(((cost - bucket.tokens) / perSecond) * 1000) };
    },
    charge(key, cost) {
      const bucket = current(key);
      bucket.tokens = Math.max(-capacity, bucket.tokens - cost);
      keep(key, bucket);
    },
    giveBack(key, tokens) {
      const bucket = current(key);
      bucket.tokens = Math.min(capacity, bucket.tokens + tokens);
      keep(key, bucket);
    },
    level: (key) => current(key).tokens,
    size: () => buckets.size,
  };
}
