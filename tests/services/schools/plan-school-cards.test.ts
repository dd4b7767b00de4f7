import { cohortsKey } from '../../../services/directory/account-rows.ts';
import { remindedOfOn, schoolCardOnDay } from '../../../services/schools/on-day.ts';
import { planSchoolCards } from '../../../services/schools/plan-school-cards.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolk } from '../rollout/norfolk.ts';

const plan = norfolk();
const ash = 'head@ash.norfolk.sch.uk';
const beech = 'head@beech.norfolk.sch.uk';

describe('planSchoolCards', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await storeAccounts(database, { plan, now: new Date('2018-11-05T09:00:00Z') }, [
      { upn: ash, registered: true },
      { upn: beech },
      { upn: 'head@fir.norfolk.sch.uk', enabled: false },
      { upn: 'office@ash.norfolk.sch.uk', registered: false },
      { upn: 'year1@ash.norfolk.sch.uk', registered: false },
    ]);
    await database.query(
      `insert into directory_sweeps (started_at, listed_at, cohorts) values ($1, $1, $2)`,
      [new Date('2018-11-05T09:00:00Z'), cohortsKey(plan)],
    );
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from deliveries');
    await database.query('delete from school_plan');
  });

  const planAt = (time: string, changed = plan) =>
    planSchoolCards({ database, plan: changed, clock: { now: () => new Date(time) } });
  const keys = async () =>
    (await database.query<{ key: string }>('select key from deliveries order by key')).map(({ key }) => key);

  test('plans a card for every head on its day, once however often and on however many instances it runs', async () => {
    await planAt('2018-11-12T08:29:59Z');
    expect(await keys()).toEqual([]);
    const made = await Promise.all([planAt('2018-11-12T08:30:00Z'), planAt('2018-11-12T08:30:00Z')]);
    await planAt('2018-11-12T08:30:02Z');
    await planAt('2018-11-12T16:00:00Z');
    expect(await keys()).toEqual([
      `school:head-online:2018-11-19:7:${ash}`,
      `school:head-online:2018-11-19:7:${beech}`,
    ]);
    expect(made.reduce((sum, one) => sum + one.made, 0)).toBe(2);
  });

  test('plans nothing at night or on a day off, and the newest of what was missed on the next working day', async () => {
    await planAt('2018-11-12T10:00:00Z');
    await database.query('delete from deliveries');
    await planAt('2018-11-17T10:00:00Z');
    await planAt('2018-11-16T22:00:00Z');
    expect(await keys()).toEqual([]);
    await planAt('2018-11-19T08:31:00Z');
    expect(await keys()).toEqual([
      `school:head-client:2018-11-26:7:${ash}`,
      `school:head-client:2018-11-26:7:${beech}`,
    ]);
  });

  test('begins again with the day when the clock was far ahead at the last planning', async () => {
    await planAt('2018-12-12T10:00:00Z');
    await planAt('2018-11-12T08:31:00Z');
    expect(await keys()).toContain(`school:head-online:2018-11-19:7:${ash}`);
  });

  test('plans nothing where the plan names no heads, or the directory was not listed by it', async () => {
    const without = structuredClone(plan);
    delete without.heads;
    await planAt('2018-11-12T08:31:00Z', without);
    const others = structuredClone(plan);
    for (const cohort of others.cohorts)
      if (cohort.id === 'office') cohort.pattern = 'admin@*.norfolk.sch.uk';
    await planAt('2018-11-12T08:31:00Z', others);
    expect(await keys()).toEqual([]);
  });

  test('a card says where it stands for the reminder of its day', async () => {
    await planAt('2018-11-12T08:31:00Z');
    const on = (day: string) => schoolCardOnDay(database, { accountId: ash, day });
    expect([await on('2018-11-12'), await on('2018-11-13')]).toEqual(['coming', 'none']);
    await database.query(`update deliveries set state = 'sent'`);
    expect(await on('2018-11-12')).toBe('sent');
    await database.query(`update deliveries set state = 'skipped'`);
    expect(await on('2018-11-12')).toBe('none');
    expect(await remindedOfOn(database, { accountId: ash, day: '2018-11-12' })).toBeUndefined();
  });

  test('plans for 400 heads among 25,000 accounts without blocking the event loop for long', async () => {
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select 'big-' || n, case when n % 62 = 0 then 'head' else 'y' || n end || '@s' || n / 62 || '.norfolk.sch.uk', '', true,
              's' || n / 62 || '.norfolk.sch.uk', case when n % 62 = 0 then 'head' else 'everyone-else' end, 0, now()
         from generate_series(0, 24799) as n`,
    );
    const begun = performance.now();
    const { made } = await planAt('2018-11-12T08:31:00Z');
    expect(made).toBe(402);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await database.query(`delete from accounts where id like 'big-%'`);
  });
});
