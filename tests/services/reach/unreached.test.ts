import { addKeeper } from '../../../services/people/keepers.ts';
import { recordOutlookWord } from '../../../services/people/outlook-words.ts';
import { noteCalled, takeBack } from '../../../services/reach/calls.ts';
import { dateWords } from '../../../services/reach/date-words.ts';
import { mergeRows } from '../../../services/reach/mail-merge.ts';
import { unreachedOfSchool } from '../../../services/reach/school.ts';
import { type UnreachedPlace, type UnreachedWhich, unreached } from '../../../services/reach/unreached.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts, type TestAccount } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const now = new Date('2018-11-12T09:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  for (const table of [
    'accounts',
    'statuses',
    'conversations',
    'installations',
    'deliveries',
    'reach_calls',
    'keepers',
    'outlook_words',
  ])
    await db.query(`delete from ${table}`);
});
afterAll(() => db.close());

const store = (...accounts: TestAccount[]) => storeAccounts(db, { plan, now }, accounts);
const upn = (local: string, school = 'ash') => `${local}@${school}.norfolk.sch.uk`;
const never = (local: string, school?: string): TestAccount => ({
  upn: upn(local, school),
  registered: false,
  hasApp: false,
});

interface Asked {
  at?: Date;
  of?: RolloutPlan;
  which?: UnreachedWhich;
  most?: number;
  after?: UnreachedPlace;
  search?: string;
}
const list = ({ at = now, of = plan, which = 'open', most = 50, ...rest }: Asked = {}) =>
  unreached(db, { plan: of, now: at, which, most, ...rest });
const schoolsOf = async (asked?: Asked) =>
  (await list(asked)).schools.map(({ date, school }) => `${date} ${school.split('.')[0]}`);
const ofSchool = (school = 'ash', of = plan, at = now) =>
  unreachedOfSchool(db, { plan: of, now: at, school: `${school}.norfolk.sch.uk`, most: 50 });
const whyOf = async (account: TestAccount) =>
  (await ofSchool()).accounts.find(({ upn: found }) => found === account.upn)?.why;

const deliver = (accountId: string, state: string, why: string | null, minutesAgo: number) =>
  db.query(
    `insert into deliveries (key, kind, operation, account_id, subject, priority, state, why, started_at, settled_at)
     values (gen_random_uuid(), 'reminder', 'send', $1, '{}', 4, $2, $3,
             clock_timestamp() - make_interval(mins => $4), clock_timestamp() - make_interval(mins => $4))`,
    [accountId, state, why, minutesAgo],
  );

describe('who stands on it', () => {
  it('names enabled accounts that are not ready or not known to be and have no chat, by date and school', async () => {
    await store(
      never('head', 'oak'),
      never('head', 'ash'),
      { upn: upn('head', 'elm'), hasApp: false },
      { ...never('office', 'ash'), registered: true },
      { ...never('head', 'fir'), hasApp: true },
      { ...never('head', 'yew'), enabled: false },
      { upn: 'stranger@elsewhere.example', registered: false, hasApp: false },
    );
    expect(await schoolsOf()).toEqual(['2018-11-19 ash', '2018-11-19 elm', '2018-11-19 oak']);
    const { totalAccounts, totalSchools, totalNow, figures } = await list();
    expect({ totalAccounts, totalSchools, totalNow }).toEqual({
      totalAccounts: 3,
      totalSchools: 3,
      totalNow: 3,
    });
    // fir is not ready as well, and reached.
    expect(figures).toEqual([
      { phaseId: 'head-online', date: '2018-11-19', notReady: 4, notReached: 3, called: 0 },
      { phaseId: 'head-client', date: '2018-11-26', notReady: 4, notReached: 3, called: 0 },
    ]);
  });

  it('begins 20 school days before a date, says from five on that it is time, and does not end with the date', async () => {
    await store(never('head'));
    // 22 October is 20 school days before 19 November.
    expect(await schoolsOf({ at: new Date('2018-10-19T09:00:00Z') })).toEqual([]);
    expect(await schoolsOf({ at: new Date('2018-10-22T09:00:00Z') })).toEqual(['2018-11-19 ash']);
    const toCall = async (day: string) => (await list({ at: new Date(`${day}T09:00:00Z`) })).totalNow;
    expect(await toCall('2018-11-09')).toBe(0);
    expect(await toCall('2018-11-12')).toBe(1);
    expect(await toCall('2019-03-01')).toBe(1);
  });

  it('counts a missing keeper as not ready, and an Outlook that does not work for installed Outlook only', async () => {
    await store({ ...never('head'), registered: true }, { ...never('office'), registered: true });
    expect((await list({ at: new Date('2018-12-01T09:00:00Z') })).totalAccounts).toBe(0);
    await addKeeper(db, { accountId: upn('head'), firstName: 'Sam', now });
    await recordOutlookWord(db, { accountId: upn('office'), word: 'not-working', now });
    const { figures } = await list({ at: new Date('2018-12-01T09:00:00Z') });
    expect(figures.map(({ phaseId, notReached }) => `${phaseId} ${notReached}`)).toEqual([
      'head-online 1',
      'head-client 1',
      'office-client 1',
    ]);
  });

  it('goes by the date of a school’s own wave, and leaves paused phases out', async () => {
    await store(never('head', 'ash'), never('head', 'oak'));
    const moved: RolloutPlan = {
      ...plan,
      phases: plan.phases.map((phase) =>
        phase.id === 'head-online'
          ? { ...phase, waves: [{ date: '2018-11-14', schools: ['Oak.norfolk.sch.uk'] }] }
          : phase,
      ),
    };
    expect(await schoolsOf({ of: moved })).toEqual(['2018-11-14 oak', '2018-11-19 ash']);
    const paused: RolloutPlan = {
      ...plan,
      phases: plan.phases.map((phase) => ({ ...phase, paused: phase.id === 'head-online' })),
    };
    expect(await schoolsOf({ of: paused })).toEqual(['2018-11-26 ash', '2018-11-26 oak']);
  });
});

describe('why', () => {
  const head = never('head');
  const withChat: TestAccount = { ...head, hasApp: true };

  it('is that the app is not there where the account was never met, until it is being installed', async () => {
    await store(head);
    expect(await whyOf(head)).toBe('app-not-installed');
    await db.query(`insert into installations (account_id, cause) values ($1, 'never-met')`, [head.upn]);
    expect(await whyOf(head)).toBe('app-being-installed');
    await db.query(
      `update installations set state = 'refused', why = 'no-teams-licence', settled_at = now()`,
    );
    expect(await whyOf(head)).toBe('no-teams-licence');
  });

  it('is that they removed or blocked it', async () => {
    await store(withChat);
    expect(await whyOf(head)).toBeUndefined();
    await db.query('update conversations set installed = false');
    expect(await whyOf(head)).toBe('removed-by-user');
    await db.query(`update conversations set blocked = 'blocked-by-user'`);
    expect(await whyOf(head)).toBe('blocked-by-user');
  });

  it('is how the last message ended, unless they were heard from or something arrived since', async () => {
    await store(withChat);
    await db.query(`update conversations set updated_at = clock_timestamp() - interval '1 hour'`);
    await deliver(head.upn, 'failed', 'refused-without-reason', 30);
    expect(await whyOf(head)).toBe('refused-without-reason');
    await deliver(head.upn, 'sent', null, 20);
    expect(await whyOf(head)).toBeUndefined();
    await deliver(head.upn, 'failed', 'not-enough-permissions', 10);
    expect(await whyOf(head)).toBe('not-enough-permissions');
    await db.query('update conversations set updated_at = clock_timestamp()');
    expect(await whyOf(head)).toBeUndefined();
  });

  it('is none for what passes by itself', async () => {
    await store(withChat);
    await db.query(`update conversations set updated_at = clock_timestamp() - interval '1 hour'`);
    await deliver(head.upn, 'failed', 'teams-error', 30);
    await deliver(head.upn, 'skipped', 'already-ready', 30);
    expect(await whyOf(head)).toBeUndefined();
  });

  it('is told with its beginning: the first message that did not arrive', async () => {
    await store(head);
    expect((await ofSchool()).accounts[0]?.since).toBeUndefined();
    await deliver(head.upn, 'skipped', 'app-not-installed', 60);
    await deliver(head.upn, 'skipped', 'app-not-installed', 5);
    const since = (await ofSchool()).accounts[0]?.since;
    expect(Math.round((Date.now() - (since?.getTime() ?? 0)) / 60_000)).toBe(60);
  });
});

describe('pages', () => {
  it('go through all schools once, in order', async () => {
    await store(
      ...['a', 'b', 'c', 'd', 'e'].flatMap((school) => [never('head', school), never('office', school)]),
    );
    const all = await schoolsOf();
    expect(all).toHaveLength(10);
    const paged: string[] = [];
    let next: UnreachedPlace | undefined;
    do {
      const page = await list({ most: 3, ...(next && { after: next }) });
      expect(page.schools.length).toBeLessThanOrEqual(3);
      expect(page.totalSchools).toBe(5);
      paged.push(...page.schools.map(({ date, school }) => `${date} ${school.split('.')[0]}`));
      next = page.next;
    } while (next);
    expect(paged).toEqual(all);
  });

  it('fold a school’s accounts, heads’ and offices’ first, and go through them once', async () => {
    const at = new Date('2018-12-10T09:00:00Z');
    await store(never('zoe'), never('adam'), never('office'), never('head'));
    const { schools } = await list({ at });
    expect(schools).toEqual([
      {
        date: '2018-11-19',
        school: 'ash.norfolk.sch.uk',
        accounts: 1,
        first: [upn('head')],
        phaseIds: ['head-online'],
      },
      {
        date: '2018-12-03',
        school: 'ash.norfolk.sch.uk',
        accounts: 1,
        first: [upn('office')],
        phaseIds: ['office-online'],
      },
      {
        date: '2018-12-13',
        school: 'ash.norfolk.sch.uk',
        accounts: 2,
        first: [upn('adam'), upn('zoe')],
        phaseIds: ['everyone-else-client'],
      },
    ]);
    const found: string[] = [];
    for (let after: string | undefined, hasMore = true; hasMore; ) {
      const page = await unreachedOfSchool(db, {
        plan,
        now: at,
        school: 'ash.norfolk.sch.uk',
        most: 2,
        after,
      });
      found.push(...page.accounts.map((account) => account.upn));
      expect(page).toMatchObject({ total: 4, open: 4 });
      after = page.accounts.at(-1)?.id;
      hasMore = page.hasMore;
    }
    expect(found).toEqual([upn('head'), upn('office'), upn('adam'), upn('zoe')]);
  });

  it('finds schools by a part of their domain, whatever stands in it', async () => {
    await store(never('head', 'hillside'), never('head', 'infants.hillside'), never('head', 'oak'));
    expect(await schoolsOf({ search: 'hillside', which: 'all' })).toEqual([
      '2018-11-19 hillside',
      '2018-11-19 infants',
    ]);
    expect(await schoolsOf({ search: '%', which: 'all' })).toEqual([]);
  });
});

describe('called', () => {
  const ash = 'ash.norfolk.sch.uk';
  const call = (of = plan, accountId?: string) =>
    noteCalled(db, { plan: of, school: ash, accountId, by: 'officer', now });

  it('takes an account off for all its dates, once, and back', async () => {
    await store(never('head'), never('office'));
    await storeAccounts(db, { plan, now }, [{ id: 'officer', upn: 'officer@desk.example' }]);
    expect(await call(plan, upn('head'))).toBe(1);
    expect(await call(plan, upn('head'))).toBe(0);
    expect(await schoolsOf()).toEqual(['2018-12-03 ash']);
    expect(await schoolsOf({ which: 'called' })).toEqual(['2018-11-19 ash']);
    const { figures } = await list();
    expect(figures.map(({ called }) => called)).toEqual([1, 1, 0, 0]);
    const { accounts, open } = await ofSchool();
    expect(open).toBe(1);
    expect(accounts[0]?.called).toEqual({ at: now, byUpn: 'officer@desk.example' });
    expect(await takeBack(db, { accountId: upn('head') })).toBe(1);
    expect(await takeBack(db, { accountId: upn('head') })).toBe(0);
    expect(await schoolsOf()).toEqual(['2018-11-19 ash', '2018-12-03 ash']);
  });

  it('takes a whole school off, and back without the calls from before', async () => {
    await store(never('head'), never('office'), never('head', 'oak'));
    await noteCalled(db, {
      plan,
      school: ash,
      accountId: upn('head'),
      by: 'officer',
      now: new Date('2018-11-10T09:00:00Z'),
    });
    expect(await call()).toBe(1);
    expect(await schoolsOf()).toEqual(['2018-11-19 oak']);
    expect(await takeBack(db, { school: ash, at: now })).toBe(1);
    expect(await schoolsOf()).toEqual(['2018-11-19 oak', '2018-12-03 ash']);
  });

  it('takes a whole school off only if those are open whom the card showed', async () => {
    await store(never('head'), never('office'));
    const at = new Date('2018-11-26T09:00:00Z');
    const open = async () => (await ofSchool('ash', plan, at)).open;
    const { openMark } = await ofSchool('ash', plan, at);
    const callThose = () => noteCalled(db, { plan, school: ash, openMark, by: 'officer', now: at });
    const setReady = (ready: boolean) =>
      db.query('update statuses set registered = $2 where account_id = $1', [upn('office'), ready]);
    // As many as before, of whom one is another.
    await setReady(true);
    await store(never('zoe'));
    expect(await open()).toBe(2);
    expect(await callThose()).toBe(0);
    expect(await open()).toBe(2);
    await setReady(false);
    expect(await callThose()).toBe(0);
    await db.query('update statuses set registered = true where account_id = $1', [upn('zoe')]);
    expect(await callThose()).toBe(2);
    expect(await callThose()).toBe(0);
  });

  it('is over when the date moves, and for somebody who was not on the list then', async () => {
    await store(never('head'));
    await call();
    const moved: RolloutPlan = {
      ...plan,
      phases: plan.phases.map((phase) =>
        phase.id === 'head-client' ? { ...phase, date: '2018-11-27' } : phase,
      ),
    };
    expect(await schoolsOf({ of: moved })).toEqual(['2018-11-27 ash']);
    await store(never('office'));
    expect(await schoolsOf()).toEqual(['2018-12-03 ash']);
  });

  it('does not touch whom Teams reaches, nor another school', async () => {
    await store({ ...never('head'), hasApp: true }, never('head', 'oak'));
    expect(await call()).toBe(0);
    expect(await call(plan, upn('head', 'oak'))).toBe(0);
    expect(await schoolsOf()).toEqual(['2018-11-19 oak']);
  });
});

it('says a school’s date as its phases announce it, and the day alone where they differ', async () => {
  await store(never('office'), never('zoe', 'oak'));
  const at = new Date('2018-11-26T09:00:00Z');
  const said = async (of = plan) =>
    (await list({ at, of })).schools.map(({ phaseIds, date }) => dateWords(of, phaseIds, date));
  expect(await said()).toEqual(['the week of Monday 3 December 2018', 'from Thursday 13 December 2018']);
  await noteCalled(db, { plan, school: 'ash.norfolk.sch.uk', by: 'officer', now });
  expect(await said()).toContain('from Thursday 13 December 2018');
  await store(never('head'));
  const same: RolloutPlan = {
    ...plan,
    phases: plan.phases.map((phase) => (phase.cohort === 'head' ? { ...phase, date: '2018-12-10' } : phase)),
  };
  expect(await said(same)).toContain('Monday 10 December 2018');
  expect((await mergeRows(db, plan, at)).map(({ when }) => when)).toContain(
    'the week of Monday 3 December 2018',
  );
});

it('gives rows for letters: one an account and date, by date and school', async () => {
  await store(never('head', 'oak'), never('head'), { ...never('zoe'), registered: undefined });
  const at = new Date('2018-11-26T09:00:00Z');
  await noteCalled(db, { plan, school: 'oak.norfolk.sch.uk', by: 'officer', now });
  const rows = (await mergeRows(db, plan, at)).map(
    ({ when, address, surfaces, isUnknown, calledAt }) =>
      `${when}: ${address.split('.')[0]} ${surfaces.join('+')} ${isUnknown} ${calledAt !== undefined}`,
  );
  expect(rows).toEqual([
    'Monday 19 November 2018: head@ash online false false',
    'Monday 19 November 2018: head@oak online false true',
    'Monday 26 November 2018: head@ash client false false',
    'Monday 26 November 2018: head@oak client false true',
    'from Thursday 13 December 2018: zoe@ash online+client true false',
  ]);
});
