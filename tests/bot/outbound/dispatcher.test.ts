import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Dispatcher, room } from '../../../bot/outbound/dispatcher.ts';
import { deliveryKinds } from '../../../services/deliveries/delivery.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import type { Database } from '../../../services/store/database.ts';
import { createMetrics } from '../../../services/telemetry/metrics.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeConnector, startFakeConnector } from '../../support/fake-connector.ts';
import {
  aNotice,
  carryToTheEnd,
  createRoad,
  everyKind,
  installFor,
  letWaitsEnd,
  outcomes,
} from '../../support/outbound.ts';

const database: Database = await testDatabase();
let connector: FakeConnector;
let dispatchers: Dispatcher[];

beforeEach(async () => {
  await database.query('truncate deliveries, conversations, rate_limits');
  connector = await startFakeConnector();
  dispatchers = [];
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop(0)));
  await connector.close();
});
afterAll(() => database.close());

function road(options: Partial<Parameters<typeof createRoad>[0]> = {}): ReturnType<typeof createRoad> {
  const made = createRoad({ database, ...options });
  dispatchers.push(made.dispatcher);
  return made;
}

test('sends, edits and removes, and keeps the id of what it sent', async () => {
  await installFor(database, connector.url, ['a', 'b', 'c']);
  await enqueue(database, [
    aNotice('a'),
    aNotice('b', { key: 'edit', operation: 'edit', target: { accountId: 'b', activityId: 'm/1' } }),
    aNotice('c', { key: 'delete', operation: 'delete', target: { accountId: 'c', activityId: 'm2' } }),
  ]);
  const { dispatcher, ends } = road();
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);

  const seen = connector.requests.map(({ method, conversationId, activityId }) => [
    method,
    conversationId,
    activityId,
  ]);
  expect(seen.sort()).toEqual([
    ['DELETE', 'chat-c', 'm2'],
    ['POST', 'chat-a', undefined],
    ['PUT', 'chat-b', 'm/1'],
  ]);
  expect(connector.messages.get('chat-a')).toMatchObject([
    { type: 'message', text: 'notice:n1:a', conversation: { id: 'chat-a' }, recipient: { id: '29:a' } },
  ]);
  expect(new Map(ends.map(({ delivery, activityId }) => [delivery.key, activityId]))).toEqual(
    new Map([
      ['notice:n1:a', 'chat-a:1'],
      ['edit', 'm/1'],
      ['delete', 'm2'],
    ]),
  );
});

test('somebody without the app, blocked or decided against is named and stops nobody', async () => {
  await installFor(database, connector.url, ['removed', 'blocked', 'ready', 'well']);
  await database.query(`update conversations set installed = false where account_id = 'removed'`);
  await database.query(`update conversations set blocked = 'blocked-by-user' where account_id = 'blocked'`);
  const accounts = ['never-met', 'removed', 'blocked', 'ready', 'well'];
  await enqueue(
    database,
    accounts.map((account) => aNotice(account, { key: account })),
  );
  const { dispatcher } = road({
    prepare: {
      ...everyKind(async ({ accountId }) =>
        accountId === 'ready'
          ? { kind: 'skip', why: 'already-ready' }
          : { kind: 'send', content: { text: 'x' } },
      ),
    },
  });
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);

  const ends = await outcomes(database);
  expect(accounts.map((account) => [ends.get(account)?.state, ends.get(account)?.why])).toEqual([
    ['skipped', 'app-not-installed'],
    ['skipped', 'app-not-installed'],
    ['skipped', 'blocked-by-user'],
    ['skipped', 'already-ready'],
    ['sent', null],
  ]);
});

test('a held delivery is decided again, counts no attempt, and ends with its reason when its time is over', async () => {
  await installFor(database, connector.url, ['a', 'b']);
  const now = { at: new Date('2018-11-05T09:00:00Z') };
  const expiresAt = new Date('2018-11-05T17:00:00Z');
  await enqueue(database, [aNotice('a', { key: 'a', expiresAt }), aNotice('b', { key: 'b', expiresAt })]);
  const held = new Set(['a', 'b']);
  const { dispatcher } = road({
    clock: { now: () => now.at },
    prepare: everyKind(async ({ accountId }) =>
      held.has(accountId)
        ? { kind: 'hold', why: 'status-unknown', retryAfterMs: 120_000 }
        : { kind: 'send', content: { text: 'x' } },
    ),
  });
  await dispatcher.start();
  await dispatcher.idle();
  expect((await outcomes(database)).get('a')).toMatchObject({
    state: 'due',
    why: 'status-unknown',
    attempts: 0,
  });

  held.delete('a');
  await letWaitsEnd(database);
  await dispatcher.idle();
  expect((await outcomes(database)).get('a')).toMatchObject({ state: 'sent', why: null });

  now.at = expiresAt;
  await carryToTheEnd(database, dispatcher);
  expect((await outcomes(database)).get('b')).toMatchObject({ state: 'skipped', why: 'status-unknown' });
  expect(connector.requests).toHaveLength(1);
});

test('what is too late is not sent', async () => {
  await installFor(database, connector.url, ['a']);
  await enqueue(database, [aNotice('a', { key: 'a', expiresAt: new Date('2018-11-05T08:59:59Z') })]);
  const { dispatcher } = road();
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);
  expect((await outcomes(database)).get('a')).toMatchObject({ state: 'skipped', why: 'too-late' });
});

test('a card that cannot be made fails by name after its attempts and holds nobody up', async () => {
  await installFor(database, connector.url, ['broken', 'well']);
  await enqueue(database, [aNotice('broken', { key: 'broken' }), aNotice('well', { key: 'well' })]);
  const { dispatcher } = road({
    prepare: everyKind(async ({ accountId }) => {
      if (accountId === 'broken') throw new Error('a bug');
      return { kind: 'send', content: { text: 'x' } };
    }),
  });
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);
  const ends = await outcomes(database);
  expect(ends.get('broken')).toMatchObject({ state: 'failed', why: 'internal-error' });
  expect(ends.get('well')).toMatchObject({ state: 'sent' });
});

test('an outage of Teams is waited for until the message’s own time is over, and then named', async () => {
  await installFor(database, connector.url, ['short', 'long', 'late']);
  const now = { at: new Date('2018-11-05T09:00:00Z') };
  const expiresAt = new Date('2018-11-06T17:00:00Z');
  await enqueue(
    database,
    ['short', 'long', 'late'].map((account) => aNotice(account, { key: account, expiresAt })),
  );
  const state = { isDown: true, isBroken: true };
  connector.trouble = ({ conversationId }) =>
    state.isDown || conversationId === 'chat-late' ? { kind: 'status', status: 503 } : undefined;
  const { dispatcher } = road({
    clock: { now: () => now.at },
    prepare: everyKind(async ({ accountId, attempts }) => {
      if (accountId === 'long' && attempts >= 12 && state.isBroken) {
        state.isBroken = false;
        throw new Error('the database was away for a moment');
      }
      return { kind: 'send', content: { text: 'x' } };
    }),
  });
  await dispatcher.start();
  const requestsTo = (account: string) =>
    connector.requests.filter(({ conversationId }) => conversationId === `chat-${account}`).length;
  while (['short', 'long', 'late'].some((account) => requestsTo(account) < 12)) {
    await letWaitsEnd(database);
    await dispatcher.idle();
  }
  expect((await outcomes(database)).get('short')).toMatchObject({ state: 'due', why: 'teams-unavailable' });

  state.isDown = false;
  while ((await outcomes(database)).get('long')?.state !== 'sent') {
    await letWaitsEnd(database);
    await dispatcher.idle();
  }
  expect(state.isBroken).toBe(false);
  expect((await outcomes(database)).get('short')).toMatchObject({ state: 'sent' });
  now.at = expiresAt;
  await carryToTheEnd(database, dispatcher);
  expect((await outcomes(database)).get('late')).toMatchObject({ state: 'failed', why: 'teams-unavailable' });
});

test('a clock that leaps forward makes nothing of what is under way twice', async () => {
  await installFor(database, connector.url, ['a', 'b']);
  connector.latencyMs = 300;
  const metrics = createMetrics();
  const { dispatcher } = road({ metrics });
  await dispatcher.start();
  await enqueue(database, [aNotice('a', { key: 'a' })]);
  dispatcher.wake();
  await connector.seen(1);
  await database.query(
    `update deliveries set lease_until = clock_timestamp() - interval '1 second',
       started_at = started_at - interval '1 minute' where state = 'claimed'`,
  );
  await enqueue(database, [aNotice('b', { key: 'b' })]);
  dispatcher.wake();
  await connector.seen(2);
  await dispatcher.idle();
  const ends = await outcomes(database);
  expect(ends.get('a')).toMatchObject({ state: 'sent', attempts: 1, possible_repeats: 0 });
  expect(ends.get('b')).toMatchObject({ state: 'sent' });
  expect(connector.requests).toHaveLength(2);
  expect((await metrics.repeats.get()).values).toEqual([]);
});

test('a clock that is set back ends the waits of the old time on the embedded engine', async () => {
  await installFor(database, connector.url, ['a']);
  const wall = { aheadMs: 3 * 3_600_000 };
  const embedded: Database = { ...database, engine: 'pglite' };
  const { dispatcher } = road({ database: embedded, wallClock: () => performance.now() + wall.aheadMs });
  await dispatcher.start();
  await enqueue(database, [aNotice('a', { key: 'a' })]);
  await database.query(`update deliveries set not_before = clock_timestamp() + interval '3 hours'`);
  await dispatcher.idle();
  expect((await outcomes(database)).get('a')).toMatchObject({ state: 'due' });

  wall.aheadMs = 0;
  dispatcher.wake();
  await connector.seen(1);
  await dispatcher.idle();
  expect((await outcomes(database)).get('a')).toMatchObject({ state: 'sent' });
});

test('two dispatchers on one database send each delivery once', async () => {
  const accounts = Array.from({ length: 200 }, (_, index) => `a${index}`);
  await installFor(database, connector.url, accounts);
  const one = road({ instanceId: 'one' });
  const two = road({ instanceId: 'two' });
  // Before anything is claimed: on the embedded database a start frees every claim, as nobody else can be alive.
  await Promise.all([one.dispatcher.start(), two.dispatcher.start()]);
  await enqueue(
    database,
    accounts.map((account) => aNotice(account)),
  );
  await carryToTheEnd(database, one.dispatcher);

  expect(connector.requests).toHaveLength(200);
  expect(one.ends.length + two.ends.length).toBe(200);
});

test('an outcome is written down although the database was away when the answer came', async () => {
  await installFor(database, connector.url, ['a']);
  await enqueue(database, [aNotice('a')]);
  let refusals = 2;
  const shaky: Database = {
    ...database,
    query: <Row>(sql: string, parameters?: unknown[]) => {
      if (/settled_at = clock_timestamp/.test(sql) && refusals > 0) {
        refusals -= 1;
        return Promise.reject(new Error('the connection was lost'));
      }
      return database.query<Row>(sql, parameters);
    },
  };
  const { dispatcher } = road({ database: shaky });
  await dispatcher.start();
  await carryToTheEnd(database, dispatcher);
  expect((await outcomes(database)).get('notice:n1:a')).toMatchObject({ state: 'sent', attempts: 1 });
  expect(connector.requests).toHaveLength(1);
});

test('stopping claims nothing more, finishes what answers in time and gives the rest back as counted', async () => {
  await installFor(database, connector.url, ['slow', 'hung']);
  connector.trouble = ({ conversationId }) => (conversationId === 'chat-hung' ? { kind: 'hang' } : undefined);
  connector.latencyMs = 50;
  await enqueue(database, [aNotice('slow', { key: 'slow' }), aNotice('hung', { key: 'hung' })]);
  const metrics = createMetrics();
  const { dispatcher } = road({ metrics });
  await dispatcher.start();
  await connector.seen(2);
  const stopped = dispatcher.stop(500);
  await enqueue(database, [aNotice('later', { key: 'later' })]);
  await stopped;

  const ends = await outcomes(database);
  expect(ends.get('slow')).toMatchObject({ state: 'sent' });
  expect(ends.get('hung')).toMatchObject({ state: 'due', possible_repeats: 1 });
  expect(ends.get('later')).toMatchObject({ state: 'due', attempts: 0 });
  expect((await metrics.repeats.get()).values).toMatchObject([{ labels: { kind: 'notice' }, value: 1 }]);
});

test('one kind takes at most three quarters of the places', () => {
  expect(room(32, [])).toEqual({ kinds: deliveryKinds, limit: 24 });
  expect(room(32, Array(24).fill('reminder'))).toEqual({
    kinds: deliveryKinds.filter((kind) => kind !== 'reminder'),
    limit: 8,
  });
  expect(room(32, [...Array(24).fill('reminder'), ...Array(8).fill('notice')]).limit).toBe(0);
  expect(room(1, []).limit).toBe(1);
});
