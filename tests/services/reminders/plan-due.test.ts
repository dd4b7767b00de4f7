import { cohortsKey } from '../../../services/directory/account-rows.ts';
import { addKeeper, sayWorks } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { type PlanDueDeps, planDue } from '../../../services/reminders/plan-due.ts';
import { planSnoozed, snooze } from '../../../services/reminders/snoozes.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();

describe('planDue', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    const now = new Date('2018-11-05T09:00:00Z');
    await storeAccounts(database, { plan, now }, [
      { upn: 'head@ash.norfolk.sch.uk', registered: false },
      { upn: 'head@beech.norfolk.sch.uk', registered: true },
      { upn: 'head@cedar.norfolk.sch.uk' },
      { upn: 'head@fir.norfolk.sch.uk', registered: false, enabled: false },
      { upn: 'office@ash.norfolk.sch.uk', registered: false },
      { upn: 'desk@norfolk.gov.uk', registered: false },
    ]);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from deliveries');
    await database.query('delete from reminder_plan');
    await database.query('delete from reminder_waves');
    await database.query('delete from directory_sweeps');
    await database.query(
      `insert into directory_sweeps (started_at, listed_at, cohorts) values ($1, $1, $2)`,
      [new Date('2018-11-05T09:00:00Z'), cohortsKey(plan)],
    );
  });

  const planAt = (time: string, change: Partial<PlanDueDeps> = {}) =>
    planDue({
      database,
      plan,
      log: createLog('silent'),
      clock: { now: () => new Date(time) },
      refreshReport: async () => {},
      onLag: () => {},
      ...change,
    });
  const planned = async () => {
    const rows = await database.query<{ key: string }>('select key from deliveries order by key');
    return rows.map(({ key }) => key);
  };

  it('plans what is due on its day for those who may need it, once however often it runs', async () => {
    await planAt('2018-11-12T08:30:00Z');
    await planAt('2018-11-12T08:30:05Z');
    await planAt('2018-11-12T16:00:00Z');
    expect(await planned()).toEqual([
      'reminder:head-online:2018-11-19:7:head@ash.norfolk.sch.uk',
      'reminder:head-online:2018-11-19:7:head@cedar.norfolk.sch.uk',
    ]);
  });

  it('plans for a registered account while a keeper is missing or Outlook does not work', async () => {
    const beech = 'head@beech.norfolk.sch.uk';
    const now = new Date('2018-11-12T08:00:00Z');
    const added = await addKeeper(database, { accountId: beech, firstName: 'Sam', now });
    if ('fault' in added) throw new Error(added.fault);
    await planAt('2018-11-12T08:30:00Z');
    expect(await planned()).toContain(`reminder:head-online:2018-11-19:7:${beech}`);
    await sayWorks(database, { accountId: beech, keeperId: added.keeper.id, now });
    await planAt('2018-11-16T08:30:00Z');
    expect(await planned()).not.toContain(`reminder:head-online:2018-11-19:3:${beech}`);
    await recordOutlookWord(database, { accountId: beech, word: 'not-working', now });
    await planAt('2018-11-19T08:30:00Z');
    expect(await planned()).toContain(`reminder:head-online:2018-11-19:0:${beech}`);
    await database.query('delete from keepers');
    await database.query('delete from outlook_words');
  });

  it('plans nothing before its time, at night or on a day off', async () => {
    await planAt('2018-11-12T08:29:59Z');
    await planAt('2018-11-17T10:00:00Z');
    await planAt('2018-11-19T22:00:00Z');
    expect(await planned()).toEqual([]);
  });

  it('sends what was missed on the next working day, and only the latest of it', async () => {
    await planAt('2018-11-09T10:00:00Z');
    await planAt('2018-11-20T09:00:00Z');
    expect(await planned()).toEqual([
      'reminder:head-online:2018-11-19:0:head@ash.norfolk.sch.uk',
      'reminder:head-online:2018-11-19:0:head@cedar.norfolk.sch.uk',
      'reminder:office-online:2018-12-03:14:office@ash.norfolk.sch.uk',
    ]);
  });

  it('plans a wave once when two instances plan it at the same moment', async () => {
    const both = await Promise.all([planAt('2018-11-12T08:30:01Z'), planAt('2018-11-12T08:30:01Z')]);
    expect(both.reduce((sum, { made }) => sum + made, 0)).toBe(2);
  });

  it('waits for the first complete list of accounts, and misses nothing by it', async () => {
    await database.query('delete from directory_sweeps');
    await planAt('2018-11-12T08:30:01Z');
    expect(await planned()).toEqual([]);
    await database.query(
      'insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)',
      [cohortsKey(plan)],
    );
    await planAt('2018-11-12T08:31:00Z');
    expect(await planned()).toHaveLength(2);
  });

  it('waits for the accounts to be sorted anew when the plan says otherwise of cohorts', async () => {
    const changed = structuredClone(plan);
    for (const cohort of changed.cohorts) cohort.name = `${cohort.name}, renamed`;
    for (const cohort of changed.cohorts)
      if (cohort.id === 'office') cohort.pattern = 'admin@*.norfolk.sch.uk';
    await planAt('2018-11-12T08:30:01Z', { plan: changed });
    expect(await planned()).toEqual([]);
  });

  it('begins again with the day when the clock was far ahead at the last planning', async () => {
    await planAt('2019-11-12T10:00:00Z');
    await planAt('2018-11-12T08:30:01Z');
    expect(await planned()).toHaveLength(2);
  });

  it('forgets what was planned by that clock and not sent, and the wishes that it took for granted', async () => {
    const standing = { phaseId: 'head-online', phaseDate: '2018-11-19', deliveryId: '1' };
    const wish = (accountId: string, untilDay: string) =>
      snooze(database, { accountId, ...standing, untilDay, now: new Date('2018-11-12T09:00:00Z') }, 3);
    const planSnoozedAt = (time: string) =>
      planSnoozed({ database, plan, clock: { now: () => new Date(time) } });
    await wish('head@ash.norfolk.sch.uk', '2018-11-15');
    await wish('head@cedar.norfolk.sch.uk', '2018-11-09');
    for (const time of ['2018-11-16T10:00:00Z', '2018-12-10T10:00:00Z']) {
      await planAt(time);
      await planSnoozedAt(time);
    }
    const [sent = '', ...others] = await planned();
    expect(others.length).toBeGreaterThan(1);
    await database.query(`update deliveries set state = 'sent', attempts = 1 where key = $1`, [sent]);
    await database.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority)
       values ('asked', 'reminder', 'send', 'a', '{"offset": "asked-2018-11-14", "plannedAt": "2018-11-14T08:30:00.000Z"}', 1)`,
    );

    await planAt('2018-11-13T09:00:00Z');
    expect(await planned()).toEqual(['asked', sent].toSorted());
    await planSnoozedAt('2018-11-15T08:30:00Z');
    expect(await planned()).toContain(
      'reminder:head-online:2018-11-19:snooze-2018-11-15:head@ash.norfolk.sch.uk',
    );
    // The day of this one had passed before the clock was put right.
    expect(await planned()).not.toContain(
      'reminder:head-online:2018-11-19:snooze-2018-11-09:head@cedar.norfolk.sch.uk',
    );
    await database.query('delete from snoozes');
  });

  it('plans within the first hour what fell due in the hour by which the clock was put back', async () => {
    // On 28 October 02:00 becomes 01:00; the plan's time is 08:30 by the clock on the wall on either side of it.
    const changed = norfolkPlan();
    for (const phase of changed.phases) if (phase.id === 'head-online') phase.date = '2018-11-05';
    await planAt('2018-10-26T15:00:00Z', { plan: changed });
    await planAt('2018-10-29T08:29:59Z', { plan: changed });
    expect(await planned()).toEqual([]);
    await planAt('2018-10-29T08:30:00Z', { plan: changed });
    const keys = await planned();
    expect(keys).toHaveLength(2);
    // The process's clock jumps back by an hour, and comes to the same moment again.
    await planAt('2018-10-29T08:00:00Z', { plan: changed });
    await planAt('2018-10-29T08:31:00Z', { plan: changed });
    expect(await planned()).toEqual(keys);
  });

  it('leaves two working days for a reminder to leave, and names the day of its planning', async () => {
    await planAt('2018-11-16T08:31:00Z');
    const rows = await database.query('select distinct subject, expires_at from deliveries');
    expect(rows).toEqual([
      {
        subject: {
          phaseId: 'head-online',
          phaseDate: '2018-11-19',
          offset: '1',
          day: '2018-11-16',
          plannedAt: '2018-11-16T08:31:00.000Z',
        },
        expires_at: new Date('2018-11-19T17:00:00Z'),
      },
    ]);
  });

  it('plans what a date that was moved brings on this day, and nothing that lies before it', async () => {
    await planAt('2018-11-13T09:00:00Z');
    expect(await planned()).toEqual([]);
    const moved = norfolkPlan();
    for (const phase of moved.phases) {
      // Seven days before is this day, fourteen days before has passed.
      if (phase.id === 'head-online') phase.date = '2018-11-20';
      // Three days before was yesterday, and one day before is tomorrow.
      if (phase.id === 'office-online') phase.date = '2018-11-15';
    }
    await planAt('2018-11-13T10:00:00Z', { plan: moved });
    expect(await planned()).toEqual([
      'reminder:head-online:2018-11-20:7:head@ash.norfolk.sch.uk',
      'reminder:head-online:2018-11-20:7:head@cedar.norfolk.sch.uk',
    ]);
  });

  it('says nothing of a phase that is paused', async () => {
    const paused = norfolkPlan();
    for (const phase of paused.phases) if (phase.cohort === 'head') phase.paused = true;
    await planAt('2018-11-12T08:30:00Z', { plan: paused });
    expect(await planned()).toEqual([]);
  });

  it('gives a school with a date of its own its reminders, and the others theirs', async () => {
    const own = norfolkPlan();
    for (const phase of own.phases) {
      if (phase.cohort === 'head') phase.waves = [{ date: '2018-11-26', schools: ['Ash.norfolk.sch.uk'] }];
    }
    await planAt('2018-11-19T08:30:00Z', { plan: own });
    expect(await planned()).toEqual([
      'reminder:head-online:2018-11-19:0:head@cedar.norfolk.sch.uk',
      'reminder:head-online:2018-11-26:7:head@ash.norfolk.sch.uk',
      'reminder:office-online:2018-12-03:14:office@ash.norfolk.sch.uk',
    ]);
  });

  it('reads the report before a wave and not without one, and says how late the wave is', async () => {
    let reads = 0;
    const lags: number[] = [];
    const change = {
      refreshReport: async () => {
        reads += 1;
      },
      onLag: (seconds: number) => lags.push(seconds),
    };
    await planAt('2018-11-13T09:00:00Z', change);
    expect(reads).toBe(0);
    await planAt('2018-11-16T08:31:00Z', change);
    expect(reads).toBe(1);
    expect(lags).toEqual([60]);
  });
});
