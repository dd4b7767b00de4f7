import { expect, test } from '@jest/globals';
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
