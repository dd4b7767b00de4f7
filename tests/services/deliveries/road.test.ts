import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { claim, endWaits, freeAllClaims } from '../../../services/deliveries/claim.ts';
import { backlog, countsFor } from '../../../services/deliveries/counts.ts';
import { deliveryKinds } from '../../../services/deliveries/delivery.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { markStarted, putBack, release, renew, settle } from '../../../services/deliveries/settle.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { aNotice, letWaitsEnd } from '../../support/outbound.ts';

const database: Database = await testDatabase();
beforeEach(() => database.query('truncate deliveries'));
afterAll(() => database.close());

const take = (claimant = 'one', limit = 100) =>
  claim(database, { claimant, limit, kinds: [...deliveryKinds] });
const keysOf = (claimed: Awaited<ReturnType<typeof take>>) => claimed.deliveries.map(({ key }) => key);
const endLeases = () =>
  database.query(
    `update deliveries set lease_until = clock_timestamp() - interval '1 second' where state = 'claimed'`,
  );
async function claimOne(claimant = 'one'): Promise<{ id: string; claimant: string }> {
  const { deliveries } = await take(claimant, 1);
  return { id: deliveries[0]?.id ?? 'none', claimant };
}

test('the same key makes one delivery, in one call, in two, and in more than a statement holds', async () => {
  const many = Array.from({ length: 1_201 }, (_, index) => aNotice(`a${index}`));
  expect(await enqueue(database, [...many, ...many.slice(0, 5)])).toBe(1_201);
  expect(await enqueue(database, many)).toBe(0);
  expect(await enqueue(database, [])).toBe(0);
});

test('a transaction that is rolled back puts nothing on the road', async () => {
  await database
    .transaction(async (tx) => {
      await enqueue(tx, [aNotice('a')]);
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  expect(keysOf(await take())).toEqual([]);
});

test('tickets go before progress, progress before reminders, reminders before notices, each in its order', async () => {
  await enqueue(database, [
    aNotice('a', { key: 'n1' }),
    aNotice('b', { key: 'n2' }),
    aNotice('c', { key: 'r', kind: 'reminder' }),
    aNotice('d', { key: 'p', kind: 'notice-progress', operation: 'edit' }),
    aNotice('e', { key: 't', kind: 'ticket' }),
  ]);
  expect(keysOf(await take())).toEqual(['t', 'p', 'r', 'n1', 'n2']);
});

test('one account gets one at a time, in order, two seconds apart', async () => {
  await enqueue(database, [aNotice('a', { key: 'first' }), aNotice('a', { key: 'second' })]);
  const first = await take();
  expect(keysOf(first)).toEqual(['first']);
  expect(keysOf(await take('two'))).toEqual([]);

  const ours = { id: first.deliveries[0]?.id ?? '', claimant: 'one' };
  await markStarted(database, ours);
  await settle(database, ours, { outcome: 'sent' });
  expect(keysOf(await take())).toEqual([]);
  await letWaitsEnd(database);
  expect(keysOf(await take())).toEqual(['second']);
});

test('claims at once never share a delivery or an account', async () => {
  const pairs = Array.from({ length: 50 }, (_, index) => [
    aNotice(`a${index}`, { key: `x${index}` }),
    aNotice(`a${index}`, { key: `y${index}` }),
  ]);
  await enqueue(database, pairs.flat());
  const claims = await Promise.all(Array.from({ length: 8 }, (_, index) => take(`claimant-${index}`, 10)));
  const accounts = claims.flatMap(({ deliveries }) => deliveries.map(({ accountId }) => accountId));
  expect(accounts).toHaveLength(50);
  expect(new Set(accounts).size).toBe(50);
});

test('a lease that ran out is taken over; only what had left counts as a possible repeat', async () => {
  await enqueue(database, [
    aNotice('a', { key: 'left' }),
    aNotice('b', { key: 'not-left' }),
    aNotice('c', { key: 'edit-left', kind: 'notice-progress', operation: 'edit' }),
  ]);
  const { deliveries } = await take('dead');
  for (const { id, key } of deliveries) {
    if (key !== 'not-left') await markStarted(database, { id, claimant: 'dead' });
  }
  expect(keysOf(await take('alive'))).toEqual([]);
  await endLeases();
  const again = await take('alive');
  // Those whose request left have just been written to: they come two seconds later.
  expect(keysOf(again)).toEqual(['not-left']);
  expect(again.possibleRepeats).toEqual(['notice']);
  await letWaitsEnd(database);
  const rest = await take('alive');
  expect(rest.deliveries.map(({ key, possibleRepeats }) => [key, possibleRepeats])).toEqual([
    ['edit-left', 0],
    ['left', 1],
  ]);
});

test('a lease that a leap of the clock ended is not taken from whoever is at work on it in this process', async () => {
  await enqueue(database, [aNotice('a', { key: 'mine' }), aNotice('b', { key: 'lost' })]);
  const { deliveries } = await take();
  for (const { id } of deliveries) await markStarted(database, { id, claimant: 'one' });
  const mine = deliveries.find(({ key }) => key === 'mine')?.id ?? '';
  await endLeases();
  const request = { claimant: 'one', limit: 10, kinds: [...deliveryKinds], underWay: [mine] };
  expect((await claim(database, request)).possibleRepeats).toEqual(['notice']);
  await letWaitsEnd(database);
  expect(keysOf(await claim(database, request))).toEqual(['lost']);
  expect(await settle(database, { id: mine, claimant: 'one' }, { outcome: 'sent' })).toBe(true);
});

test('waits by a clock that was set back since are ended lot by lot; those that Teams asked for are not', async () => {
  await enqueue(
    database,
    Array.from({ length: 1_201 }, (_, index) => aNotice(`a${index}`)),
  );
  await database.query(
    `update deliveries set not_before = clock_timestamp() + interval '10 minutes',
            attempts = case account_id when 'a7' then 1 else 0 end`,
  );
  let statements = 0;
  const counting: Database = {
    ...database,
    engine: 'pglite',
    query: (sql, parameters) => {
      statements += 1;
      return database.query(sql, parameters);
    },
  };
  await endWaits(counting);
  const left = await database.query('select account_id from deliveries where not_before > clock_timestamp()');
  expect(left).toEqual([{ account_id: 'a7' }]);
  expect(statements).toBe(4);
  await database.query(`update deliveries set not_before = clock_timestamp() + interval '1 hour'`);
  await endWaits(counting);
  expect((await take('one', 2_000)).deliveries).toHaveLength(1_201);
});

test('what waits is counted without reading what was ever sent', async () => {
  await database.query(
    `insert into deliveries (key, kind, operation, account_id, subject, priority, state)
     select 'old-' || n, 'notice', 'send', 'old-' || n, '{}', 8, 'sent' from generate_series(1, 5000) n`,
  );
  await enqueue(database, [aNotice('a'), aNotice('b')]);
  await claimOne();
  await database.query(`update deliveries set not_before = clock_timestamp() - interval '90 seconds'
    where state = 'claimed'`);
  const asked: string[] = [];
  const { waiting, lagSeconds } = await backlog({
    query: (sql, parameters) => {
      asked.push(sql);
      return database.query(sql, parameters);
    },
  });
  expect(waiting).toBe(2);
  expect(lagSeconds).toBeGreaterThanOrEqual(90);
  expect(lagSeconds).toBeLessThan(120);
  const plan = await database.query(`explain ${asked[0]}`);
  expect(JSON.stringify(plan)).not.toContain('Seq Scan');
  await database.query('truncate deliveries');
  expect(await backlog(database)).toEqual({ waiting: 0, lagSeconds: 0 });
});

test('whoever lost a claim can neither start, settle, put back nor renew it', async () => {
  await enqueue(database, [aNotice('a')]);
  const lost = await claimOne('slow');
  await endLeases();
  expect(await markStarted(database, lost)).toBeUndefined();
  const held = await claimOne('quick');
  expect(await markStarted(database, lost)).toBeUndefined();
  expect(await settle(database, lost, { outcome: 'failed', why: 'late' })).toBe(false);
  expect(await putBack(database, lost, { afterMs: 0, why: 'late' })).toBe(false);
  expect(await renew(database, 'slow', [lost.id])).toEqual([]);
  expect(await renew(database, 'quick', [held.id])).toEqual([held.id]);
  expect(await settle(database, held, { outcome: 'sent', sentActivityId: 'm1' })).toBe(true);
  expect(await settle(database, held, { outcome: 'failed', why: 'twice' })).toBe(false);
});

test('what is put back waits for its time, and its attempts are counted', async () => {
  await enqueue(database, [aNotice('a')]);
  const first = await claimOne();
  await markStarted(database, first);
  await putBack(database, first, { afterMs: 60_000, why: 'throttled', mayHaveArrived: true });
  expect(keysOf(await take())).toEqual([]);
  await letWaitsEnd(database);
  const { deliveries } = await take();
  expect(deliveries).toMatchObject([{ attempts: 1, possibleRepeats: 1, waitedFor: 'throttled' }]);
});

test('on stopping only the own claims are given back; at a start of the embedded database all are', async () => {
  await enqueue(database, [aNotice('a'), aNotice('b'), aNotice('c')]);
  const mine = await claimOne('mine');
  await markStarted(database, mine);
  await claimOne('mine');
  await claimOne('theirs');
  expect(await release(database, 'mine')).toEqual(['notice']);
  expect((await countsFor(database, { kind: 'notice', subject: {} }))[0]?.count).toBe(3);
  expect(await freeAllClaims(database)).toEqual([]);
  await letWaitsEnd(database);
  expect((await take()).deliveries).toHaveLength(3);
});

test('counts are by outcome and reason, for one kind and one subject', async () => {
  await enqueue(database, [
    ...['a', 'b', 'c', 'd'].map((account) => aNotice(account)),
    aNotice('e', { key: 'other', subject: { noticeId: 'n2' } }),
    aNotice('f', { key: 'edit', kind: 'notice-progress', operation: 'edit' }),
  ]);
  const { deliveries } = await claim(database, { claimant: 'one', limit: 3, kinds: ['notice'] });
  const [a = '', b = '', c = ''] = deliveries.map(({ id }) => id);
  await settle(database, { id: a, claimant: 'one' }, { outcome: 'sent' });
  await settle(database, { id: b, claimant: 'one' }, { outcome: 'skipped', why: 'app-not-installed' });
  await settle(database, { id: c, claimant: 'one' }, { outcome: 'failed', why: 'throttled' });
  expect(await countsFor(database, { kind: 'notice', subject: { noticeId: 'n1' } })).toEqual([
    { state: 'failed', why: 'throttled', count: 1 },
    { state: 'sent', why: undefined, count: 1 },
    { state: 'skipped', why: 'app-not-installed', count: 1 },
    { state: 'waiting', why: undefined, count: 1 },
  ]);
  expect((await backlog(database)).waiting).toBe(3);
});
