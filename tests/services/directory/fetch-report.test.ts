import { checkNow, knownStatus } from '../../../services/directory/statuses.ts';
import { fetchReport, reportAge, sweepDirectory } from '../../../services/directory/sweep.ts';
import { failureOf } from '../graph/graph-on.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(() => test.begin());
afterEach(() => test.end());
afterAll(() => test.close());

const registered = (asOf: unknown, names = ['mobilePhone']) => ({
  methodsRegistered: names,
  lastUpdatedDateTime: asOf,
});
const person = (id: string, more = {}) => ({ id, upn: `${id}@hillside.norfolk.sch.uk`, ...more });

describe('the report', () => {
  it('carries its own time, not the time of fetching', async () => {
    test.fake.people = [
      person('a', { report: registered('2018-11-05T06:30:00Z', ['mobilePhone', 'email']) }),
    ];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toEqual({
      kind: 'known',
      methods: ['phone', 'email'],
      source: 'registration-report',
      asOf: new Date('2018-11-05T06:30:00Z'),
    });
  });

  it('tells people who are not registered from those it does not name', async () => {
    test.fake.people = [person('a', { report: registered('2018-11-05T06:30:00Z', []) }), person('b')];
    await sweepDirectory(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toMatchObject({ kind: 'known', methods: [] });
    expect((await knownStatus(test.database, 'b')).methods).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['missing', undefined],
    ['unreadable', 'yesterday'],
    ['ahead of the clock', '2026-11-24T09:00:00Z'],
  ])('is dated by the fetching where its time is %s', async (_name, time) => {
    test.fake.people = [person('a', { report: registered(time) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toMatchObject({ kind: 'known', asOf: morning });
  });

  it('does not touch the per-user state', async () => {
    test.fake.people = [person('a', { state: 'enabled', report: registered('2018-11-05T06:30:00Z') })];
    await checkNow(test.deps, { id: 'a' });
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).state).toMatchObject({ kind: 'known', state: 'enabled' });
  });
});

describe('a check of one account and the report', () => {
  const checked = { kind: 'known', methods: ['password', 'phone'], source: 'person-check', asOf: morning };

  beforeEach(async () => {
    test.fake.people = [person('a', { methods: ['password', 'phone'] })];
    await checkNow(test.deps, { id: 'a' });
    test.clock.time = minutesLater(10);
  });

  it.each([
    ['older', '2018-11-05T08:59:59Z'],
    ['equally old', morning.toISOString()],
    ['of no known time', undefined],
    ['ahead of the clock', '2018-12-01T00:00:00Z'],
  ])('keeps the check where the report is %s', async (_name, time) => {
    test.fake.people = [person('a', { report: registered(time, []) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toEqual(checked);
  });

  it('takes the report where it is newer', async () => {
    test.fake.people = [person('a', { report: registered('2018-11-05T09:05:00Z', []) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toMatchObject({
      methods: [],
      source: 'registration-report',
      asOf: minutesLater(5),
    });
  });

  it('takes a report of no known time after a day', async () => {
    test.clock.time = minutesLater(24 * 60 + 1);
    test.fake.people = [person('a', { report: registered(undefined, []) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toMatchObject({ source: 'registration-report' });
  });

  it('does not let an older report replace a newer one', async () => {
    test.fake.people = [person('b', { report: registered('2018-11-05T09:05:00Z') })];
    await fetchReport(test.deps);
    test.fake.people = [person('b', { report: registered('2018-11-05T03:00:00Z', []) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'b')).methods).toMatchObject({ methods: ['phone'] });
  });

  it('takes the report after the clock was moved back by days', async () => {
    test.clock.time = new Date('2018-11-01T09:00:00Z');
    test.fake.people = [person('a', { report: registered('2018-11-01T08:00:00Z', []) })];
    await fetchReport(test.deps);
    expect((await knownStatus(test.database, 'a')).methods).toMatchObject({ methods: [] });
  });
});

describe('the pace of the pages', () => {
  it('asks for a slot until it has one: no page goes out without', async () => {
    test.fake.people = [person('a', { report: registered(undefined) })];
    const answers = [false, false, true];
    const waits: number[] = [];
    const budget = {
      async reserve(maxWaitMs: number) {
        waits.push(maxWaitMs);
        expect(test.fake.calls).toEqual([]);
        return answers.shift() ?? false;
      },
      note: async () => {},
    };
    await fetchReport({ ...test.deps, budget });
    expect(answers).toEqual([]);
    expect(waits).toHaveLength(3);
    // Messages take theirs up to half a minute ahead.
    expect(Math.min(...waits)).toBeGreaterThan(45_000);
  });
});

describe('the age of the report', () => {
  it('is undefined before the first, and counts from the begin of its fetching', async () => {
    expect(await reportAge(test.database, morning)).toBeUndefined();
    await fetchReport(test.deps);
    expect(await reportAge(test.database, minutesLater(20))).toBe(20 * 60_000);
  });

  it('grows on, and the old rows stay, while the report fails on a later page', async () => {
    test.fake.people = ['a', 'b', 'c'].map((id) =>
      person(id, { report: registered('2018-11-05T06:30:00Z') }),
    );
    await fetchReport(test.deps);
    test.clock.time = minutesLater(30);
    test.fake.fail('report', {
      kind: 'reply',
      body: {
        value: [],
        '@odata.nextLink':
          'https://graph.microsoft.com/v1.0/reports/authenticationMethods/userRegistrationDetails?$skiptoken=2',
      },
    });
    test.fake.fail('report', { kind: 'garbage' });
    expect(await failureOf(fetchReport(test.deps))).toMatchObject({ code: 'bad-reply' });
    expect(await reportAge(test.database, test.clock.time)).toBe(30 * 60_000);
    expect(await test.database.query('select count(*) as n from statuses')).toEqual([{ n: '3' }]);
  });

  it('does not count a fetch that lies ahead, after the clock was moved back', async () => {
    await fetchReport(test.deps);
    expect(await reportAge(test.database, new Date('2018-11-01T09:00:00Z'))).toBeUndefined();
  });
});
