import { noteGap, readGap, readGaps } from '../../../services/directory/graph-gaps.ts';
import { createPersonCheckBudget } from '../../../services/directory/person-check-budget.ts';
import { createReportRefresh } from '../../../services/directory/report-refresh.ts';
import { fetchReport, sweepDirectory } from '../../../services/directory/sweep.ts';
import { sweepIfDue } from '../../../services/directory/sweep-due.ts';
import { failureOf } from '../graph/graph-on.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(async () => {
  await test.begin();
  test.fake.pageSize = 999;
  test.fake.people = ['a', 'b', 'c'].map((id) => ({
    id,
    upn: `${id}@hillside.norfolk.sch.uk`,
    report: { methodsRegistered: [] },
  }));
});
afterEach(() => test.end());
afterAll(() => test.close());

const calls = (resource: string) => test.fake.calls.filter((call) => call.resource === resource);
const signIns = () =>
  test.database.query(
    'select id, last_sign_in as at, last_sign_in_kind as kind, last_sign_in_as_of as told from accounts order by id',
  );

describe('without the licence', () => {
  beforeEach(() => {
    test.fake.hasLicence = false;
  });

  it('finishes the sweep without the report, remembers why, and asks again after a day', async () => {
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 3 });
    expect(await readGap(test.database, 'registration-report')).toEqual({
      why: 'no-licence',
      since: morning,
      lookedAt: morning,
    });
    test.clock.time = minutesLater(23 * 60);
    await sweepDirectory(test.deps);
    expect(await failureOf(fetchReport(test.deps))).toMatchObject({ code: 'no-licence' });
    expect(calls('report')).toHaveLength(1);
    test.clock.time = minutesLater(24 * 60);
    await sweepDirectory(test.deps);
    expect(calls('report')).toHaveLength(2);
    expect(await readGap(test.database, 'registration-report')).toEqual({
      why: 'no-licence',
      since: morning,
      lookedAt: minutesLater(24 * 60),
    });
  });

  it('does not ask for the report before each message either', async () => {
    const refresh = createReportRefresh(test.deps);
    const refused = { ok: false, why: 'Microsoft did not let us look this up', isRefused: true };
    expect(await refresh.ifOlderThan(60_000)).toEqual(refused);
    await test.database.query('delete from leases');
    expect(await refresh.ifOlderThan(60_000)).toEqual(refused);
    expect(calls('report')).toHaveLength(1);
  });

  it('lists the accounts once, without their last sign-ins', async () => {
    expect(await sweepDirectory(test.deps, { withSignIns: true })).toEqual({ accounts: 3 });
    expect(calls('users').map(({ path }) => path.includes('signInActivity'))).toEqual([true, false]);
    expect((await readGap(test.database, 'sign-in-activity'))?.why).toBe('no-licence');
    test.clock.time = minutesLater(60);
    await sweepDirectory(test.deps, { withSignIns: true });
    expect(calls('users')).toHaveLength(3);
  });

  it('is over when the licence is there', async () => {
    await sweepDirectory(test.deps, { withSignIns: true });
    test.fake.hasLicence = true;
    test.clock.time = minutesLater(24 * 60 + 1);
    expect(await sweepDirectory(test.deps, { withSignIns: true })).toEqual({ accounts: 3, reported: 3 });
    expect(await readGaps(test.database)).toEqual(new Map());
  });
});

it('tells a missing permission from a missing licence, and asks for it at every sweep', async () => {
  test.fake.fail('report', { kind: 'status', status: 403, code: 'Authorization_RequestDenied' });
  expect(await sweepDirectory(test.deps)).toEqual({ accounts: 3 });
  expect((await readGap(test.database, 'registration-report'))?.why).toBe('no-permission');
  expect(await sweepDirectory(test.deps)).toEqual({ accounts: 3, reported: 3 });
  expect(await readGap(test.database, 'registration-report')).toBeUndefined();
});

it('keeps since when it is so for one reason only', async () => {
  await noteGap(test.database, 'sign-ins', 'no-permission', morning);
  await noteGap(test.database, 'sign-ins', 'no-permission', minutesLater(5));
  expect(await readGap(test.database, 'sign-ins')).toMatchObject({
    since: morning,
    lookedAt: minutesLater(5),
  });
  await noteGap(test.database, 'sign-ins', 'no-licence', minutesLater(6));
  expect(await readGap(test.database, 'sign-ins')).toMatchObject({ since: minutesLater(6) });
});

it('falls back to the size of page that Graph likes, and remembers it', async () => {
  test.fake.reportTakesTop = false;
  expect(await fetchReport(test.deps)).toBe(3);
  expect(await fetchReport(test.deps)).toBe(3);
  expect(calls('report').map(({ path }) => path.includes('$top'))).toEqual([true, false, false]);
});

describe('the last sign-ins', () => {
  const lastSuccessfulSignInDateTime = '2018-11-04T10:00:00Z';
  const lastSignInDateTime = '2018-11-05T08:00:00Z';

  it('are kept with their kind and age, the successful one first, and stay when a listing goes without', async () => {
    const [a, b] = test.fake.people;
    if (a) a.signInActivity = { lastSuccessfulSignInDateTime, lastSignInDateTime };
    if (b) b.signInActivity = { lastSuccessfulSignInDateTime: null, lastSignInDateTime };
    await sweepDirectory(test.deps, { withSignIns: true });
    const expected = [
      { id: 'a', at: new Date(lastSuccessfulSignInDateTime), kind: 'successful', told: morning },
      { id: 'b', at: new Date(lastSignInDateTime), kind: 'attempt', told: morning },
      { id: 'c', at: null, kind: null, told: morning },
    ];
    expect(await signIns()).toEqual(expected);
    test.clock.time = minutesLater(60);
    await sweepDirectory(test.deps);
    expect(await signIns()).toEqual(expected);
  });

  it('are read once a day, not with the first listing, for which reminders wait', async () => {
    const asked = () => calls('users').filter(({ path }) => path.includes('signInActivity')).length;
    await sweepIfDue(test.deps);
    expect(asked()).toBe(0);
    for (const hour of [1.1, 2.2, 3.3, 12, 23]) {
      test.clock.time = minutesLater(hour * 60);
      await sweepIfDue(test.deps);
    }
    expect(asked()).toBe(1);
    test.clock.time = minutesLater(25 * 60);
    await sweepIfDue(test.deps);
    expect(asked()).toBe(2);
  });

  it('take a slot a page of those that all instances share', async () => {
    test.fake.pageSize = 1;
    const signInPages = createPersonCheckBudget({
      database: test.database,
      name: 'graph-sign-in-pages',
      slots: 9,
      windowMs: 60_000,
    });
    await sweepDirectory({ ...test.deps, signInPages }, { withSignIns: true });
    expect(
      await test.database.query(
        "select cardinality(taken) as n from request_slots where name = 'graph-sign-in-pages'",
      ),
    ).toEqual([{ n: 3 }]);
  });
});

it('needs no more requests than pages: 500 accounts each with sign-ins, 999 report rows each', async () => {
  test.fake.people = Array.from({ length: 2_500 }, (_, index) => ({
    id: `p${String(index).padStart(5, '0')}`,
    upn: `p${index}@hillside.norfolk.sch.uk`,
    report: { methodsRegistered: [] },
  }));
  await sweepDirectory(test.deps, { withSignIns: true });
  expect(calls('users')).toHaveLength(5);
  expect(calls('report')).toHaveLength(3);
});
