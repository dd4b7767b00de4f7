import { cohortsKey } from '../../../services/directory/account-rows.ts';
import {
  noteSaid,
  remindedOfOn,
  schoolCardOnDay,
  wasLastSaidReady,
} from '../../../services/schools/on-day.ts';
import { isSchoolCardComing, planSchoolCards } from '../../../services/schools/plan-school-cards.ts';
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

  test('a head’s card is coming until it is planned, for some minutes after the reminder time and not before people come in', async () => {
    const coming = (time: string, accountId = ash, changed = plan) =>
      isSchoolCardComing({ database, plan: changed }, { accountId, now: new Date(time) });
    expect(await coming('2018-11-12T08:30:00Z')).toBe(true);
    expect(await coming('2018-11-12T08:34:59Z')).toBe(true);
    expect(await coming('2018-11-12T08:35:00Z')).toBe(false);
    expect(await coming('2018-11-12T08:29:59Z')).toBe(false);
    expect(await coming('2018-11-13T08:30:00Z')).toBe(false);
    expect(await coming('2018-11-12T08:30:00Z', 'office@ash.norfolk.sch.uk')).toBe(false);
    const early = structuredClone(plan);
    early.reminders.workingHours.from = '08:00';
    expect(await coming('2018-11-12T08:00:00Z', ash, early)).toBe(true);
    await planAt('2018-11-09T10:00:00Z');
    expect(await coming('2018-11-12T08:30:00Z')).toBe(true);
    await planAt('2018-11-12T08:30:00Z');
    expect(await coming('2018-11-12T08:30:00Z')).toBe(false);
  });

  test('what the last card said is known once it was sent', async () => {
    await planAt('2018-11-12T08:31:00Z');
    const [card] = await database.query<{ id: string }>('select id from deliveries where account_id = $1', [
      ash,
    ]);
    const say = async (said: 'school' | 'good-news', state: string) => {
      await noteSaid(database, card?.id ?? '', said);
      await database.query('update deliveries set state = $2, settled_at = clock_timestamp() where id = $1', [
        card?.id,
        state,
      ]);
      return wasLastSaidReady(database, ash);
    };
    expect(await wasLastSaidReady(database, ash)).toBe(false);
    expect(await say('good-news', 'due')).toBe(false);
    expect(await say('good-news', 'sent')).toBe(true);
    expect(await wasLastSaidReady(database, beech)).toBe(false);
    expect(await say('school', 'sent')).toBe(false);
    await say('good-news', 'sent');
    await planAt('2018-11-16T08:31:00Z');
    await database.query(
      `update deliveries set state = 'sent', settled_at = clock_timestamp() where state = 'due'`,
    );
    expect(await wasLastSaidReady(database, ash)).toBe(false);
  });

  test('plans for 402 heads among 25,000 accounts, each once', async () => {
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select 'big-' || n, case when n % 62 = 0 then 'head' else 'y' || n end || '@s' || n / 62 || '.norfolk.sch.uk', '', true,
              's' || n / 62 || '.norfolk.sch.uk', case when n % 62 = 0 then 'head' else 'everyone-else' end, 0, now()
         from generate_series(0, 24799) as n`,
    );
    const { made } = await planAt('2018-11-12T08:31:00Z');
    expect(made).toBe(402);
    await database.query(`delete from accounts where id like 'big-%'`);
  });
});
