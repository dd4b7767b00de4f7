import { learnFromTeams, lookUpAccount } from '../../../services/directory/accounts.ts';
import { statusAsAllowed } from '../../../services/directory/fresh-status.ts';
import { createReportRefresh } from '../../../services/directory/report-refresh.ts';
import { statusForSending } from '../../../services/directory/status-for-sending.ts';
import { isDirectoryListed, sweepIfDue } from '../../../services/directory/sweep-due.ts';
import { importReport } from '../../../services/registration-upload/import-report.ts';
import { reportOf } from '../registration-upload/upload-on.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

const head = 'head@hillside.norfolk.sch.uk';
const forbidden = { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } as const;

describe('a tenant in which Graph lets this app read nothing', () => {
  let under: DirectoryUnderTest;

  beforeAll(async () => {
    under = await directoryOn();
  }, 60_000);
  beforeEach(async () => {
    await under.begin();
    await under.database.query('truncate report_uploads, report_upload_rows');
    for (const resource of ['user', 'users', 'methods', 'requirements', 'report'] as const) {
      under.fake.fail(resource, forbidden, Number.POSITIVE_INFINITY);
    }
  });
  afterEach(() => under.end());
  afterAll(() => under.close());

  const know = (upn = head) => learnFromTeams(under.deps, { id: 'a', upn, displayName: 'Head' });
  const account = { id: 'a', upn: head, displayName: 'Head', enabled: true };
  const upload = (methods: 'phone'[] = []) =>
    importReport(under.deps, reportOf(morning, [{ address: head, methods, updatedAt: morning }]));
  const budget = { reserve: async () => true, note: async () => {} };
  const sending = (slots = budget) =>
    statusForSending({ ...under.deps, report: createReportRefresh(under.deps), budget: slots }, 'a', {
      needsState: true,
      waitedMs: 0,
    });

  test('knows whom Teams named, with the time of it', async () => {
    expect(await know()).toEqual(account);
    expect(await lookUpAccount(under.deps, 'a')).toEqual({
      kind: 'stored',
      stored: { account, source: 'teams', seenAt: morning },
    });
    const [row] = await under.database.query('select cohort, school_domain from accounts');
    expect(row).toEqual({ cohort: 'head', school_domain: 'hillside.norfolk.sch.uk' });
  });

  test('takes a new address from Teams, but not over what Graph said', async () => {
    await know('old@norfolk.gov.uk');
    under.clock.time = minutesLater(60);
    expect((await know())?.upn).toBe(head);
    under.fake.recover('user');
    under.fake.people = [{ id: 'a', upn: 'office@hillside.norfolk.sch.uk', enabled: false }];
    await lookUpAccount(under.deps, 'a');
    expect(await know()).toMatchObject({ upn: 'office@hillside.norfolk.sch.uk', enabled: false });
  });

  test('sends on a report of the last week, with its time', async () => {
    await know();
    await upload();
    under.clock.time = minutesLater(7 * 24 * 60);
    expect((await sending()).methods).toEqual({
      kind: 'known',
      methods: [],
      source: 'report-upload',
      asOf: morning,
    });
  });

  test('holds a message when the report is older, or does not name the account, or there is none', async () => {
    await know();
    expect((await sending()).methods.kind).toBe('unknown');
    await upload();
    under.clock.time = minutesLater(7 * 24 * 60 + 1);
    expect((await sending()).methods.kind).toBe('unknown');
  });

  test('goes by the report also where no slot is free for a question', async () => {
    await know();
    await upload(['phone']);
    expect((await sending({ ...budget, reserve: async () => false })).methods).toMatchObject({
      methods: ['phone'],
    });
  });

  test('does not go by it where Graph is only silent', async () => {
    await know();
    await upload();
    under.fake.recover('methods');
    under.fake.fail('methods', { kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    expect((await sending()).methods.kind).toBe('unknown');
  });

  test('says to a person what the report said, and nothing stored where Graph is only silent', async () => {
    await know();
    await upload(['phone']);
    expect((await statusAsAllowed(under.deps, account, 5_000)).methods).toMatchObject({
      kind: 'known',
      methods: ['phone'],
      source: 'report-upload',
    });
    under.fake.recover('methods');
    under.fake.fail('methods', { kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    expect((await statusAsAllowed(under.deps, account, 1_000)).methods).toMatchObject({
      kind: 'unknown',
      why: 'Microsoft did not answer',
    });
  });

  test('can plan reminders for those who are known, and leaves Graph alone for ten minutes', async () => {
    expect(await isDirectoryListed(under.database, under.deps.plan)).toBe(false);
    await sweepIfDue(under.deps);
    expect(await isDirectoryListed(under.database, under.deps.plan)).toBe(true);
    const calls = under.fake.calls.length;
    under.clock.time = minutesLater(10);
    await sweepIfDue(under.deps);
    expect(under.fake.calls).toHaveLength(calls);
    under.clock.time = minutesLater(11);
    await sweepIfDue(under.deps);
    expect(under.fake.calls.length).toBeGreaterThan(calls);
  });

  test('plans for nobody while Graph is only silent', async () => {
    under.fake.recover('users');
    under.fake.fail('users', { kind: 'status', status: 400 }, Number.POSITIVE_INFINITY);
    await expect(sweepIfDue(under.deps)).rejects.toThrow();
    expect(await isDirectoryListed(under.database, under.deps.plan)).toBe(false);
  });
});
