import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cohortsKey } from '../../../services/directory/account-rows.ts';
import type { DueGroup } from '../../../services/reminders/due-groups.ts';
import { planDue } from '../../../services/reminders/plan-due.ts';
import { expandWaves, storeWaves } from '../../../services/reminders/waves.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const teachers = 1_200;

const group = (change: Partial<DueGroup> = {}): DueGroup => ({
  cohort: 'everyone-else',
  schools: [],
  others: true,
  phaseId: 'everyone-else-online',
  phaseDate: '2018-12-13',
  offset: 7,
  dueAt: new Date('2018-12-06T08:30:00Z'),
  folded: [],
  ...change,
});

describe('waves of reminders', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    // Three schools: a third of the teachers each. Every tenth is registered.
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select lpad(n::text, 5, '0'), 't' || n || '@s' || n % 3 || '.norfolk.sch.uk', 'T', true,
              's' || n % 3 || '.norfolk.sch.uk', 'everyone-else', 0, now()
         from generate_series(0, ${teachers - 1}) as n`,
    );
    await database.query(
      `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
       select id, '[]', id::integer % 10 = 0, 'registration-report', now() from accounts`,
    );
    await database.query(
      'insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)',
      [cohortsKey(plan)],
    );
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['deliveries', 'reminder_plan', 'reminder_waves'])
      await database.query(`delete from ${table}`);
  });

  const store = (groups: DueGroup[]) =>
    storeWaves(database, groups, {
      day: '2018-12-06',
      plannedAt: new Date('2018-12-06T08:30:00Z'),
      expiresAt: new Date('2018-12-07T17:00:00Z'),
    });
  const made = async () => {
    const rows = await database.query<{ account_id: string }>(
      'select account_id from deliveries order by id',
    );
    return rows.map(({ account_id }) => account_id);
  };
  const notReady = (which: (n: number) => boolean = () => true) =>
    Array.from({ length: teachers }, (_, n) => n)
      .filter((n) => n % 10 !== 0 && which(n))
      .map((n) => String(n).padStart(5, '0'));
  const planAt = (time: string, on: Database = database) =>
    planDue({
      database: on,
      plan,
      log: createLog('silent'),
      clock: { now: () => new Date(time) },
      refreshReport: async () => {},
      onLag: () => {},
    });

  it('become one delivery for each account that is not ready, page by page', async () => {
    await store([group()]);
    expect(await expandWaves(database, { pages: 2 })).toEqual({ made: 450, isComplete: false });
    expect(await expandWaves(database)).toEqual({ made: 630, isComplete: true });
    expect(await made()).toEqual(notReady());
  });

  it('of named schools leave out all others, and the others leave out those', async () => {
    await store([
      group({ others: false, schools: ['s2.norfolk.sch.uk', 's1.norfolk.sch.uk', 'nobody.norfolk.sch.uk'] }),
    ]);
    await expandWaves(database);
    expect((await made()).toSorted()).toEqual(notReady((n) => n % 3 !== 0));
    await store([group({ schools: ['s1.norfolk.sch.uk', 's2.norfolk.sch.uk'] })]);
    await expandWaves(database);
    expect((await made()).toSorted()).toEqual(notReady());
  });

  it('come in their order, so that those due soonest are first', async () => {
    await store([
      group({ others: false, schools: ['s2.norfolk.sch.uk'] }),
      group({ others: false, schools: ['s0.norfolk.sch.uk'] }),
    ]);
    await expandWaves(database);
    expect(await made()).toEqual([...notReady((n) => n % 3 === 2), ...notReady((n) => n % 3 === 0)]);
  });

  it('stay ahead of the dispatcher by so many and no more; what is held does not count', async () => {
    await store([group()]);
    await expandWaves(database, { ahead: 200 });
    expect((await made()).length).toBe(225);
    expect(await expandWaves(database, { ahead: 200 })).toEqual({ made: 0, isComplete: false });
    await database.query(
      `update deliveries set not_before = clock_timestamp() + interval '1 hour', why = 'status-unknown'`,
    );
    expect(await expandWaves(database, { ahead: 200 })).toMatchObject({ made: 225 });
    // Microsoft hangs: the holds end, and each is looked at again and held again.
    await database.query(
      `update deliveries set not_before = clock_timestamp() - interval '1 second', why = 'status-unknown'`,
    );
    expect(await expandWaves(database, { ahead: 200 })).toMatchObject({ made: 225 });
  });

  it.each(['phase-paused', 'date-moved', 'phase-removed', 'too-late'])(
    'bring back what ended as %s in between, and nothing that ended otherwise or may have left',
    async (why) => {
      await store([group({ others: false, schools: ['s1.norfolk.sch.uk'] })]);
      await expandWaves(database);
      const end = (accountId: string, reason: string, attempts: number) =>
        database.query(
          `update deliveries set state = 'skipped', why = $2, attempts = $3, settled_at = clock_timestamp(),
                  expires_at = '2018-11-01', not_before = clock_timestamp() + interval '1 day'
            where account_id = $1`,
          [accountId, reason, attempts],
        );
      await end('00001', why, 0);
      await end('00004', why, 1);
      await end('00007', 'already-ready', 0);
      await store([group({ others: false, schools: ['s1.norfolk.sch.uk'] })]);
      expect((await expandWaves(database)).made).toBe(1);
      const rows = await database.query(
        `select account_id, state, why, settled_at, expires_at, not_before <= clock_timestamp() as is_ready
           from deliveries where account_id = any($1) order by account_id`,
        [['00001', '00004', '00007']],
      );
      expect(rows).toMatchObject([
        {
          ...{ state: 'due', why: null, settled_at: null, is_ready: true },
          expires_at: new Date('2018-12-07T17:00:00Z'),
        },
        { state: 'skipped', why },
        { state: 'skipped', why: 'already-ready' },
      ]);
    },
  );

  it('plan again a phase that was paused and taken back within minutes', async () => {
    await planAt('2018-12-06T08:31:00Z');
    const all = await made();
    const paused = norfolkPlan();
    for (const phase of paused.phases) phase.paused = true;
    const planPaused = (which: typeof plan, time: string) =>
      planDue({
        database,
        plan: which,
        log: createLog('silent'),
        clock: { now: () => new Date(time) },
        refreshReport: async () => {},
        onLag: () => {},
      });
    await planPaused(paused, '2018-12-06T08:33:00Z');
    await database.query(
      `update deliveries set state = 'skipped', why = 'phase-paused', settled_at = clock_timestamp()
        where account_id < '00500'`,
    );
    await planPaused(plan, '2018-12-06T08:35:00Z');
    const [left] = await database.query<{ count: string }>(
      `select count(*) from deliveries where state = 'due'`,
    );
    expect(Number(left?.count)).toBe(all.length);
  });

  it('lose nothing and make nothing twice by a kill between or within any two statements', async () => {
    const total = await statementsOf(() => planAt('2018-12-06T08:31:00Z', counting()));
    for (let killedAfter = 0; killedAfter <= total; killedAfter += 1) {
      for (const table of ['deliveries', 'reminder_plan', 'reminder_waves'])
        await database.query(`delete from ${table}`);
      await planAt('2018-12-06T08:31:00Z', killedFrom(killedAfter)).catch(() => undefined);
      await planAt('2018-12-06T08:31:04Z');
      await planAt('2018-12-06T08:31:06Z');
      expect((await made()).toSorted()).toEqual(notReady());
      const [standing] = await database.query<{ planned_until: Date; planning_until: Date | null }>(
        'select planned_until, planning_until from reminder_plan',
      );
      expect(standing?.planning_until).toBeNull();
      expect(standing?.planned_until.toISOString()).toMatch(/^2018-12-06T08:31:0/);
    }
  }, 120_000);

  it('that a process left over on another day are planned anew, with what has become due since', async () => {
    await planAt('2018-12-06T08:31:00Z', killedFrom(9)).catch(() => undefined);
    const before = (await made()).length;
    await planAt('2018-12-10T08:31:00Z');
    const rows = await database.query<{ offset: string; count: string }>(
      `select subject ->> 'offset' as offset, count(*) from deliveries group by 1 order by 1`,
    );
    expect(rows.filter(({ offset }) => offset === '3')).toEqual([{ offset: '3', count: '1080' }]);
    expect(
      rows.filter(({ offset }) => offset === '7').reduce((sum, { count }) => sum + Number(count), 0),
    ).toBe(before);
  });

  it('are dropped where the dates changed before all were made', async () => {
    await planAt('2018-12-06T08:31:00Z', killedFrom(9)).catch(() => undefined);
    const before = (await made()).length;
    const moved = norfolkPlan();
    for (const phase of moved.phases) if (phase.cohort === 'everyone-else') phase.date = '2019-02-01';
    await planDue({
      database,
      plan: moved,
      log: createLog('silent'),
      clock: { now: () => new Date('2018-12-06T08:40:00Z') },
      refreshReport: async () => {},
      onLag: () => {},
    });
    expect((await made()).length).toBe(before);
    expect(await database.query('select id from reminder_waves')).toEqual([]);
  });

  let statements = 0;
  const statementsOf = async (work: () => Promise<unknown>) => {
    statements = 0;
    await work();
    return statements;
  };
  /** Counts the statements and transactions that are run. */
  function counting(): Database {
    return wrapped(() => {
      statements += 1;
    });
  }
  /** As if the process had been killed: from the n-th statement on, inside a transaction too, nothing is done any more. */
  function killedFrom(last: number): Database {
    let run = 0;
    return wrapped(() => {
      run += 1;
      if (run > last) throw new Error('killed');
    });
  }
  function wrapped(onStatement: () => void): Database {
    return {
      ...database,
      query: async (sql, parameters) => {
        onStatement();
        return database.query(sql, parameters);
      },
      transaction: (work) =>
        database.transaction((tx) =>
          work({
            query: async (sql, parameters) => {
              onStatement();
              return tx.query(sql, parameters);
            },
          }),
        ),
    };
  }
});
