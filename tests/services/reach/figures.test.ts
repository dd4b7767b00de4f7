import { addKeeper } from '../../../services/people/keepers.ts';
import { countUnreached } from '../../../services/reach/figures.ts';
import { unreached } from '../../../services/reach/unreached.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-19T09:00:00Z');

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it('counts page by page what the list counts at once', async () => {
  const schools = ['ash', 'elm', 'fir', 'oak', 'yew'];
  await storeAccounts(
    database,
    { plan, now },
    schools.flatMap((school, index) => [
      { upn: `head@${school}.norfolk.sch.uk`, registered: index > 3, hasApp: index > 2 },
      { upn: `office@${school}.norfolk.sch.uk`, registered: index > 2, hasApp: false },
    ]),
  );
  await addKeeper(database, { accountId: 'head@yew.norfolk.sch.uk', firstName: 'Priya', now });
  const { figures } = await unreached(database, { plan, now, which: 'open', most: 1 });
  expect(figures.length).toBeGreaterThan(2);
  expect(figures).toContainEqual({
    ...{ phaseId: 'head-online', date: '2018-11-19', notReady: 5, notReached: 3, called: 0 },
  });
  for (const accountsAPage of [1, 3, 5, 100]) {
    expect(await countUnreached(database, { plan, now, accountsAPage })).toEqual(figures);
  }
});
