import { expect, test } from '@jest/globals';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { playSeason, type SeasonOptions } from './season.ts';
import { faultsOfSeason } from './season-check.ts';
import { madeUpAccounts, repeatable } from './season-tenant.ts';

/** The whole county, which takes minutes: `npm run test:long`. The small one next to it runs with every test. */
test('a season of 400 schools and 25,000 accounts reaches whom the plan wants reached, and nobody else', async () => {
  const random = repeatable(20_190_131);
  const options: SeasonOptions = {
    plan: norfolkPlan(),
    accounts: madeUpAccounts({ schools: 400, accounts: 25_000, random }),
    days: { from: '2018-10-24', to: '2019-01-31' },
    outages: [{ from: new Date('2018-12-11T20:00:00Z'), to: new Date('2018-12-13T20:00:00Z') }],
    jumpsBack: ['2018-10-29', '2018-11-19'],
    crashes: 10,
    random,
  };
  const database = await testDatabase();
  const sent = await playSeason(database, options);
  await database.close();
  expect(sent.length).toBeGreaterThan(4_000);
  expect(faultsOfSeason(options, sent).slice(0, 20)).toEqual([]);
}, 1_800_000);
