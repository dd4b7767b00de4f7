import type { AtSend } from '../../../bot/outbound/at-send.ts';
import {
  reminderAfterSchool,
  type SchoolAtSendDeps,
  schoolAtSend,
} from '../../../bot/outbound/school-at-send.ts';
import type { Delivery } from '../../../services/deliveries/delivery.ts';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { cohortsKey } from '../../../services/directory/account-rows.ts';
import { GraphFailure } from '../../../services/graph/client.ts';
import { planSchoolCards } from '../../../services/schools/plan-school-cards.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const head = 'head@ash.norfolk.sch.uk';
const office = 'office@ash.norfolk.sch.uk';

let database: Database;
let now = new Date();
let questions = 0;
/** What happens while Microsoft is asked for its report. */
let whileAsking = () => {};
beforeAll(async () => {
  database = await testDatabase();
  await database.query(`insert into directory_sweeps (started_at, listed_at, cohorts) values ($1, $1, $2)`, [
    new Date('2018-11-05T09:00:00Z'),
    cohortsKey(plan),
  ]);
});
beforeEach(async () => {
  await database.query('truncate accounts, statuses, conversations, deliveries, school_plan cascade');
  await storeAccounts(database, { plan, now: new Date('2018-11-05T09:00:00Z') }, [
    { upn: head, registered: true },
    { upn: office, registered: true },
  ]);
  questions = 0;
  whileAsking = () => {};
});
afterAll(() => database.close());

const clock = { now: () => now };
const deps = (): SchoolAtSendDeps => ({
  ...{ plan, clock, database, log: createLog('silent') },
  graph: {
    async ask(call) {
      questions += 1;
      if (call.resource !== 'user') throw new GraphFailure('unavailable', 'No answer.');
      return call.reply.parse({
        id: head,
        userPrincipalName: head,
        displayName: 'Head',
        accountEnabled: true,
      });
    },
    origins: [],
  },
  report: {
    async ifOlderThan() {
      questions += 1;
      whileAsking();
      return { ok: true };
    },
  },
  budget: { reserve: async () => false, note: async () => {} },
});

async function deliveryOf(kind: 'school' | 'reminder', subject: Record<string, string>): Promise<Delivery> {
  const key = `${kind} ${JSON.stringify(subject)}`;
  await enqueue(database, [{ key, kind, operation: 'send', target: { accountId: head }, subject }]);
  const [row] = await database.query<{ id: string }>('select id from deliveries where key = $1', [key]);
  return {
    ...{ id: row?.id ?? '', key, kind, operation: 'send', accountId: head, activityId: undefined, subject },
    ...{ attempts: 0, possibleRepeats: 0, expiresAt: undefined, waitedFor: undefined, chatRenewed: false },
  };
}

/** A card of a day on which the phase's date is so many days ahead, looked at on that day. */
async function card(day: string, phaseId: string, phaseDate: string, offset = '1') {
  now = new Date(`${day}T08:31:00Z`);
  // A report of this moment, so that what it says counts.
  await database.query('update statuses set methods_as_of = $1', [now]);
  await database.query('update accounts set seen_at = $1', [now]);
  return deliveryOf('school', { phaseId, phaseDate, offset, day, plannedAt: now.toISOString() });
}

const settle = (id: string) =>
  database.query(`update deliveries set state = 'sent', settled_at = clock_timestamp() where id = $1`, [id]);
const saidOf = ({ kind, ...rest }: AtSend<{ content: string }>) =>
  'content' in rest ? rest.content.content : `${kind} ${rest.why}`;

describe('a school card', () => {
  it('is held outside working hours and before its day, without a question to Microsoft', async () => {
    const delivery = await card('2018-11-16', 'head-online', '2018-11-19');
    now = new Date('2018-11-16T17:00:00Z');
    expect(await schoolAtSend(deps(), delivery)).toMatchObject({ kind: 'hold', why: 'outside-hours' });
    now = new Date('2018-11-15T10:00:00Z');
    expect(await schoolAtSend(deps(), delivery)).toMatchObject({ kind: 'hold', why: 'not-yet-due' });
    expect(questions).toBe(0);
  });

  it('is held where the working day ended while Microsoft was asked', async () => {
    const delivery = await card('2018-11-16', 'head-online', '2018-11-19');
    now = new Date('2018-11-16T16:59:50Z');
    whileAsking = () => {
      now = new Date('2018-11-16T17:00:10Z');
    };
    expect(await schoolAtSend(deps(), delivery)).toMatchObject({ kind: 'hold', why: 'outside-hours' });
    expect(questions).toBeGreaterThan(0);
  });

  it('says that the school is ready once, and again only after it was not', async () => {
    const first = await card('2018-11-16', 'head-online', '2018-11-19');
    expect(saidOf(await schoolAtSend(deps(), first))).toBe('good-news');
    await settle(first.id);
    const second = await card('2018-11-23', 'head-client', '2018-11-26');
    expect(saidOf(await schoolAtSend(deps(), second))).toBe('skip school-ready');
    await database.query('update statuses set registered = false where account_id = $1', [office]);
    const third = await card('2018-11-26', 'office-online', '2018-12-03', '7');
    expect(saidOf(await schoolAtSend(deps(), third))).toBe('school');
    await settle(third.id);
    await database.query('update statuses set registered = true');
    const fourth = await card('2018-11-30', 'office-online', '2018-12-03');
    expect(saidOf(await schoolAtSend(deps(), fourth))).toBe('good-news');
  });
});

describe('before Microsoft is asked how the head’s own mailbox stands', () => {
  /** The reports that were asked for: one for each card that is not decided before. */
  let asked = 0;
  beforeEach(() => {
    asked = 0;
    whileAsking = () => {
      asked += 1;
    };
  });

  it('is decided that a card is left out', async () => {
    const delivery = await card('2018-11-16', 'head-online', '2018-11-19');
    const moved = { ...delivery, subject: { ...delivery.subject, phaseDate: '2018-11-20' } };
    expect(await schoolAtSend(deps(), moved)).toEqual({ kind: 'skip', why: 'date-moved' });
    const other = { ...delivery, subject: { ...delivery.subject, phaseId: 'everyone-else-online' } };
    const elsewhere = { ...other, subject: { ...other.subject, phaseDate: '2018-12-13' } };
    expect(await schoolAtSend(deps(), elsewhere)).toEqual({ kind: 'skip', why: 'nobody-concerned' });
    await database.query('delete from accounts where id = $1', [office]);
    expect(await schoolAtSend(deps(), delivery)).toEqual({ kind: 'skip', why: 'only-own-mailbox' });
    expect(asked).toBe(0);
  });

  it('a card waits where what is stored of the head’s account is too old, and nobody else answers', async () => {
    const delivery = await card('2018-11-16', 'head-online', '2018-11-19');
    await database.query(`update accounts set seen_at = $1::timestamptz - interval '91 minutes'`, [now]);
    const ask = () => Promise.reject(new GraphFailure('unavailable', 'No answer.'));
    const unanswered = { ...deps(), graph: { ask, origins: [] } };
    const held = { kind: 'hold', why: 'head-unchecked', retryAfterMs: 60_000 };
    expect(await schoolAtSend(unanswered, delivery)).toEqual(held);
    await database.query(`update accounts set source = 'teams', seen_at = seen_at - interval '1 day'`);
    expect(await schoolAtSend(unanswered, delivery)).toEqual({ kind: 'skip', why: 'head-unchecked' });
    expect(asked).toBe(0);
  });
});

describe('where its figures are from', () => {
  const sourceOf = async () => {
    const decided = await schoolAtSend(deps(), await card('2018-11-16', 'head-online', '2018-11-19'));
    return 'content' in decided ? decided.content.school.source : undefined;
  };

  it('is the report that names the accounts', async () => {
    expect(await sourceOf()).toEqual({ kind: 'report', at: now });
  });

  it('is answers about one account at a time where no report was ever read', async () => {
    whileAsking = () => {};
    await database.query(`update statuses set methods_source = 'person-check'`);
    const made = await card('2018-11-16', 'head-online', '2018-11-19');
    const oldest = new Date('2018-11-16T07:12:00Z');
    await database.query('update statuses set methods_as_of = $2 where account_id = $1', [office, oldest]);
    const decided = await schoolAtSend(deps(), made);
    expect('content' in decided && decided.content.school.source).toEqual({ kind: 'answers', oldest });
  });
});

describe('a head’s own reminder that waited over night', () => {
  const looked = (delivery: Delivery) =>
    reminderAfterSchool(deps(), delivery, async () => ({ kind: 'send', content: 'reminder' }));
  const held = () =>
    deliveryOf('reminder', {
      phaseId: 'head-online',
      phaseDate: '2018-11-19',
      offset: '14',
      day: '2018-11-09',
    });

  it('waits for the day’s card to be planned, and then for the card', async () => {
    const reminder = await held();
    now = new Date('2018-11-12T08:30:00Z');
    const hold = { kind: 'hold', why: 'in-school-card', retryAfterMs: 5_000 };
    expect(await looked(reminder)).toEqual(hold);
    expect(await planSchoolCards({ database, plan, clock })).toEqual({ made: 1 });
    expect(await looked(reminder)).toEqual(hold);
    await database.query(`update deliveries set state = 'sent' where kind = 'school'`);
    expect(await looked(reminder)).toEqual({ kind: 'skip', why: 'in-school-card' });
  });

  it('goes where no card was planned for some minutes, and at once on a day without one', async () => {
    const reminder = await held();
    now = new Date('2018-11-12T08:35:00Z');
    expect(await looked(reminder)).toEqual({ kind: 'send', content: 'reminder' });
    now = new Date('2018-11-13T08:30:00Z');
    expect(await looked(reminder)).toEqual({ kind: 'send', content: 'reminder' });
  });
});
