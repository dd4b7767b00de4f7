import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { claimRequests, freeAllRequests } from '../../../services/installations/claims.ts';
import { request, standingOf } from '../../../services/installations/requests.ts';
import { findConversation, markUninstalled } from '../../../services/people/conversations.ts';
import type { Database } from '../../../services/store/database.ts';
import type { CloudAccount } from '../../support/cloud/graph.ts';
import { json } from '../../support/cloud/http.ts';
import type { AppRefusal } from '../../support/cloud/teams-apps.ts';
import { testDatabase } from '../../support/database.ts';
import { createInstallationWorld, type InstallationWorld, manifestId } from '../../support/installations.ts';
import { aNotice } from '../../support/outbound.ts';

const database: Database = await testDatabase();
let world: InstallationWorld;

beforeEach(async () => {
  world = await createInstallationWorld(database);
});
afterEach(() => world.stop());
afterAll(() => database.close());

async function start(): Promise<void> {
  await world.dispatcher.start();
  await world.installer.start();
}

async function notify(...accounts: CloudAccount[]): Promise<void> {
  await enqueue(
    database,
    accounts.map(({ id }) => aNotice(id, { key: id })),
  );
}

const received = (account: CloudAccount) => world.connector.messages.get(`chat-${account.id}`)?.length ?? 0;

describe('an account that was never met', () => {
  test('gets the app and the message, and its chat is read where Teams tells nothing', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await notify(head);
    await start();
    await world.toTheEnd();

    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(received(head)).toBe(1);
    expect(world.asked()).toEqual({ catalogue: 1, install: 1, 'installed-apps': 1, 'app-chat': 1 });
    expect(await findConversation(database, 'head')).toMatchObject({
      conversationId: 'chat-head',
      installed: true,
      botId: '28:bot',
      teamsUserId: undefined,
    });
  });

  test('costs no further question where Teams tells of the installation', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    world.graph.apps.installed = (account) => void world.tellsOfInstallation(account);
    await notify(head);
    await start();
    await world.toTheEnd();

    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(received(head)).toBe(1);
    expect(world.asked()).toEqual({ catalogue: 1, install: 1 });
  });

  test('is written to where the app was there already (409), by the chat that Graph names', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    world.graph.apps.add(head);
    await notify(head);
    await start();
    await world.toTheEnd();

    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(world.graph.apps.installs).toEqual([]);
  });

  test('has its chat tried with the service URL that was heard of last', async () => {
    world.graph.apps.publish(manifestId);
    const [known, head] = [world.account('known'), world.account('head')];
    await world.tellsOfInstallation(known);
    await database.query(`update conversations set service_url = $1`, [`${world.connector.url}uk/`]);
    await notify(head);
    await start();
    await world.toTheEnd();
    expect((await findConversation(database, 'head'))?.serviceUrl).toBe(`${world.connector.url}uk/`);
  });

  test('gets one app for several messages of the same moment', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await notify(head);
    await enqueue(database, [aNotice('head', { key: 'second' }), aNotice('head', { key: 'third' })]);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent', second: 'sent', third: 'sent' });
    expect(world.asked()).toMatchObject({ install: 1 });
  });

  test('waits without a dispatcher’s place while its chat is not there yet', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    let left = 3;
    world.graph.apps.chatIdOf = ({ id }) => {
      left -= 1;
      return left >= 0 ? undefined : `chat-${id}`;
    };
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(world.asked()).toMatchObject({ install: 1, 'app-chat': 4 });
  });

  test('gets nothing for an edit, a removal, or a welcome that came too late', async () => {
    world.graph.apps.publish(manifestId);
    world.account('head');
    const target = { accountId: 'head', activityId: 'm' };
    await enqueue(database, [
      aNotice('head', { key: 'edit', operation: 'edit', target }),
      aNotice('head', { key: 'removal', operation: 'delete', target }),
      aNotice('head', { key: 'welcome', kind: 'installation' }),
    ]);
    await start();
    await world.toTheEnd();
    expect(new Set(Object.values(await world.ends()))).toEqual(new Set(['skipped: app-not-installed']));
    expect(world.asked()).toEqual({});
  });

  test('is not asked about, which costs one of few questions to Graph, before it can be reached', async () => {
    await world.stop();
    let decisions = 0;
    world = await createInstallationWorld(database, {
      async prepare({ key }) {
        decisions += 1;
        return { kind: 'send', content: { text: key } };
      },
    });
    world.graph.apps.publish(manifestId);
    world.graph.apps.refuses = ({ id }) => (id === 'refused' ? 'policy' : undefined);
    await notify(world.account('head'), world.account('refused'));
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent', refused: 'failed: app-blocked-by-policy' });
    expect(decisions).toBe(1);
  });

  test('gets no app once the message that it was for has ended', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await request(database, head.id, 'never-met');
    await start();
    await standing(head, 'refused');
    expect(await standingOf(database, head.id)).toEqual({ kind: 'refused', why: 'no-longer-needed' });
    expect(world.asked()).toEqual({});
    // That was no refusal: the next message asks again.
    await notify(head);
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
  });
});

test('a member of the service desk gets the app without a message, but not against their will', async () => {
  world.graph.apps.publish(manifestId);
  const [desk, gone] = [world.account('desk'), world.account('gone')];
  await world.tellsOfInstallation(gone);
  await markUninstalled(database, gone.id);
  await request(database, desk.id, 'service-desk');
  await request(database, gone.id, 'service-desk');
  await start();
  await standing(gone, 'refused');
  await database.query(`update installations set not_before = clock_timestamp() where state = 'due'`);
  await standing(desk, 'reached');
  expect(world.graph.apps.installs).toEqual(['desk']);
  expect(await standingOf(database, 'gone')).toEqual({ kind: 'refused', why: 'removed-by-user' });
});

describe('who cannot be reached is named', () => {
  const cases: [AppRefusal, string][] = [
    ['policy', 'failed: app-blocked-by-policy'],
    ['licence', 'skipped: no-teams-licence'],
    ['no-reason', 'failed: installation-refused'],
    ['permission', 'failed: no-installation-permission'],
  ];
  test.each(cases)('%s, and stops nobody', async (refusal, end) => {
    world.graph.apps.publish(manifestId);
    const [refused, well] = [world.account('refused'), world.account('well')];
    world.graph.apps.refuses = ({ id }) => (id === 'refused' ? refusal : undefined);
    await world.tellsOfInstallation(well);
    await notify(refused, well);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ refused: end, well: 'sent' });
    expect(world.asked()).toMatchObject({ install: 1 });
  });

  test('an account that Microsoft does not know', async () => {
    world.graph.apps.publish(manifestId);
    await enqueue(database, [aNotice('nobody', { key: 'nobody' })]);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ nobody: 'skipped: account-unknown' });
  });

  test('an app that is not in the catalogue, asked for once for all', async () => {
    const accounts = Array.from({ length: 50 }, (_, index) => world.account(`a${index}`));
    await notify(...accounts);
    await start();
    await world.toTheEnd();
    expect(new Set(Object.values(await world.ends()))).toEqual(new Set(['failed: app-not-in-catalogue']));
    expect(world.asked()).toEqual({ catalogue: 1 });
  });

  test('no permission to install, without asking for each', async () => {
    world.graph.apps.publish(manifestId);
    world.graph.apps.refuses = () => 'permission';
    const accounts = Array.from({ length: 80 }, (_, index) => world.account(`a${index}`));
    await notify(...accounts);
    await start();
    await world.toTheEnd();
    expect(new Set(Object.values(await world.ends()))).toEqual(
      new Set(['failed: no-installation-permission']),
    );
    expect(world.asked().install).toBeLessThan(40);
  });

  test('an app that was uploaded anew under another id is found by looking again', async () => {
    world.graph.apps.publish(manifestId);
    const [one, other] = [world.account('one'), world.account('other')];
    await notify(one);
    await start();
    await world.toTheEnd();
    world.graph.apps.withdraw(manifestId);
    world.graph.apps.publish(manifestId);
    await database.query(`update teams_app set looked_up_at = looked_up_at - interval '1 minute'`);
    await notify(other);
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ one: 'sent', other: 'sent' });
  });
});

describe('the will of a person', () => {
  test('who removed the app is left alone, but is written to where Graph says that it is back', async () => {
    world.graph.apps.publish(manifestId);
    const [gone, back] = [world.account('gone'), world.account('back')];
    for (const account of [gone, back]) {
      await world.tellsOfInstallation(account);
      await markUninstalled(database, account.id);
    }
    world.graph.apps.add(back);
    await notify(gone, back);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ gone: 'skipped: removed-by-user', back: 'sent' });
    expect(world.graph.apps.installs).toEqual([]);
  });

  test('an app that went from everybody’s Teams, because it was uploaded anew, comes back', async () => {
    world.graph.apps.publish(manifestId);
    const [head, other] = [world.account('head'), world.account('other')];
    await notify(other);
    await start();
    await world.toTheEnd();
    await world.tellsOfInstallation(head);
    world.graph.apps.withdraw(manifestId);
    await markUninstalled(database, head.id);
    world.graph.apps.publish(manifestId);
    await database.query(`update teams_app set looked_up_at = looked_up_at - interval '2 hours'`);
    await notify(head);
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ other: 'sent', head: 'sent' });
    expect(world.graph.apps.installs).toEqual(['other', 'head']);
  });

  test('who blocked the bot stays blocked: verified, tried once more, never installed', async () => {
    world.graph.apps.publish(manifestId);
    const [blocking, gone] = [world.account('blocking'), world.account('blocking-and-gone')];
    for (const account of [blocking, gone]) await world.tellsOfInstallation(account);
    world.graph.apps.add(blocking);
    world.connector.trouble = () => forbidden('ConversationBlockedByUser');
    await notify(blocking, gone);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({
      blocking: 'skipped: blocked-by-user',
      'blocking-and-gone': 'skipped: blocked-by-user',
    });
    expect(world.graph.apps.installs).toEqual([]);
    const asked = world.asked();
    await enqueue(database, [aNotice('blocking', { key: 'next' })]);
    await world.toTheEnd();
    expect((await world.ends()).next).toBe('skipped: blocked-by-user');
    expect(world.asked()).toEqual(asked);
  });
});

describe('a chat that stopped working', () => {
  const forbiddenOrGone = [
    ['404', { kind: 'status', status: 404, body: '{"error":{"code":"ConversationNotFound"}}' }],
    ['403 without a reason', { kind: 'status', status: 403, body: '' }],
    ['403 roster', forbidden('BotNotInConversationRoster')],
    ['403 writes blocked', forbidden('MessageWritesBlocked')],
  ] as const;

  test.each(forbiddenOrGone)('%s: is looked up anew, and the message follows', async (_, trouble) => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await world.tellsOfInstallation(head);
    await database.query(`update conversations set conversation_id = 'old'`);
    world.graph.apps.add(head);
    world.connector.trouble = ({ conversationId }) => (conversationId === 'old' ? trouble : undefined);
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(received(head)).toBe(1);
    expect(world.asked()).toMatchObject({ 'installed-apps': 1, 'app-chat': 1 });
    expect(world.graph.apps.installs).toEqual([]);
  });

  test('is installed again where Graph says that the app is not there', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await world.tellsOfInstallation(head);
    world.connector.trouble = () =>
      world.graph.apps.has(head) ? undefined : forbidden('BotNotInConversationRoster');
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(world.graph.apps.installs).toEqual(['head']);
  });

  test('counts as failed after it was renewed once', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await world.tellsOfInstallation(head);
    world.graph.apps.add(head);
    world.connector.trouble = () => ({ kind: 'status', status: 404, body: '' });
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'failed: chat-or-message-gone' });
    expect(world.connector.requests).toHaveLength(2);
    expect(world.asked()).toMatchObject({ 'installed-apps': 1 });
  });

  test('ends with Graph’s reason where the app may not come back', async () => {
    world.graph.apps.publish(manifestId);
    world.graph.apps.refuses = () => 'policy';
    const head = world.account('head');
    await world.tellsOfInstallation(head);
    world.connector.trouble = () => forbidden('BotNotInConversationRoster');
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'failed: app-blocked-by-policy' });
  });

  test('that was closed for a missing app is looked up for the next message, so that nobody mends a row', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    await world.tellsOfInstallation(head);
    await database.query(`update conversations set blocked = 'app-not-installed'`);
    world.graph.apps.add(head);
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
  });
});

describe('a Graph in trouble', () => {
  test.each([
    ['503', json(503, { error: { code: 'ServiceUnavailable' } })],
    ['a reset', { ...json(201, {}), fate: 'reset' as const }],
    ['a 400 that passes', json(400, { error: { code: 'BadRequest' } })],
    ['a 401', json(401, { error: { code: 'InvalidAuthenticationToken' } })],
  ])('%s is tried again, on every question', async (_, reply) => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    const failed = new Set<string>();
    world.graph.fault = (resource) => {
      if (failed.has(resource)) return undefined;
      failed.add(resource);
      return reply;
    };
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
    expect([...failed].sort()).toEqual(['app-chat', 'catalogue', 'install', 'installed-apps']);
    expect(received(head)).toBe(1);
  });

  test('a time-out after the app was installed leads to 409 and the message, not to a second app', async () => {
    await world.stop();
    world = await createInstallationWorld(database, { graphTimeoutMs: 300 });
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    let isFirst = true;
    world.graph.fault = (resource) => {
      if (resource !== 'install' || !isFirst) return undefined;
      isFirst = false;
      world.graph.apps.add(head);
      return { ...json(201, {}), fate: 'hang' };
    };
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'sent' });
    expect(world.asked()).toMatchObject({ install: 2 });
  });

  test('a 429 holds every instance back for as long as Graph asks', async () => {
    world.graph.apps.publish(manifestId);
    const accounts = Array.from({ length: 20 }, (_, index) => world.account(`a${index}`));
    world.graph.apps.installed = (account) => void world.tellsOfInstallation(account);
    let throttledAt: number | undefined;
    world.graph.fault = (resource) => {
      if (resource !== 'install' || throttledAt !== undefined) return undefined;
      throttledAt = performance.now();
      return json(429, { error: { code: 'TooManyRequests' } }, { 'retry-after': '2' });
    };
    await notify(...accounts);
    await start();
    const second = world.another();
    await second.installer.start();
    await world.toTheEnd();
    expect(new Set(Object.values(await world.ends()))).toEqual(new Set(['sent']));
    const since = world.graph.calls.map(({ at }) => at - (throttledAt ?? 0));
    // What had left its place before the answer was read may still arrive: a fifth of a second's places an instance.
    expect(since.filter((ms) => ms > 500 && ms < 1_900)).toEqual([]);
  });

  test('no answer for an hour ends with that', async () => {
    world.graph.apps.publish(manifestId);
    const head = world.account('head');
    world.graph.fault = (resource) =>
      resource === 'install' ? json(500, { error: { code: 'InternalServerError' } }) : undefined;
    await notify(head);
    await start();
    await world.toTheEnd();
    expect(await world.ends()).toEqual({ head: 'failed: installation-failed' });
    expect(world.asked().install).toBe(20);
  });
});

test('a crash between the installation and the message repeats neither', async () => {
  world.graph.apps.publish(manifestId);
  const head = world.account('head');
  await notify(head);
  await request(database, head.id, 'never-met');
  // A process claims it, installs the app, and dies before it can write that down.
  expect(await claimRequests(database, { claimant: 'dead', limit: 10 })).toHaveLength(1);
  world.graph.apps.add(head);
  expect(await claimRequests(database, { claimant: 'other', limit: 10 })).toEqual([]);
  await freeAllRequests(database);
  await start();
  await world.toTheEnd();
  expect(await world.ends()).toEqual({ head: 'sent' });
  expect(received(head)).toBe(1);
  expect(world.graph.apps.installs).toEqual([]);
});

test('two instances stay under 25 requests in any second together, and ask for nobody twice', async () => {
  world.graph.apps.publish(manifestId);
  const accounts = Array.from({ length: 120 }, (_, index) => world.account(`a${index}`));
  world.graph.apps.installed = (account) => void world.tellsOfInstallation(account);
  await notify(...accounts);
  await start();
  const second = world.another();
  await second.dispatcher.start();
  await second.installer.start();
  await world.toTheEnd();
  expect(new Set(Object.values(await world.ends()))).toEqual(new Set(['sent']));
  expect(accounts.map(received).every((count) => count === 1)).toBe(true);
  expect(world.asked()).toMatchObject({ install: 120 });
  const times = world.graph.calls.map(({ at }) => at).sort((a, b) => a - b);
  const most = Math.max(...times.map((at) => times.filter((t) => t >= at && t < at + 1_000).length));
  expect(most).toBeLessThanOrEqual(25);
  expect(times.length).toBeGreaterThan(100);
});

function forbidden(code: string) {
  return { kind: 'status' as const, status: 403, body: JSON.stringify({ error: { code, message: code } }) };
}

async function standing({ id }: CloudAccount, kind: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while ((await standingOf(database, id))?.kind !== kind) {
    if (performance.now() > deadline) throw new Error(`It did not become ${kind}.`);
    world.installer.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
