import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../services/deliveries/delivery.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { noteSendingDay, wasSentOnDay } from '../../../services/deliveries/sent-today.ts';
import { neighboursOf } from '../../../services/reminders/neighbours.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const monday = '2018-11-12T08:30:00.000Z';
const tuesday = '2018-11-13T08:30:00.000Z';
const wednesday = '2018-11-14T08:30:00.000Z';
const now = new Date('2018-11-14T08:31:00Z');

describe('reminders of one account beside each other', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from deliveries');
  });

  async function delivery(
    plannedAt: string,
    change: {
      state?: string;
      why?: string;
      accountId?: string;
      kind?: 'reminder' | 'school' | 'notice';
      offset?: string;
    } = {},
  ): Promise<Delivery> {
    const { state = 'due', why, accountId = 'a', kind = 'reminder', offset = '7' } = change;
    const key = `${kind}:${plannedAt}:${accountId}:${state}:${why}`;
    const subject = { plannedAt, day: plannedAt.slice(0, 10), offset };
    await enqueue(database, [{ key, kind, operation: 'send', target: { accountId }, subject }]);
    const [row] = await database.query<{ id: string }>(
      'update deliveries set state = $2, why = $3 where key = $1 returning id',
      [key, state, why],
    );
    return {
      ...{ id: row?.id ?? '', key, kind, operation: 'send', accountId, activityId: undefined, subject },
      ...{ attempts: 0, possibleRepeats: 0, expiresAt: undefined, waitedFor: undefined, chatRenewed: false },
    };
  }

  it('alone is neither superseded nor waited for', async () => {
    const one = await delivery(monday);
    await delivery(tuesday, { accountId: 'b' });
    await delivery(tuesday, { kind: 'notice' });
    expect(await neighboursOf(database, one, now)).toEqual({ isSuperseded: false, waitingSince: undefined });
  });

  it.each(['due', 'sent', 'claimed'])('gives way to a later one that is %s', async (state) => {
    const older = await delivery(monday);
    const newer = await delivery(tuesday, { state });
    expect((await neighboursOf(database, older, now)).isSuperseded).toBe(true);
    expect((await neighboursOf(database, newer, now)).isSuperseded).toBe(false);
  });

  it('stands where the later one was planned by a clock that was weeks ahead', async () => {
    const real = await delivery(monday);
    for (const state of ['due', 'sent']) await delivery('2018-12-03T08:30:00.000Z', { state });
    expect(await neighboursOf(database, real, now)).toEqual({ isSuperseded: false, waitingSince: undefined });
    // Another instance's clock may be some seconds ahead.
    await delivery('2018-11-14T08:31:30.000Z');
    expect((await neighboursOf(database, real, now)).isSuperseded).toBe(true);
  });

  it.each([
    ['a planned one', '7', 'asked-2018-11-13'],
    ['one that was asked for', 'asked-2018-11-12', '7'],
  ])('does not give way to another sort: %s', async (_, offset, laterOffset) => {
    const older = await delivery(monday, { offset });
    await delivery(tuesday, { offset: laterOffset });
    expect((await neighboursOf(database, older, now)).isSuperseded).toBe(false);
    await delivery(wednesday, { offset: offset.replace('12', '14') });
    expect((await neighboursOf(database, older, now)).isSuperseded).toBe(true);
  });

  it('stands where the later one has ended without being sent', async () => {
    const older = await delivery(monday);
    await delivery(tuesday, { state: 'skipped', why: 'date-moved' });
    expect((await neighboursOf(database, older, now)).isSuperseded).toBe(false);
  });

  it('has been waiting since the first of those that did not come, and not since one before the last that came', async () => {
    await delivery(monday, { state: 'skipped', why: 'superseded' });
    await delivery(tuesday);
    const newest = await delivery(wednesday);
    expect((await neighboursOf(database, newest, now)).waitingSince).toEqual(new Date(monday));
    await delivery('2018-11-12T12:00:00.000Z', { state: 'sent' });
    expect((await neighboursOf(database, newest, now)).waitingSince).toEqual(new Date(tuesday));
    await database.query(`update deliveries set why = 'already-ready', state = 'skipped' where id <> $1`, [
      newest.id,
    ]);
    expect((await neighboursOf(database, newest, now)).waitingSince).toBeUndefined();
  });

  it('share one message a day with the school card, by the day on which it really goes out', async () => {
    const reminder = await delivery(tuesday);
    const card = await delivery(monday, { kind: 'school', state: 'sent' });
    expect(await wasSentOnDay(database, reminder, '2018-11-12')).toBe(true);
    expect(await wasSentOnDay(database, reminder, '2018-11-13')).toBe(false);
    await noteSendingDay(database, card, '2018-11-13');
    expect(await wasSentOnDay(database, reminder, '2018-11-12')).toBe(false);
    expect(await wasSentOnDay(database, reminder, '2018-11-13')).toBe(true);
    await noteSendingDay(database, card, '2018-11-12');
    expect(await wasSentOnDay(database, reminder, '2018-11-12')).toBe(true);
    expect(await wasSentOnDay(database, { ...reminder, accountId: 'b' }, '2018-11-12')).toBe(false);
    await delivery(wednesday, { kind: 'notice', state: 'sent' });
    expect(await wasSentOnDay(database, reminder, '2018-11-14')).toBe(false);
  });
});
