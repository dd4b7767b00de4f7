import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isMessageExpectedFirst, wasMessageSentSince } from '../../../services/deliveries/app-wait.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import {
  claimRequests,
  noteInstalled,
  postpone,
  settleRequest,
} from '../../../services/installations/claims.ts';
import {
  broughtByUsAt,
  isFirstMessage,
  noteHeardFrom,
  request,
  standingOf,
} from '../../../services/installations/requests.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { aNotice } from '../../support/outbound.ts';

const database: Database = await testDatabase();
const mine = { accountId: 'a', claimant: 'me' };

beforeEach(() => database.query('truncate deliveries, installations'));
afterAll(() => database.close());

const claim = () => claimRequests(database, { claimant: 'me', limit: 10 });
const later = (minutes: number) =>
  database.query(
    `update installations set settled_at = settled_at - make_interval(mins => $1),
       installed_at = installed_at - make_interval(mins => $1)`,
    [minutes],
  );

describe('a request', () => {
  test('made twice is one, and is worked on once', async () => {
    expect(await request(database, 'a', 'never-met')).toEqual({ kind: 'under-way' });
    expect(await request(database, 'a', 'removed')).toEqual({ kind: 'under-way' });
    expect(await claim()).toMatchObject([{ accountId: 'a', cause: 'never-met', attempts: 0 }]);
    expect(await claim()).toEqual([]);
    expect(await request(database, 'a', 'never-met')).toEqual({ kind: 'under-way' });
  });

  test('that was refused is believed for ten minutes, then asked again', async () => {
    await request(database, 'a', 'never-met');
    await claim();
    await settleRequest(database, mine, { kind: 'refused', why: 'app-blocked-by-policy' });
    const refused = { kind: 'refused', why: 'app-blocked-by-policy' };
    await later(9);
    expect(await request(database, 'a', 'never-met')).toEqual(refused);
    await later(2);
    expect(await request(database, 'a', 'never-met')).toEqual({ kind: 'under-way' });
    expect(await claim()).toHaveLength(1);
  });

  test('of a dead instance is taken over when its lease has run out, and its word is no longer heard', async () => {
    await request(database, 'a', 'never-met');
    await claim();
    await database.query(`update installations set lease_until = clock_timestamp() - interval '1 second'`);
    expect(await claimRequests(database, { claimant: 'other', limit: 10 })).toHaveLength(1);
    expect(await settleRequest(database, mine, { kind: 'reached' })).toBe(false);
    await postpone(database, mine, { afterMs: 0, why: 'x', counts: true });
    expect(await standingOf(database, 'a')).toEqual({ kind: 'under-way' });
  });

  test('ends when its account is heard from; whoever works on it finds it gone', async () => {
    await request(database, 'a', 'never-met');
    await claim();
    expect(await noteHeardFrom(database, 'a')).toBe(true);
    expect(await noteHeardFrom(database, 'a')).toBe(false);
    expect(await settleRequest(database, mine, { kind: 'refused', why: 'installation-failed' })).toBe(false);
    expect(await standingOf(database, 'a')).toEqual({ kind: 'reached' });
  });
});

describe('the first message to somebody for whom the app was installed', () => {
  test('introduces itself once, also where Teams told of the installation before Graph did', async () => {
    expect(await isFirstMessage(database, 'a')).toBe(false);
    await request(database, 'a', 'never-met');
    await noteHeardFrom(database, 'a');
    expect(await isFirstMessage(database, 'a')).toBe(true);
    await sent();
    expect(await isFirstMessage(database, 'a')).toBe(false);
  });

  test('is not that of a person who came by themself, nor of a chat that was renewed', async () => {
    await request(database, 'a', 'chat-or-message-gone');
    await claim();
    await settleRequest(database, mine, { kind: 'reached' });
    expect(await isFirstMessage(database, 'a')).toBe(false);
    expect(await broughtByUsAt(database, 'a')).toBeUndefined();
  });

  test('takes the place of the welcome for five minutes', async () => {
    await request(database, 'a', 'never-met');
    await claim();
    await noteInstalled(database, mine);
    expect(await broughtByUsAt(database, 'a')).toBeInstanceOf(Date);
    await later(6);
    expect(await broughtByUsAt(database, 'a')).toBeUndefined();
  });

  test('goes before the welcome, which does not wait for it for ever', async () => {
    const cameAt = new Date(Date.now() - 1_000);
    expect(await isMessageExpectedFirst(database, 'a', cameAt)).toBe(false);
    await enqueue(database, [aNotice('a', { key: 'w', kind: 'installation' })]);
    expect(await isMessageExpectedFirst(database, 'a', cameAt)).toBe(false);
    await enqueue(database, [aNotice('a')]);
    expect(await isMessageExpectedFirst(database, 'a', cameAt)).toBe(true);
    expect(await isMessageExpectedFirst(database, 'a', new Date(Date.now() - 121_000))).toBe(false);
    expect(await wasMessageSentSince(database, 'a', cameAt)).toBe(false);
    await sent();
    expect(await wasMessageSentSince(database, 'a', cameAt)).toBe(true);
    expect(await isMessageExpectedFirst(database, 'a', cameAt)).toBe(false);
  });
});

async function sent(): Promise<void> {
  await enqueue(database, [aNotice('a')]);
  await database.query(
    `update deliveries set state = 'sent', started_at = clock_timestamp() where key = 'notice:n1:a'`,
  );
}
