import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cohortsKey } from '../../../services/directory/account-rows.ts';
import { dueBetween } from '../../../services/reminders/due.ts';
import { planDue } from '../../../services/reminders/plan-due.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolk } from '../rollout/norfolk.ts';
import { anyPlanWithWaves, schools } from './any-plan.ts';
import { dayAfter, expectedFor, instantOf, isSchoolDay } from './oracle.ts';

const cohorts: Record<string, string> = { head: 'head', office: 'office', teacher: 'everyone-else' };
const accounts = [...schools, 'elm.norfolk.sch.uk'].flatMap((school) =>
  Object.entries(cohorts).map(([local, cohort]) => ({ upn: `${local}@${school}`, cohort, school })),
);
const firstDay = '2018-10-15';
const anyDay = fc.nat(125).map((days) => dayAfter(firstDay, days));
const daysFrom = (from: string, to: string): string[] =>
  from > to ? [] : [from, ...daysFrom(dayAfter(from), to)];

test('what is due within any days is what the plan asks for, day by day', () => {
  fc.assert(
    fc.property(anyPlanWithWaves, anyDay, fc.nat(20), (plan, from, count) => {
      const until = dayAfter(from, count);
      const found = dueBetween(
        plan,
        accounts.map(({ upn }) => ({ id: upn, upn })),
        { after: instantOf(dayAfter(from, -1), '23:59'), until: instantOf(until, '23:59') },
      );
      const byAccount = new Map(
        found.map(({ accountId, phaseId, phaseDate, offset }) => [
          accountId,
          `${phaseId} ${phaseDate} ${offset}`,
        ]),
      );
      for (const account of accounts) {
        expect(`${account.upn} ${byAccount.get(account.upn)}`).toBe(
          `${account.upn} ${expectedFor(plan, account, daysFrom(from, until))}`,
        );
      }
    }),
    { numRuns: 150 },
  );
});

test('each reminder is due at the plan’s time by the clock on the wall, in summer and in winter', () => {
  fc.assert(
    fc.property(anyPlanWithWaves, anyDay, (plan, day) => {
      for (const { dueAt } of dueBetween(
        plan,
        accounts.map(({ upn }) => ({ id: upn, upn })),
        { after: instantOf(dayAfter(day, -1), '23:59'), until: instantOf(day, '23:59') },
      )) {
        expect(dueAt).toEqual(instantOf(day, plan.reminders.time));
      }
    }),
  );
});

describe('a bot that runs now and then', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
    await storeAccounts(
      database,
      { plan: norfolk(), now: new Date('2018-10-15T09:00:00Z') },
      accounts.map(({ upn }) => ({ upn, registered: false })),
    );
    await database.query(
      'insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)',
      [cohortsKey(norfolk())],
    );
  });
  afterAll(() => database.close());

  /** Plans once; with `killedAfter`, the process dies after so many statements and another begins two seconds later. */
  async function look(plan: RolloutPlan, at: Date, killedAfter: number | undefined): Promise<void> {
    const parts = {
      plan,
      log: createLog('silent'),
      refreshReport: async () => {},
      onLag: () => {},
      clock: { now: () => at },
    };
    if (killedAfter === undefined) {
      await planDue({ ...parts, database });
      return;
    }
    let statements = 0;
    const spend = () => {
      statements += 1;
      if (statements > killedAfter) throw new Error('killed');
    };
    const dying: Database = {
      ...database,
      query: async (sql, parameters) => {
        spend();
        return database.query(sql, parameters);
      },
      transaction: (work) =>
        database.transaction((tx) =>
          work({
            query: async (sql, parameters) => {
              spend();
              return tx.query(sql, parameters);
            },
          }),
        ),
    };
    await planDue({ ...parts, database: dying }).catch(() => undefined);
    await planDue({ ...parts, database, clock: { now: () => new Date(at.getTime() + 2_000) } });
  }

  test('plans for each account what the days since its last look ask for, whatever the outages and kills', async () => {
    const anyLook = fc.record({
      days: fc.integer({ min: 1, max: 9 }),
      time: fc.constantFrom('07:59', '08:31', '12:00', '16:59', '17:01'),
      killedAfter: fc.option(fc.nat(40), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyPlanWithWaves,
        fc.array(anyLook, { minLength: 1, maxLength: 10 }),
        async (plan, looks) => {
          for (const table of ['deliveries', 'reminder_plan', 'reminder_waves'])
            await database.query(`delete from ${table}`);
          const expected = new Set<string>();
          let day = firstDay;
          let planned: string | undefined;
          for (const { days, time, killedAfter } of looks) {
            day = dayAfter(day, days);
            await look(plan, instantOf(day, time), killedAfter);
            if (!isSchoolDay(plan, day) || time < '08:30' || time >= '17:00') continue;
            for (const account of accounts) {
              const due = expectedFor(
                plan,
                account,
                daysFrom(planned === undefined ? day : dayAfter(planned), day),
              );
              if (due) expected.add(`reminder:${due.replaceAll(' ', ':')}:${account.upn}`);
            }
            planned = day;
          }
          const rows = await database.query<{ key: string }>('select key from deliveries');
          expect(rows.map(({ key }) => key).toSorted()).toEqual([...expected].toSorted());
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
