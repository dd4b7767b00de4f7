import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { playSeason, type SeasonOptions, type Sent } from './season.ts';
import { faultsOfSeason } from './season-check.ts';
import { madeUpAccounts, repeatable } from './season-tenant.ts';

/** November to January 2018/19 for 40 schools (the county of 400 is season-whole.test.ts), of which the heads are one account and the office another. */
describe('a season', () => {
  const random = repeatable(20_181_105);
  const options: SeasonOptions = {
    plan: norfolkPlan(),
    accounts: madeUpAccounts({ schools: 40, accounts: 1_000, random, halfWithinDays: 42 }),
    days: { from: '2018-10-24', to: '2019-01-31' },
    // The day before everyone else's date, and that day.
    outages: [{ from: new Date('2018-12-11T20:00:00Z'), to: new Date('2018-12-13T20:00:00Z') }],
    // Summer time ends on 28 October by itself.
    jumpsBack: ['2018-10-29', '2018-11-19'],
    crashes: 10,
    random,
  };
  let database: Database;
  let sent: Sent[];
  beforeAll(async () => {
    database = await testDatabase();
    sent = await playSeason(database, options);
  }, 180_000);
  afterAll(() => database.close());

  test('reaches whom the plan wants reached, when it wants it, and nobody else', () => {
    expect(sent.length).toBeGreaterThan(400);
    expect(faultsOfSeason(options, sent).slice(0, 20)).toEqual([]);
  });

  test('had its crashes, its outage and its repeats', async () => {
    expect(sent.filter(({ wasInFlight }) => wasInFlight).length).toBeGreaterThan(0);
    expect(sent.filter(({ claims }) => !claims).length).toBeGreaterThan(20);
    const rows = await database.query<{ why: string; count: string }>(
      `select why, count(*) from deliveries where state = 'skipped' group by 1`,
    );
    // A process that died before it planned the morning sends the held one instead of the new one: one of the two.
    for (const { why } of rows)
      expect(['already-ready', 'already-reminded-today', 'superseded']).toContain(why);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('leaves nothing on the road', async () => {
    expect(
      await database.query(`select id from deliveries where state in ('due', 'claimed') limit 1`),
    ).toEqual([]);
  });

  test('is checked by a list that notices what is missing, late, doubled or wrong', () => {
    const [first, second] = sent.filter(({ wasInFlight }) => !wasInFlight).slice(200);
    if (!first || !second) throw new Error('Too little was sent.');
    const without = sent.filter(({ accountId }) => accountId !== first.accountId);
    const faults = (messages: Sent[]) => faultsOfSeason(options, messages).length;
    const late = { ...first, at: new Date(first.at.getTime() + 9 * 3_600_000) };
    expect(faults([...sent, { ...second }])).toBeGreaterThan(0);
    expect(faults([...sent, late])).toBeGreaterThan(0);
    expect(faults([...sent, { ...first, key: first.key.replace(/:\d+:/, ':2:') }])).toBeGreaterThan(0);
    const registered = { ...options.accounts.find(({ id }) => id === first.accountId) };
    const asIfRegistered = options.accounts.map((account) =>
      account.id === registered.id ? { ...account, registeredAt: new Date('2018-10-01') } : account,
    );
    expect(faultsOfSeason({ ...options, accounts: asIfRegistered }, sent).length).toBeGreaterThan(0);
    const never = options.accounts.map((account) =>
      account.id === registered.id ? { ...account, registeredAt: new Date('2020-01-01') } : account,
    );
    expect(faultsOfSeason({ ...options, accounts: never }, without).length).toBeGreaterThan(0);
  });
});
