import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ConnectorFaultCode,
  faultOfAnswer,
  faultOfNoAnswer,
} from '../../../bot/outbound/connector-errors.ts';

const now = new Date('2018-11-05T09:00:00Z');
const of = (status: number, body: unknown = '', retryAfter?: string) =>
  faultOfAnswer({ status, retryAfter, body: typeof body === 'string' ? body : JSON.stringify(body) }, now);

const forbidden: [body: unknown, code: ConnectorFaultCode, dropsConversation: boolean][] = [
  [{ error: { code: 'BotDisabledByAdmin', message: 'x' } }, 'app-disabled-by-admin', false],
  [{ error: { code: 'BotNotInConversationRoster' } }, 'app-not-installed', true],
  [{ error: { code: 'ConversationBlockedByUser' } }, 'blocked-by-user', true],
  [{ code: 'conversationblockedbyuser' }, 'blocked-by-user', true],
  [{ error: { code: 'NotEnoughPermissions' } }, 'not-enough-permissions', false],
  [{ error: { code: 'InvalidBotApiHost' } }, 'wrong-service-url', false],
  [
    { error: { code: 'Forbidden', innerHttpError: { body: { errorCode: 209 } } } },
    'blocked-or-uninstalled',
    true,
  ],
  [{ errorCode: 209, message: '{"subCode":"MessageWritesBlocked"}' }, 'blocked-or-uninstalled', true],
  [
    { error: { code: 'Forbidden', innerHttpError: { body: '{"subCode":"MessageWritesBlocked"}' } } },
    'blocked-or-uninstalled',
    true,
  ],
  ['MessageWritesBlocked', 'blocked-or-uninstalled', true],
  [{ error: { code: 'Forbidden' } }, 'refused-without-reason', false],
  ['', 'refused-without-reason', false],
  ['<html>', 'refused-without-reason', false],
  ['{"error": {"code": "BotDis', 'refused-without-reason', false],
  ['null', 'refused-without-reason', false],
];

test.each(forbidden)('403 with %j', (body, code, dropsConversation) => {
  expect(of(403, body)).toMatchObject({ code, dropsConversation, mayHaveArrived: false, status: 403 });
});

test.each<[number, ConnectorFaultCode, boolean]>([
  [400, 'bad-request', false],
  [401, 'bot-not-recognised', false],
  [404, 'chat-or-message-gone', false],
  [412, 'busy-chat', false],
  [413, 'message-too-large', false],
  [429, 'throttled', false],
  [500, 'teams-error', false],
  [502, 'teams-unavailable', true],
  [503, 'teams-unavailable', false],
  [504, 'teams-unavailable', true],
  [307, 'unexpected-answer', false],
  [418, 'unexpected-answer', false],
])('%i', (status, code, mayHaveArrived) => {
  expect(of(status)).toMatchObject({ code, mayHaveArrived, dropsConversation: false });
});

test.each<[string, number | undefined]>([
  ['7', 7_000],
  ['0', 0],
  ['Mon, 05 Nov 2018 09:01:00 GMT', 60_000],
  ['Mon, 05 Nov 2018 08:00:00 GMT', 0],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
])('Retry-After: %s', (header, retryAfterMs) => {
  expect(of(429, '', header).retryAfterMs).toBe(retryAfterMs);
});

test.each<[string | undefined, ConnectorFaultCode, boolean]>([
  ['ECONNREFUSED', 'no-connection', false],
  ['ENOTFOUND', 'no-connection', false],
  ['ECONNRESET', 'connection-broken', true],
  [undefined, 'connection-broken', true],
])('no answer, %s', (errorCode, code, mayHaveArrived) => {
  expect(faultOfNoAnswer(errorCode)).toMatchObject({ code, mayHaveArrived });
});

test('whatever the body holds, a fault comes out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
      expect(of(status, body).status).toBe(status);
    }),
  );
});
