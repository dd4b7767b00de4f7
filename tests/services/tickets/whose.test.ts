import { storeAccount } from '../../../services/directory/account-rows.ts';
import { addKeeper } from '../../../services/people/keepers.ts';
import type { Database } from '../../../services/store/database.ts';
import { whoseTickets } from '../../../services/tickets/whose.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const now = new Date('2018-11-12T10:00:00Z');

describe('whoseTickets', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('finds accounts and keepers of many tickets with two questions', async () => {
    const keeperIds: string[] = [];
    for (const id of ['head', 'office']) {
      const upn = `${id}@hillside.norfolk.sch.uk`;
      await storeAccount(database, norfolkPlan(), { id, upn, displayName: id, enabled: true }, now);
      const added = await addKeeper(database, { accountId: id, firstName: 'Sam', now });
      if ('fault' in added) throw new Error(added.fault);
      keeperIds.push(added.keeper.id);
    }
    let questions = 0;
    const counting: Database = {
      ...database,
      query(...asked) {
        questions += 1;
        return database.query(...asked);
      },
    };
    const [first, second] = keeperIds;
    const found = await whoseTickets(counting, [
      { id: 't1', accountId: 'head', keeperId: first },
      { id: 't2', accountId: 'head', keeperId: second },
      { id: 't3', accountId: 'office', keeperId: second },
      { id: 't4', accountId: 'office' },
      { id: 't5', accountId: 'gone', keeperId: first },
    ]);
    const [head, office] = ['head@hillside.norfolk.sch.uk', 'office@hillside.norfolk.sch.uk'];
    expect([...found]).toEqual([
      ['t1', { upn: head, firstName: 'Sam' }],
      ['t2', { upn: head, firstName: undefined }],
      ['t3', { upn: office, firstName: 'Sam' }],
      ['t4', { upn: office, firstName: undefined }],
      ['t5', { upn: undefined, firstName: undefined }],
    ]);
    expect(questions).toBe(2);
    expect((await whoseTickets(counting, [])).size).toBe(0);
    expect(questions).toBe(2);
  });
});
