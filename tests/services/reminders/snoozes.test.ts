import { planSnoozed, snooze, snoozesOf, snoozesUsed } from '../../../services/reminders/snoozes.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const phase = { phaseId: 'head-online', phaseDate: '2018-11-19' };
const now = new Date('2018-11-12T09:00:00Z');

describe('reminders that were put off', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from snoozes');
    await database.query('delete from deliveries');
  });

  const wish = (accountId: string, untilDay: string, deliveryId = '1') =>
    snooze(database, { accountId, ...phase, untilDay, deliveryId, now }, 3);
  const planAt = (time: string) => planSnoozed({ database, plan, clock: { now: () => new Date(time) } });
  const used = (deliveryId: string) => snoozesUsed(database, { accountId: 'a', ...phase, deliveryId });
  const onTheRoad = () =>
    database.query<{ key: string; subject: Record<string, string>; priority: number }>(
      'select key, subject, priority from deliveries order by id',
    );

  it('count once for each reminder, whatever is pressed on it how often', async () => {
    expect(await wish('a', '2018-11-13', '1')).toBe(true);
    expect(await wish('a', '2018-11-13', '1')).toBe(true);
    expect(await wish('a', '2018-11-15', '1')).toBe(true);
    expect([await used('1'), await used('2')]).toEqual([0, 1]);
    expect(await snoozesOf(database, 'a', '2018-11-12')).toEqual([{ ...phase, untilDay: '2018-11-15' }]);
    expect(await snoozesOf(database, 'a', '2018-11-15')).toEqual([]);
    expect(await snoozesOf(database, 'b', '2018-11-12')).toEqual([]);
  });

  it('stop at the number that the plan allows, also where two presses meet', async () => {
    for (const id of ['1', '2', '3']) expect(await wish('a', '2018-11-15', id)).toBe(true);
    expect(await Promise.all([wish('a', '2018-11-16', '4'), wish('a', '2018-11-16', '5')])).toEqual([
      false,
      false,
    ]);
    expect(await used('4')).toBe(3);
    expect(await snoozesOf(database, 'a', '2018-11-12')).toEqual([{ ...phase, untilDay: '2018-11-15' }]);
    expect(await wish('a', '2018-11-14', '3')).toBe(true);
    const none = { accountId: 'b', ...phase, untilDay: '2018-11-15', deliveryId: '1', now };
    expect(await snooze(database, none, 0)).toBe(false);
  });

  it('come on their day at the time of reminders, once', async () => {
    await wish('a', '2018-11-15');
    await wish('b', '2018-11-16');
    for (const early of ['2018-11-14T10:00:00Z', '2018-11-15T08:29:00Z']) {
      expect(await planAt(early)).toEqual({ made: 0 });
    }
    expect(await planAt('2018-11-15T08:30:00Z')).toEqual({ made: 1 });
    expect(await planAt('2018-11-15T08:30:02Z')).toEqual({ made: 0 });
    expect(await onTheRoad()).toEqual([
      {
        key: 'reminder:head-online:2018-11-19:snooze-2018-11-15:a',
        priority: expect.any(Number),
        subject: {
          phaseId: 'head-online',
          phaseDate: '2018-11-19',
          offset: '4',
          day: '2018-11-15',
          plannedAt: '2018-11-15T08:30:00.000Z',
        },
      },
    ]);
  });

  it('wait for working hours, come late after an outage, and are dropped once the date has gone by', async () => {
    await wish('a', '2018-11-16');
    expect(await planAt('2018-11-17T09:00:00Z')).toEqual({ made: 0 });
    expect(await planAt('2018-11-19T09:00:00Z')).toEqual({ made: 1 });
    await wish('b', '2018-11-16');
    expect(await planAt('2018-11-20T09:00:00Z')).toEqual({ made: 0 });
    expect(await planAt('2018-11-19T09:00:00Z')).toEqual({ made: 0 });
  });

  it('come once more where another day was chosen after that', async () => {
    await wish('a', '2018-11-13', '1');
    expect(await planAt('2018-11-13T08:30:00Z')).toEqual({ made: 1 });
    await wish('a', '2018-11-15', '2');
    expect(await planAt('2018-11-15T08:30:00Z')).toEqual({ made: 1 });
    // The same press again, late: the reminder of that day is on the road already.
    await wish('a', '2018-11-15', '2');
    expect(await planAt('2018-11-15T08:31:00Z')).toEqual({ made: 0 });
  });

  it('come page by page for everybody', async () => {
    await database.query(
      `insert into snoozes (account_id, phase_id, phase_date, until_day, used, delivery_id, snoozed_at)
       select 'many-' || n, 'head-online', '2018-11-19', '2018-11-15', 1, n, $1 from generate_series(1, 1203) n`,
      [now],
    );
    expect(await planAt('2018-11-15T08:30:00Z')).toEqual({ made: 1203 });
    expect(await planAt('2018-11-15T08:30:00Z')).toEqual({ made: 0 });
  });
});
