import fc from 'fast-check';
import { createTokenBuckets } from '../../../bot/limits/token-buckets.ts';

function bucketsAt(options: { capacity: number; perSecond: number; mostKeys?: number }) {
  let at = 0;
  const buckets = createTokenBuckets({ ...options, now: () => at });
  return { buckets, pass: (ms: number) => (at += ms) };
}

describe('token buckets', () => {
  it('give what a full bucket holds at once, then say how long to wait', () => {
    const { buckets, pass } = bucketsAt({ capacity: 3, perSecond: 2 });
    for (let nth = 0; nth < 3; nth += 1) expect(buckets.take('a', 1)).toEqual({ kind: 'taken' });
    expect(buckets.take('a', 1)).toEqual({ kind: 'refused', retryAfterMs: 500 });
    expect(buckets.take('b', 1)).toEqual({ kind: 'taken' });
    pass(499);
    expect(buckets.take('a', 1).kind).toBe('refused');
    pass(1);
    expect(buckets.take('a', 1).kind).toBe('taken');
  });

  it('take nothing where there is not enough', () => {
    const { buckets } = bucketsAt({ capacity: 5, perSecond: 1 });
    expect(buckets.take('a', 4).kind).toBe('taken');
    expect(buckets.take('a', 2).kind).toBe('refused');
    expect(buckets.level('a')).toBe(1);
  });

  it('bear a debt of one bucket, and no more', () => {
    const { buckets, pass } = bucketsAt({ capacity: 10, perSecond: 1 });
    for (let nth = 0; nth < 100; nth += 1) buckets.charge('a', 10);
    expect(buckets.level('a')).toBe(-10);
    pass(11_000);
    expect(buckets.take('a', 1).kind).toBe('taken');
  });

  it('never hold more than a full bucket', () => {
    const { buckets, pass } = bucketsAt({ capacity: 10, perSecond: 1 });
    buckets.charge('a', 1);
    buckets.giveBack('a', 100);
    pass(1_000_000);
    expect(buckets.level('a')).toBe(10);
  });

  it('remember a bounded number of keys, the last used ones', () => {
    const { buckets } = bucketsAt({ capacity: 10, perSecond: 1, mostKeys: 100 });
    for (let nth = 0; nth < 1000; nth += 1) {
      buckets.charge(`key-${nth}`, 10);
      buckets.charge('often', 10);
    }
    expect(buckets.size()).toBe(100);
    expect(buckets.level('often')).toBe(-10);
    expect(buckets.level('key-999')).toBe(0);
    expect(buckets.level('key-1')).toBe(10);
  });

  it('remember nothing of those whose bucket is full', () => {
    const { buckets } = bucketsAt({ capacity: 10, perSecond: 1 });
    buckets.take('a', 1);
    buckets.giveBack('a', 1);
    expect(buckets.size()).toBe(0);
  });

  it('never let more through than a full bucket and what came back', () => {
    const steps = fc.array(fc.record({ waitMs: fc.nat(2000), cost: fc.integer({ min: 1, max: 5 }) }));
    fc.assert(
      fc.property(steps, (all) => {
        const { buckets, pass } = bucketsAt({ capacity: 20, perSecond: 3 });
        let taken = 0;
        let elapsedMs = 0;
        for (const { waitMs, cost } of all) {
          pass(waitMs);
          elapsedMs += waitMs;
          if (buckets.take('a', cost).kind === 'taken') taken += cost;
          expect(taken).toBeLessThanOrEqual(20 + (elapsedMs / 1000) * 3 + 1e-6);
        }
      }),
    );
  });
});
