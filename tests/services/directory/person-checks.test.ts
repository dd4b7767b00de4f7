import { noteGap, readGap } from '../../../services/directory/graph-gaps.ts';
import { createPersonCheckBudget } from '../../../services/directory/person-check-budget.ts';
import { dueForCheck } from '../../../services/directory/person-check-queue.ts';
import { createPersonChecks } from '../../../services/directory/person-checks.ts';
import { knownStatus } from '../../../services/directory/statuses.ts';
import { fetchReport } from '../../../services/directory/sweep.ts';
import { storeAccounts, type TestAccount } from '../../support/accounts.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(async () => {
  await test.begin();
  await test.database.query('truncate conversations, deliveries');
});
afterEach(() => test.end());
afterAll(() => test.close());

const head = (school: string) => `head@${school}.norfolk.sch.uk`;
const office = (school: string) => `office@${school}.norfolk.sch.uk`;

async function accounts(given: TestAccount[], now = morning): Promise<void> {
  await storeAccounts(test.database, { plan: test.deps.plan, now }, given);
  test.fake.people.push(...given.map(({ upn, id = upn }) => ({ id, upn, methods: ['password', 'phone'] })));
}

const withoutReport = () => noteGap(test.database, 'registration-report', 'no-licence', morning);
const due = (isReportThere = false, most = 10) =>
  dueForCheck(test.database, { plan: test.deps.plan, now: test.clock.time, most, isReportThere });
const checks = (slots = 4) =>
  createPersonChecks({
    ...test.deps,
    // A minute's window: no slot comes back while a test runs.
    budget: createPersonCheckBudget({ database: test.database, slots, windowMs: 60_000 }),
  });
const asked = () =>
  test.fake.calls.filter(({ resource }) => resource === 'methods').map(({ path }) => path.split('/')[3]);

describe('who is asked about first', () => {
  it('goes by the next date, then by the oldest status, and leaves out who is registered or disabled', async () => {
    test.clock.time = minutesLater(120);
    await accounts([
      { upn: office('a') },
      { upn: head('b'), registered: false },
      { upn: head('c') },
      { upn: 'kim@a.norfolk.sch.uk' },
      { upn: head('d'), registered: true },
      { upn: head('e'), enabled: false },
      { upn: 'somebody@elsewhere.example' },
    ]);
    expect(await due()).toEqual([head('c'), head('b'), office('a'), 'kim@a.norfolk.sch.uk']);
    expect(await due(false, 2)).toEqual([head('c'), head('b')]);
  });

  it('puts dates ahead before those that have passed, and forgets them after four weeks', async () => {
    await accounts([{ upn: head('b') }, { upn: office('a') }]);
    test.clock.time = new Date('2018-11-28T09:00:00Z');
    expect(await due()).toEqual([office('a'), head('b')]);
    test.clock.time = new Date('2018-12-27T09:00:00Z');
    expect(await due()).toEqual([office('a')]);
  });

  it('waits an hour before it asks about the same account again', async () => {
    await accounts([{ upn: head('b'), registered: false }]);
    test.clock.time = minutesLater(59);
    expect(await due()).toEqual([]);
    test.clock.time = minutesLater(61);
    expect(await due()).toEqual([head('b')]);
    // What was written before the clock was set back keeps nobody out.
    for (const minutes of [-3 * 24 * 60, -60, -2]) {
      test.clock.time = minutesLater(minutes);
      expect(await due()).toEqual([head('b')]);
    }
    // And once it was asked by the new time, it has its hour.
    await test.database.query('update statuses set asked_at = $1', [test.clock.time]);
    expect(await due()).toEqual([]);
  });

  it('asks, where the report is there, only about whom it leaves out or on whom it contradicts itself', async () => {
    const report = (more: object) => ({ lastUpdatedDateTime: '2018-11-05T07:00:00Z', ...more });
    await accounts(['a', 'b', 'c', 'd'].map((school) => ({ upn: head(school) })));
    const [a, b, c] = test.fake.people;
    if (a) a.report = report({ methodsRegistered: [], isMfaRegistered: false });
    if (b) b.report = report({ methodsRegistered: [], isMfaRegistered: true });
    if (c) c.report = report({ methodsRegistered: ['mobilePhone'], isMfaRegistered: true });
    await fetchReport(test.deps);
    test.clock.time = minutesLater(61);
    expect(await due(true)).toEqual([head('d'), head('b')]);
    expect(await due(false)).toEqual([head('d'), head('a'), head('b')]);
  });

  it('looks through more accounts than one statement reads', async () => {
    await test.database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select 'p' || n, 'p' || n || '@oak.norfolk.sch.uk', 'p', true, 'oak.norfolk.sch.uk', 'everyone-else', 0, now()
         from generate_series(10000, 12499) n`,
    );
    const found = await due(false, 300);
    expect(found).toHaveLength(300);
    expect(found[0]).toBe('p10000');
    await test.database.query(
      "insert into statuses (account_id, asked_at) select id, $1 from accounts where id < 'p12300'",
      [morning],
    );
    expect(await due(false, 300)).toEqual(Array.from({ length: 200 }, (_, index) => `p${12_300 + index}`));
  });
});

describe('a turn', () => {
  beforeEach(withoutReport);

  it('spends what is left of the budget, stores what it learnt, and a restart goes on with the others', async () => {
    await accounts(['a', 'b', 'c', 'd', 'e', 'f'].map((school) => ({ upn: head(school) })));
    const turn = checks(4);
    expect(await turn()).toBe(4);
    expect(await turn()).toBe(0);
    expect(asked()).toEqual(['a', 'b', 'c', 'd'].map((school) => encodeURIComponent(head(school))));
    expect((await knownStatus(test.database, head('a'))).methods).toEqual({
      kind: 'known',
      methods: ['password', 'phone'],
      source: 'person-check',
      asOf: morning,
    });
    await test.database.query('truncate request_slots');
    expect(await checks(4)()).toBe(2);
    expect(new Set(asked()).size).toBe(6);
  });

  it('asks nothing while a message waits that may go out now, and asks when none does', async () => {
    await accounts([{ upn: head('a') }]);
    const wait = (key: string, kind: string, notBefore: string) =>
      test.database.query(
        `insert into deliveries (key, kind, operation, account_id, subject, priority, not_before)
         values ($1, $2, 'send', 'x', '{}', 5, clock_timestamp() + $3::interval)`,
        [key, kind, notBefore],
      );
    await wait('k', 'reminder', '-1 second');
    expect(await checks()()).toBe(0);
    await test.database.query("update deliveries set not_before = clock_timestamp() + interval '1 hour'");
    await wait('l', 'notice-progress', '-1 second');
    expect(await checks()()).toBe(1);
  });

  it.each(['outside-hours', 'not-yet-due', 'already-reminded-today'])(
    'does not hold back for a reminder that was held as %s, but for one that waits for a status',
    async (why) => {
      await accounts([{ upn: head('a') }]);
      const hold = (reason: string) =>
        test.database.query(
          `insert into deliveries (key, kind, operation, account_id, subject, priority, why)
           values ($1, 'reminder', 'send', $1, '{}', 5, $1)`,
          [reason],
        );
      await hold('status-unknown');
      expect(await checks()()).toBe(0);
      await test.database.query('truncate deliveries');
      await hold(why);
      expect(await checks()()).toBe(1);
    },
  );

  it('holds back for nothing outside working hours', async () => {
    await accounts([{ upn: head('a') }]);
    await test.database.query(
      `insert into deliveries (key, kind, operation, account_id, subject, priority)
       values ('k', 'reminder', 'send', 'x', '{}', 5)`,
    );
    test.clock.time = minutesLater(12 * 60);
    expect(await checks()()).toBe(1);
  });

  it('leaves a slot to whoever waits: nothing is asked where none is free at once', async () => {
    await accounts([{ upn: head('a') }]);
    const budget = createPersonCheckBudget({ database: test.database, slots: 1, windowMs: 60_000 });
    await budget.reserve(0);
    expect(await createPersonChecks({ ...test.deps, budget })()).toBe(0);
    expect(test.fake.calls).toEqual([]);
  });

  it('rests when Graph asks for it, and goes on with the others, not with the one that failed', async () => {
    await accounts([{ upn: head('a') }, { upn: head('b') }]);
    test.fake.fail('methods', { kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    const turn = checks();
    expect(await turn()).toBe(1);
    expect(await turn()).toBe(0);
    const [rest] = await test.database.query<{ s: number }>(
      'select extract(epoch from held_until - clock_timestamp())::float8 as s from leases',
    );
    expect(rest?.s).toBeGreaterThan(118);
    await test.database.query('truncate leases');
    expect(await turn()).toBe(1);
    expect(asked()).toEqual([head('a'), head('b')].map(encodeURIComponent));
  });

  it('passes over an account that is gone', async () => {
    await accounts([{ upn: head('a') }, { upn: head('b') }]);
    test.fake.people = test.fake.people.slice(1);
    expect(await checks()()).toBe(2);
  });

  it('writes down where the app may not ask, and that it may again', async () => {
    await accounts([{ upn: head('a') }, { upn: head('b') }]);
    test.fake.fail('methods', { kind: 'status', status: 403 });
    const turn = checks();
    expect(await turn()).toBe(1);
    expect((await readGap(test.database, 'person-checks'))?.why).toBe('no-permission');
    await test.database.query('truncate leases');
    await turn();
    expect(await readGap(test.database, 'person-checks')).toBeUndefined();
  });

  it('does not ask about whom somebody asked since the list was made', async () => {
    await accounts([{ upn: head('a') }, { upn: head('b') }, { upn: head('c') }]);
    const turn = checks(1);
    expect(await turn()).toBe(1);
    await test.database.query(
      `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
       values ($1, '[]', false, 'person-check', $2)`,
      [head('b'), morning],
    );
    await test.database.query('truncate request_slots');
    expect(await turn()).toBe(1);
    expect(asked()).toEqual([head('a'), head('c')].map(encodeURIComponent));
  });
});
