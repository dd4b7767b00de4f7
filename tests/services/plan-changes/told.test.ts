import type { Delivery } from '../../../services/deliveries/delivery.ts';
import { enqueue, type NewDelivery } from '../../../services/deliveries/enqueue.ts';
import type { RecordedChange } from '../../../services/plan-changes/changes.ts';
import { createLastTold, movesToldOnDay, type ToldMessage } from '../../../services/plan-changes/told.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const school = (number: number) => `s${number}.norfolk.sch.uk`;
const minute = (number: number) => new Date(Date.parse('2018-11-01T09:00:00Z') + number * 60_000);

/** Each change gives another school a date of its own, a minute after the one before. */
const changes: RecordedChange[] = Array.from({ length: 400 }, (_, index) => ({
  id: index + 1,
  what: 'moved',
  phaseId: 'office-online',
  school: school(index),
  date: '2018-12-10',
  why: 'Training',
  at: minute(index),
  byAccount: 'desk',
  recordedAt: minute(index),
}));

/** A reminder of the client phase, which names the online one besides. */
const reminded = (at: Date): ToldMessage => ({
  accountId: 'a',
  kind: 'reminder',
  subject: { phaseId: 'office-client', phaseDate: '2018-12-10' },
  sentAt: at,
});

function lastToldOf(of: readonly RecordedChange[]) {
  const plan = norfolkPlan();
  let computed = 0;
  const announced = plan.phases;
  Object.defineProperty(plan, 'announced', {
    get() {
      computed += 1;
      return announced;
    },
  });
  return { lastTold: createLastTold(plan, of), computed: () => computed };
}

describe('what an account was told last', () => {
  it('is the date as it stood when the reminder left, school by school', () => {
    const { lastTold } = lastToldOf(changes);
    const told = (number: number, at: Date) =>
      lastTold({ messages: [reminded(at)], phaseId: 'office-online', domain: school(number) });
    expect(told(5, minute(4))).toBe('2018-12-03');
    expect(told(5, minute(5))).toBe('2018-12-10');
    expect(told(6, minute(5))).toBe('2018-12-03');
    expect(lastTold({ messages: [reminded(minute(5))], phaseId: 'gone', domain: school(5) })).toBeUndefined();
  });

  it('is worked out once for all who were written to between the same two changes', () => {
    const { lastTold, computed } = lastToldOf(changes);
    for (let account = 0; account < 500; account += 1) {
      for (const at of [minute(10), minute(399)])
        lastTold({ messages: [reminded(at)], phaseId: 'office-online', domain: school(account) });
    }
    expect(computed()).toBe(2);
  });

  it('is right where the database’s clock was set back between two changes', () => {
    const [first, second] = changes;
    if (!first || !second) throw new Error('no changes');
    const { lastTold } = lastToldOf([{ ...first, recordedAt: minute(9) }, second]);
    const told = (number: number, at: Date) =>
      lastTold({ messages: [reminded(at)], phaseId: 'office-online', domain: school(number) });
    // One change is known in each case, and not the same one.
    expect([told(0, minute(2)), told(1, minute(2))]).toEqual(['2018-12-03', '2018-12-10']);
    expect([told(0, minute(0)), told(1, minute(0))]).toEqual(['2018-12-03', '2018-12-03']);
    const { lastTold: inOrder } = lastToldOf([first, { ...second, recordedAt: minute(9) }]);
    const at = { messages: [reminded(minute(2))], phaseId: 'office-online' };
    expect([inOrder({ ...at, domain: school(0) }), inOrder({ ...at, domain: school(1) })]).toEqual([
      '2018-12-10',
      '2018-12-03',
    ]);
  });
});

describe('what a reminder finds on its day', () => {
  let database: Database;
  const day = '2018-11-12';
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from deliveries');
  });

  const reminder: Delivery = {
    ...{ id: '0', key: 'r', kind: 'reminder', operation: 'send', accountId: 'a', activityId: undefined },
    ...{ subject: { phaseId: 'office-client', day }, attempts: 0, possibleRepeats: 0, expiresAt: undefined },
    ...{ waitedFor: undefined, chatRenewed: false },
  };

  async function sent(kind: NewDelivery['kind'], subject: Record<string, string>): Promise<void> {
    const key = `${kind} ${JSON.stringify(subject)}`;
    const all = { day, ...subject };
    await enqueue(database, [{ key, kind, operation: 'send', target: { accountId: 'a' }, subject: all }]);
    await database.query(`update deliveries set state = 'sent' where key = $1`, [key]);
  }

  it('is news of other dates, of its own, or more than news of dates', async () => {
    const found = () => movesToldOnDay(database, reminder, day);
    expect(await found()).toBeUndefined();
    await sent('date-moved', { phaseId: 'office-online', day: '2018-11-09' });
    expect(await found()).toBeUndefined();
    await sent('date-moved', { phaseId: 'office-online' });
    expect(await found()).toBe('of-others');
    await sent('date-moved', { phaseId: 'office-online', 'told:office-client': '2018-12-17' });
    expect(await found()).toBe('of-it');
    await sent('reminder', { phaseId: 'office-online' });
    expect(await found()).toBeUndefined();
  });
});
