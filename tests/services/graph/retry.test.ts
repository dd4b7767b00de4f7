import fc from 'fast-check';
import { GraphFailure } from '../../../services/graph/failure.ts';
import { background, decideRetry, interactive, retryAfterMs } from '../../../services/graph/retry.ts';

const failure = (code: GraphFailure['code'], wait?: number) =>
  new GraphFailure(code, 'x', wait === undefined ? {} : { retryAfterMs: wait });

describe('whether to ask again', () => {
  it('never tries more often, nor past the time, than the caller allows, and never before Graph allows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('throttled' as const, 'unavailable' as const),
        fc.option(fc.integer({ min: 0, max: 400_000 }), { nil: undefined }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom(interactive, background),
        fc.integer({ min: 0, max: 400_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, wait, attempt, patience, elapsedMs, random) => {
          const decision = decideRetry({
            failure: failure(code, wait),
            attempt,
            patience,
            elapsedMs,
            random,
          });
          if (decision.kind === 'give-up') return;
          expect(attempt).toBeLessThan(patience.tries);
          expect(elapsedMs + decision.delayMs).toBeLessThan(patience.totalMs);
          expect(decision.delayMs).toBeGreaterThanOrEqual(wait ?? 250);
        },
      ),
    );
  });

  it.each(['no-token', 'unauthorised', 'forbidden', 'not-found', 'refused', 'bad-reply'] as const)(
    'does not after %s',
    (code) => {
      const tried = { failure: failure(code), attempt: 1, patience: background, elapsedMs: 0, random: 0 };
      expect(decideRetry(tried)).toEqual({ kind: 'give-up' });
    },
  );
});

describe('Retry-After', () => {
  const now = new Date('2026-11-24T09:00:00Z');

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['1.5', 1_500],
    ['Tue, 24 Nov 2026 09:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 08:00:00 GMT', 0],
    ['-5', 0],
    ['soon', undefined],
    ['', undefined],
  ])('reads %p as %p ms', (header, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': header }), now)).toBe(expected);
  });

  it('is undefined without the header', () => {
    expect(retryAfterMs(new Headers(), now)).toBeUndefined();
  });
});
