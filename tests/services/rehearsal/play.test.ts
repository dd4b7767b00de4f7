import fc from 'fast-check';
import type { RehearsedAccount } from '../../../services/rehearsal/account.ts';
import { madeUpAccounts } from '../../../services/rehearsal/made-up-accounts.ts';
import { type Assumptions, play } from '../../../services/rehearsal/play.ts';
import { tenantOf } from '../../../services/rehearsal/tenant.ts';
import { dueBetween } from '../../../services/reminders/due.ts';
import { addDays, instantAt, isWorkingDay } from '../../../services/rollout/calendar.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const norfolk = norfolkPlan();
const withoutCards: RolloutPlan = { ...norfolk, heads: undefined };
const assumed: Assumptions = {
  from: new Date('2018-10-29T00:00:00Z'),
  until: '2018-12-20',
  registeringPercentAWeek: 0,
  installsApp: false,
};

async function* pagesOf(...accounts: RehearsedAccount[]) {
  yield accounts;
}
const account = (upn: string, more: Partial<RehearsedAccount> = {}): RehearsedAccount => ({
  upn,
  isNotReady: true,
  isReached: true,
  ...more,
});
const head = (school: string, more?: Partial<RehearsedAccount>) =>
  account(`head@${school}.norfolk.sch.uk`, more);
const played = async (plan: RolloutPlan, accounts: RehearsedAccount[], more: Partial<Assumptions> = {}) =>
  play(plan, await tenantOf(plan, pagesOf(...accounts)), { ...assumed, ...more });

it('plays the days that the announcement’s dates and the plan’s offsets give, until the last', async () => {
  const { days } = await played(withoutCards, [head('ash'), head('oak')]);
  // 19 and 26 November with 14, 7, 3 and 1 days before; two Sundays become Fridays; then each Monday.
  expect(days.map(({ day, messages }) => `${day} ${messages}`)).toEqual([
    '2018-11-05 2',
    '2018-11-12 2',
    '2018-11-16 2',
    '2018-11-19 2',
    '2018-11-23 2',
    '2018-11-26 2',
    '2018-12-03 2',
    '2018-12-10 2',
    '2018-12-17 2',
  ]);
});

it('says nothing to whom is ready or not reached, unless the app is brought to them', async () => {
  const accounts = [head('ash'), head('oak', { isReached: false }), head('elm', { isNotReady: false })];
  const without = await played(withoutCards, accounts);
  expect(without.days.map(({ messages }) => messages)).toEqual(Array.from({ length: 9 }, () => 1));
  const { days } = await played(withoutCards, accounts, { installsApp: true });
  expect(days.map(({ messages, installations }) => [messages, installations]).slice(0, 2)).toEqual([
    [2, 1],
    [2, 0],
  ]);
});

it('lets so many in a hundred become ready each week', async () => {
  const accounts = Array.from({ length: 100 }, (_, number) => head(`school-${number}`));
  const { days } = await played(withoutCards, accounts, { registeringPercentAWeek: 50 });
  expect(days.slice(0, 2).map(({ messages }) => messages)).toEqual([50, 25]);
});

it('counts what was sent before the beginning as sent', async () => {
  const { days } = await played(withoutCards, [head('ash')], { from: new Date('2018-11-16T09:00:00Z') });
  expect(days[0]?.day).toBe('2018-11-19');
});

it('sends a head one message on a day of a school card, and the card also to heads who are ready', async () => {
  const plan: RolloutPlan = { ...norfolk, heads: { cohort: 'head', daysBefore: [7] } };
  const { days } = await played(plan, [head('ash'), head('oak', { isNotReady: false })]);
  const on = (day: string) => days.find((load) => load.day === day);
  expect(on('2018-11-12')).toMatchObject({ reminders: 0, schoolCards: 2, messages: 2 });
  expect(on('2018-11-16')).toMatchObject({ reminders: 1, schoolCards: 0, messages: 1 });
});

it('finds the most messages that one account gets in 30 days', async () => {
  const { busiest } = await played(withoutCards, [head('ash'), head('oak')]);
  expect(busiest).toEqual([{ cohort: 'head', most: 7, from: '2018-11-05', accounts: 2 }]);
});

it('is as many messages as the planner makes for each account alone, whatever the waves', async () => {
  const schools = ['a', 'b', 'c', 'd'].map((name) => `${name}.norfolk.sch.uk`);
  const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2018-11-10', days));
  const waves = fc.array(fc.record({ date: day, schools: fc.subarray(schools, { minLength: 1 }) }), {
    maxLength: 3,
  });
  const until = '2018-12-31';
  const working: string[] = [];
  for (let one = '2018-10-29'; one <= until; one = addDays(one, 1)) {
    if (isWorkingDay(norfolk.reminders, one)) working.push(one);
  }
  await fc.assert(
    fc.asyncProperty(fc.array(waves, { minLength: 6, maxLength: 6 }), async (perPhase) => {
      const plan: RolloutPlan = {
        ...withoutCards,
        phases: norfolk.phases.map((phase, index) => ({ ...phase, waves: perPhase[index] ?? [] })),
      };
      const accounts = schools.flatMap((school) =>
        ['head', 'office', 'year4', 'year5'].map((local) => account(`${local}@${school}`)),
      );
      const { days } = await played(plan, accounts, { until });
      let after = assumed.from;
      const expected = working.flatMap((one) => {
        const at = instantAt(plan, one, plan.reminders.time);
        const count = dueBetween(
          plan,
          accounts.map(({ upn }) => ({ id: upn, upn })),
          { after, until: at },
        ).length;
        after = at;
        return count > 0 ? [`${one} ${count}`] : [];
      });
      expect(days.map(({ day: one, messages }) => `${one} ${messages}`)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

it('makes up a tenant of the size that is asked for, with one head and one office a school', async () => {
  const tenant = await tenantOf(norfolk, madeUpAccounts(norfolk, { accounts: 1_005, schools: 10 }));
  expect(tenant).toMatchObject({ accounts: 1_005, schools: 10, notReady: 1_005, unreached: 0 });
  const of = (cohort: string) =>
    tenant.groups.filter((group) => group.cohort === cohort).reduce((sum, { accounts }) => sum + accounts, 0);
  expect([of('head'), of('office'), of('everyone-else')]).toEqual([10, 10, 985]);
});

it('names the schools with the most accounts that are not reached', async () => {
  const lost = { isReached: false };
  const { unreached, unreachedSchools } = await tenantOf(
    norfolk,
    pagesOf(head('ash', lost), head('oak', lost), account('year4@oak.norfolk.sch.uk', lost), head('elm')),
  );
  expect(unreached).toBe(3);
  expect(unreachedSchools).toEqual([
    { school: 'oak.norfolk.sch.uk', accounts: 2 },
    { school: 'ash.norfolk.sch.uk', accounts: 1 },
  ]);
});
