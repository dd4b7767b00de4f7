import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { askedPrefix, askedReminder } from '../../../services/reminders/asked.ts';
import { remindedOn } from '../../../services/schools/school-accounts.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const day = '2018-11-26';

describe('who was reminded on a day', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const phase = { phaseId: 'office-online', phaseDate: '2018-12-03' };
  const asked = (accountId: string, on = day) =>
    askedReminder(plan, { day: on, at: new Date(`${on}T09:00:00Z`) }, { accountId, ...phase });

  test('is also for whom somebody asked and whose reminder was left alone: asking again changes nothing', async () => {
    await enqueue(database, [
      asked('put-off'),
      asked('waiting'),
      asked('other-day', '2018-11-27'),
      {
        key: 'planned',
        kind: 'reminder',
        operation: 'send',
        target: { accountId: 'planned' },
        subject: { ...phase, offset: '7', day },
      },
    ]);
    await database.query(
      `update deliveries set state = 'skipped', settled_at = clock_timestamp() where account_id <> 'waiting'`,
    );
    const of = ['put-off', 'waiting', 'other-day', 'planned', 'nobody'];
    expect([...(await remindedOn(database, of, { day, asked: askedPrefix }))].toSorted()).toEqual([
      'put-off',
      'waiting',
    ]);
    expect(await enqueue(database, [asked('put-off')])).toBe(0);
  });
});
