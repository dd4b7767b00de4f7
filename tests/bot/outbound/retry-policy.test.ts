import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConnectorFault, ConnectorFaultCode } from '../../../bot/outbound/connector-errors.ts';
import { afterFault, maxAttempts } from '../../../bot/outbound/retry-policy.ts';

const fault = (code: ConnectorFaultCode, retryAfterMs?: number): ConnectorFault => ({
  code,
  mayHaveArrived: false,
  dropsConversation: false,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test.each<ConnectorFaultCode>([
  'busy-chat',
  'throttled',
  'teams-unavailable',
  'no-connection',
  'connection-broken',
  'timed-out',
])('%s is tried again, up to the last attempt', (code) => {
  expect(afterFault(1, fault(code), 0.5).kind).toBe('retry');
  expect(afterFault(maxAttempts - 1, fault(code), 0.5).kind).toBe('retry');
  expect(afterFault(maxAttempts, fault(code), 0.5)).toEqual({ kind: 'give-up' });
});

test.each<ConnectorFaultCode>([
  'bad-request',
  'bot-not-recognised',
  'app-disabled-by-admin',
  'app-not-installed',
  'blocked-by-user',
  'blocked-or-uninstalled',
  'not-enough-permissions',
  'refused-without-reason',
  'wrong-service-url',
  'service-url-not-allowed',
  'chat-or-message-gone',
  'message-too-large',
  'teams-error',
  'unexpected-answer',
])('%s is never tried again', (code) => {
  expect(afterFault(1, fault(code), 0.5)).toEqual({ kind: 'give-up' });
});

test('without a token a message waits, however long it takes', () => {
  expect(afterFault(maxAttempts + 50, fault('no-bot-token'), 0.5).kind).toBe('hold');
});

test('the wait is never shorter than what Teams asked for, and never longer than a quarter of an hour and a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), anyRandom, (retryAfterMs, random) => {
      const next = afterFault(1, fault('throttled', retryAfterMs), random);
      if (next.kind !== 'retry') throw new Error('expected a retry');
      expect(next.afterMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs, 900_000));
      expect(next.afterMs).toBeLessThanOrEqual(901_000);
    }),
  );
});

test('all waits together last from two minutes to four and a half', () => {
  const total = (random: number) =>
    Array.from({ length: maxAttempts - 1 }, (_, index) =>
      afterFault(index + 1, fault('teams-unavailable'), random),
    )
      .map((next) => (next.kind === 'retry' ? next.afterMs : 0))
      .reduce((sum, ms) => sum + ms, 0);
  expect(total(0)).toBeGreaterThan(120_000);
  expect(total(0.999)).toBeLessThan(270_000);
});

describe('a message with a time of its own', () => {
  const day = 86_400_000;
  const left = (ms: number, possibleRepeats = 0) => ({ ms, possibleRepeats });

  test.each<ConnectorFaultCode>(['teams-unavailable', 'no-connection', 'throttled', 'busy-chat'])(
    'goes on over an outage with %s until that time is over, at the latest every quarter of an hour',
    (code) => {
      let waitedMs = 0;
      let attempt = 0;
      while (waitedMs < day) {
        attempt += 1;
        const next = afterFault(attempt, fault(code), 0.5, left(day - waitedMs));
        if (next.kind !== 'retry') throw new Error('expected a retry');
        expect(next.afterMs).toBeLessThanOrEqual(900_000);
        waitedMs += next.afterMs;
      }
      expect(attempt).toBeLessThan(150);
      expect(afterFault(attempt, fault(code), 0.5, left(0))).toEqual({ kind: 'give-up' });
    },
  );

  test('that may have been seen is tried nine times, over more than twenty minutes', () => {
    const lost = { ...fault('teams-unavailable'), mayHaveArrived: true };
    const waits = Array.from({ length: maxAttempts - 1 }, (_, seen) =>
      afterFault(seen + 1, lost, 0, left(day, seen)),
    );
    const total = waits.reduce((sum, next) => sum + (next.kind === 'retry' ? next.afterMs : 0), 0);
    expect(waits.every(({ kind }) => kind === 'retry')).toBe(true);
    expect(total).toBeGreaterThan(20 * 60_000);
    expect(afterFault(maxAttempts, lost, 0, left(day, maxAttempts - 1))).toEqual({ kind: 'give-up' });
    // What never arrived before costs nothing of that.
    expect(afterFault(100, lost, 0, left(day, 1)).kind).toBe('retry');
  });

  test('is not tried again where the message itself is refused', () => {
    expect(afterFault(1, fault('bad-request'), 0.5, left(day))).toEqual({ kind: 'give-up' });
  });
});
