import type { PersonCheckBudget } from '../../../services/directory/person-check-budget.ts';
import { createReportRefresh } from '../../../services/directory/report-refresh.ts';
import { statusForSending } from '../../../services/directory/status-for-sending.ts';
import { checkNow } from '../../../services/directory/statuses.ts';
import { fetchReport } from '../../../services/directory/sweep.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

const head = { id: 'a', upn: 'head@hillside.norfolk.sch.uk' };
const unregistered = { methodsRegistered: [], lastUpdatedDateTime: '2018-11-05T06:00:00Z' };
const forbidden = { kind: 'status', status: 403 } as const;

describe('the status at the last moment', () => {
  let test: DirectoryUnderTest;
  let reserved: number;

  beforeAll(async () => {
    test = await directoryOn();
  }, 60_000);
  beforeEach(() => {
    reserved = 0;
    return test.begin();
  });
  afterEach(() => test.end());
  afterAll(() => test.close());

  const budget = (isFree: boolean): PersonCheckBudget => ({
    async reserve() {
      reserved += 1;
      return isFree;
    },
    note: async () => {},
  });
  const sending = (isFree: boolean) =>
    statusForSending(
      { ...test.deps, report: createReportRefresh(test.deps), budget: budget(isFree) },
      head.id,
      { needsState: false, waitedMs: 0 },
    );
  /** The report's last fetch ended so many minutes after its begin. */
  const fetchTook = (minutes: number) =>
    test.database.query('update report_runs set finished_at = started_at + make_interval(mins => $1)', [
      minutes,
    ]);
  const otherFetches = () =>
    test.database.query(
      "insert into leases values ('registration-report', 'other', clock_timestamp() + interval '90 s')",
    );

  it('goes by the newest answer after the clock was set back by an hour', async () => {
    test.fake.people = [{ ...head, methods: ['password'], report: unregistered }];
    test.clock.time = minutesLater(60);
    await checkNow(test.deps, head);
    test.clock.time = minutesLater(5);
    test.fake.people = [{ ...head, methods: ['password', 'phone'], report: unregistered }];
    expect((await sending(true)).methods).toMatchObject({
      methods: ['password', 'phone'],
      asOf: minutesLater(5),
    });
  });

  it('takes nothing that lies ahead of the clock for fresh, and no lagging report instead of it', async () => {
    test.fake.people = [{ ...head, methods: ['password', 'phone'], report: unregistered }];
    test.clock.time = minutesLater(60);
    await checkNow(test.deps, head);
    test.clock.time = morning;
    expect((await sending(false)).methods.kind).toBe('unknown');
    test.clock.time = minutesLater(59.5);
    expect((await sending(false)).methods).toMatchObject({ methods: ['password', 'phone'] });
  });

  it('goes by a check of the last minutes where no report is to be had and no slot is free', async () => {
    test.fake.people = [{ ...head, methods: ['password'] }];
    test.fake.fail('report', forbidden, Number.POSITIVE_INFINITY);
    await checkNow(test.deps, head);
    test.clock.time = minutesLater(14);
    expect((await sending(false)).methods).toMatchObject({ source: 'person-check', asOf: morning });
    test.clock.time = minutesLater(16);
    expect((await sending(false)).methods.kind).toBe('unknown');
  });

  it('goes by a report that took long for as much longer, and takes no slot from the next fetch', async () => {
    test.fake.people = [{ ...head, report: unregistered }];
    await fetchReport(test.deps);
    await fetchTook(25);
    await otherFetches();
    test.clock.time = minutesLater(40);
    expect((await sending(true)).methods).toMatchObject({ methods: [], source: 'registration-report' });
    expect(reserved).toBe(0);
    await test.database.query('truncate leases');
    test.clock.time = minutesLater(25);
    await sending(true);
    expect(reserved).toBe(1);
    expect(test.fake.calls.filter(({ resource }) => resource === 'report')).toHaveLength(1);
  });
});
