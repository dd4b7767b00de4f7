import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Dispatcher } from '../../../bot/outbound/dispatcher.ts';
import type { Messenger } from '../../../bot/outbound/messenger.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeConnector, startFakeConnector, type Trouble } from '../../support/fake-connector.ts';
import {
  aNotice,
  carryToTheEnd,
  createRoad,
  installFor,
  loopbackMessenger,
  outcomes,
} from '../../support/outbound.ts';

const database: Database = await testDatabase();
let connector: FakeConnector;
let dispatcher: Dispatcher;

beforeEach(async () => {
  await database.query('truncate deliveries, conversations, rate_limits');
  connector = await startFakeConnector();
});
afterEach(async () => {
  await dispatcher.stop(0);
  await connector.close();
});
afterAll(() => database.close());

const error = (code: string, more: object = {}) =>
  JSON.stringify({ error: { code, message: 'no', ...more } });
const forbidden = (body: string): Trouble => ({ kind: 'status', status: 403, body });

/** Faults that stay: the outcome, and how many requests it takes to know. */
const lasting: [name: string, trouble: Trouble, why: string, requests: number][] = [
  ['400', { kind: 'status', status: 400, body: error('BadSyntax') }, 'bad-request', 1],
  ['401', { kind: 'status', status: 401 }, 'bot-not-recognised', 1],
  ['403 disabled', forbidden(error('BotDisabledByAdmin')), 'app-disabled-by-admin', 1],
  ['403 roster', forbidden(error('BotNotInConversationRoster')), 'app-not-installed', 1],
  ['403 blocked', forbidden(error('ConversationBlockedByUser')), 'blocked-by-user', 1],
  ['403 permissions', forbidden(error('NotEnoughPermissions')), 'not-enough-permissions', 1],
  [
    '403 writes blocked',
    forbidden(error('Forbidden', { innerHttpError: { statusCode: 403, body: { errorCode: 209 } } })),
    'blocked-or-uninstalled',
    1,
  ],
  ['403 bare', { kind: 'status', status: 403 }, 'refused-without-reason', 1],
  ['403 html', forbidden('<html>Forbidden</html>'), 'refused-without-reason', 1],
  ['404', { kind: 'status', status: 404, body: error('ConversationNotFound') }, 'chat-or-message-gone', 1],
  ['413', { kind: 'status', status: 413, body: error('MessageSizeTooBig') }, 'message-too-large', 1],
  ['500', { kind: 'status', status: 500 }, 'teams-error', 1],
  ['redirect', { kind: 'status', status: 307, headers: { location: '/elsewhere' } }, 'unexpected-answer', 1],
  ['503 for ever', { kind: 'status', status: 503 }, 'teams-unavailable', 9],
  ['hangs for ever', { kind: 'hang' }, 'timed-out', 9],
];

/** The person blocked or removed the app: nothing for the service desk to mend. */
const closesTheChat = ['app-not-installed', 'blocked-by-user', 'blocked-or-uninstalled'];

/** Faults that pass: sent in the end. The second number: how often the message may be in the chat. */
const passing: [name: string, trouble: Trouble, requests: number, messages: number][] = [
  ['412', { kind: 'status', status: 412, body: error('PreconditionFailed') }, 3, 1],
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 3, 1],
  ['429 without a time', { kind: 'status', status: 429, body: 'slow down' }, 3, 1],
  ['502', { kind: 'status', status: 502 }, 3, 1],
  ['502 after it was taken', { kind: 'status', status: 502, taken: true }, 3, 3],
  ['503', { kind: 'status', status: 503 }, 3, 1],
  ['504', { kind: 'status', status: 504 }, 3, 1],
  ['reset', { kind: 'reset' }, 3, 1],
  ['reset after it was taken', { kind: 'reset', taken: true }, 3, 3],
  ['hangs', { kind: 'hang' }, 3, 1],
  ['hangs after it was taken', { kind: 'hang', taken: true }, 3, 3],
  // Answers that say "taken" though their body cannot be read: sent once, never repeated.
  ['answer that breaks off', { kind: 'broken-body' }, 1, 1],
  ['answer that never ends', { kind: 'endless-body' }, 1, 1],
  ['empty answer', { kind: 'empty' }, 1, 1],
  ['answer that is no JSON', { kind: 'malformed' }, 1, 1],
];

test('every fault of the connector ends in a named outcome and stops nobody else', async () => {
  const well = Array.from({ length: 30 }, (_, index) => `well-${index}`);
  const faults = [...lasting, ...passing].map(([name]) => name);
  const accounts = [...well.slice(0, 15), ...faults, ...well.slice(15)];
  await installFor(database, connector.url, accounts);
  connector.trouble = ({ conversationId, nth }) => {
    const name = conversationId.slice('chat-'.length);
    const stays = lasting.find(([fault]) => fault === name);
    const passes = passing.find(([fault]) => fault === name);
    return stays?.[1] ?? (nth < 2 ? passes?.[1] : undefined);
  };
  await enqueue(
    database,
    accounts.map((account) => aNotice(account)),
  );

  // Only the silent ones are given up quickly: a busy machine must not look like a fault.
  const [patient, impatient] = [loopbackMessenger(), loopbackMessenger(300)];
  const isSilent = (chat: string) => /hangs|never ends/.test(chat);
  const messenger: Messenger = {
    deliver: (request) => (isSilent(request.conversationId) ? impatient : patient).deliver(request),
  };
  const road = createRoad({ database, messenger, concurrency: 16 });
  dispatcher = road.dispatcher;
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);

  const ends = await outcomes(database);
  const requestsOf = (account: string) =>
    connector.requests.filter(({ conversationId }) => conversationId === `chat-${account}`).length;
  const messagesOf = (account: string) => connector.messages.get(`chat-${account}`)?.length ?? 0;
  for (const account of well) {
    expect(ends.get(`notice:n1:${account}`)).toMatchObject({ state: 'sent', possible_repeats: 0 });
    expect(messagesOf(account)).toBe(1);
  }
  for (const [name, , why, requests] of lasting) {
    const state = closesTheChat.includes(why) ? 'skipped' : 'failed';
    expect([name, ends.get(`notice:n1:${name}`)]).toMatchObject([name, { state, why }]);
    expect([name, requestsOf(name)]).toEqual([name, requests]);
  }
  for (const [name, , requests, messages] of passing) {
    const end = ends.get(`notice:n1:${name}`);
    expect([name, end?.state, requestsOf(name), messagesOf(name)]).toEqual([
      name,
      'sent',
      requests,
      messages,
    ]);
    // Whatever was seen twice was counted beforehand.
    expect(messages - 1).toBeLessThanOrEqual(end?.possible_repeats ?? 0);
  }
  expect(road.ends).toHaveLength(accounts.length);
});

test('a chat that was closed to the bot is not written to again until it is heard from', async () => {
  await installFor(database, connector.url, ['a']);
  connector.trouble = () => forbidden(error('ConversationBlockedByUser'));
  await enqueue(database, [aNotice('a')]);
  dispatcher = createRoad({ database }).dispatcher;
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);

  await enqueue(database, [aNotice('a', { key: 'second' })]);
  await carryToTheEnd(database, dispatcher);

  expect((await outcomes(database)).get('second')).toMatchObject({
    state: 'skipped',
    why: 'blocked-by-user',
  });
  expect(connector.requests).toHaveLength(1);
});

test('another service URL is tried once when Teams says that the host is wrong', async () => {
  const right = await startFakeConnector();
  await installFor(database, connector.url, ['a']);
  connector.trouble = () => forbidden(error('InvalidBotApiHost'));
  await enqueue(database, [aNotice('a')]);
  dispatcher = createRoad({ database, otherServiceUrls: [right.url] }).dispatcher;
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);
  await right.close();

  expect((await outcomes(database)).get('notice:n1:a')).toMatchObject({ state: 'sent', attempts: 2 });
  expect([connector.requests.length, right.requests.length]).toEqual([1, 1]);
});

test('a service URL that is not allowed gets no request', async () => {
  await installFor(database, 'https://evil.example/', ['a']);
  await enqueue(database, [aNotice('a')]);
  dispatcher = createRoad({ database }).dispatcher;
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);

  expect((await outcomes(database)).get('notice:n1:a')).toMatchObject({
    state: 'failed',
    why: 'service-url-not-allowed',
  });
});

test('one chat that is throttled for minutes holds nobody else up', async () => {
  const accounts = Array.from({ length: 40 }, (_, index) => `a${index}`);
  await installFor(database, connector.url, accounts);
  connector.trouble = ({ conversationId }) =>
    conversationId === 'chat-a0'
      ? { kind: 'status', status: 429, headers: { 'retry-after': '660' } }
      : undefined;
  await enqueue(
    database,
    accounts.map((account) => aNotice(account)),
  );
  dispatcher = createRoad({ database, concurrency: 4 }).dispatcher;
  await dispatcher.start();
  await dispatcher.idle();

  const ends = [...(await outcomes(database)).values()];
  expect(ends.filter(({ state }) => state === 'sent')).toHaveLength(39);
  const [waiting] = await database.query<{ seconds: number }>(
    `select extract(epoch from not_before - clock_timestamp())::float8 as seconds from deliveries where state = 'due'`,
  );
  expect(waiting?.seconds).toBeGreaterThan(500);
});
