import { runAll } from '../../../services/directory/statement.ts';
import { reportedMethodsStatement, storeCheckedMethods } from '../../../services/directory/status-rows.ts';
import { uploadNaming } from '../../../services/directory/upload-rows.ts';
import { importReport, lastUpload } from '../../../services/registration-upload/import-report.ts';
import { at, head, office, reportOf, type UploadUnderTest, uploadOn } from './upload-on.ts';

describe('importing a report that was handed over', () => {
  let under: UploadUnderTest;

  beforeAll(async () => {
    under = await uploadOn();
  }, 60_000);
  beforeEach(() => under.begin());
  afterAll(() => under.close());

  const fresh = reportOf(at('05T08:00'), [
    { address: head, methods: ['authenticator'], updatedAt: at('04T08:00') },
    { address: office, methods: [], updatedAt: at('05T08:00') },
  ]);

  test('gives accounts that are known what it says, with the time of their own row', async () => {
    await under.know('Head@Hillside.norfolk.sch.uk');
    expect(await importReport(under, fresh)).toEqual({ kind: 'imported', rows: 2 });
    expect(await under.methodsOf('Head@Hillside.norfolk.sch.uk')).toEqual({
      kind: 'known',
      methods: ['authenticator'],
      source: 'report-upload',
      asOf: at('04T08:00'),
    });
    expect(await uploadNaming(under.database, 'Head@Hillside.norfolk.sch.uk')).toEqual(at('05T08:00'));
  });

  test('gives it also to somebody who first speaks later', async () => {
    await importReport(under, fresh);
    expect((await under.methodsOf(office)).kind).toBe('unknown');
    await under.know(office);
    expect(await under.methodsOf(office)).toMatchObject({ kind: 'known', methods: [], asOf: at('05T08:00') });
  });

  test('is done once, however often it is asked for', async () => {
    await importReport(under, fresh);
    expect(await importReport(under, fresh)).toEqual({ kind: 'again' });
    expect(await under.database.query('select hash from report_uploads')).toHaveLength(1);
  });

  test('is done from the start after it was cut short', async () => {
    await importReport(under, fresh);
    await under.database.query('update report_uploads set finished_at = null');
    expect(await uploadNaming(under.database, head)).toBeUndefined();
    expect(await importReport(under, fresh)).toEqual({ kind: 'imported', rows: 2 });
  });

  test('changes nothing where a newer one is there', async () => {
    await under.know(head);
    await importReport(under, fresh);
    const older = reportOf(at('05T07:00'), [{ address: head, methods: [], updatedAt: at('05T07:00') }]);
    expect(await importReport(under, older)).toEqual({ kind: 'older', than: at('05T08:00') });
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['authenticator'] });
    expect((await lastUpload(under.database))?.hash).toBe(fresh.hash);
  });

  test('takes a later one over, and forgets who is in it no more', async () => {
    await under.know(head);
    await under.know(office);
    await importReport(under, fresh);
    under.clock.time = at('06T09:00');
    const later = reportOf(at('06T08:00'), [{ address: head, methods: [], updatedAt: at('06T08:00') }]);
    await importReport(under, later);
    expect(await under.methodsOf(head)).toMatchObject({ methods: [], asOf: at('06T08:00') });
    expect(await uploadNaming(under.database, office)).toBeUndefined();
    expect(await under.database.query('select address from report_upload_rows')).toEqual([{ address: head }]);
  });

  test('never replaces what is known from a later time', async () => {
    await under.know(head);
    await under.know(office);
    await storeCheckedMethods(under.database, head, ['fido2'], at('04T08:01'));
    await runAll(under.database, [
      reportedMethodsStatement([{ id: office, methods: ['phone'], asOf: at('05T08:00') }], {
        now: at('05T09:00'),
        doubtMs: 0,
      }),
    ]);
    await importReport(under, fresh);
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['fido2'], source: 'person-check' });
    expect(await under.methodsOf(office)).toMatchObject({
      methods: ['phone'],
      source: 'registration-report',
    });
  });

  test('is replaced by whatever Graph says later, and by its report of the same time', async () => {
    await under.know(head);
    await under.know(office);
    await importReport(under, fresh);
    await storeCheckedMethods(under.database, head, [], at('05T08:59'));
    await runAll(under.database, [
      reportedMethodsStatement([{ id: office, methods: ['phone'], asOf: at('05T08:00') }], {
        now: at('05T09:00'),
        doubtMs: 0,
      }),
    ]);
    expect(await under.methodsOf(head)).toMatchObject({ methods: [], source: 'person-check' });
    expect(await under.methodsOf(office)).toMatchObject({
      methods: ['phone'],
      source: 'registration-report',
    });
  });

  test('dated by its file alone it gives way to a check of the day before', async () => {
    await under.know(head);
    await under.know(office);
    await storeCheckedMethods(under.database, head, ['fido2'], at('04T10:00'));
    await storeCheckedMethods(under.database, office, ['fido2'], at('04T07:00'));
    await importReport(
      under,
      reportOf(at('05T08:00'), [
        { address: head, methods: [] },
        { address: office, methods: [] },
      ]),
    );
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['fido2'] });
    expect(await under.methodsOf(office)).toMatchObject({ methods: [], asOf: at('05T08:00') });
  });

  test('takes no time ahead of the clock', async () => {
    await under.know(head);
    await importReport(
      under,
      reportOf(at('09T08:00'), [{ address: head, methods: ['phone'], updatedAt: at('09T08:00') }]),
    );
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['phone'], asOf: at('05T09:00') });
  });

  test('stores 2,000 rows in lots, and only kinds of methods', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => ({
      address: `user${index}@hillside.norfolk.sch.uk`,
      methods: ['phone' as const],
      updatedAt: at('05T08:00'),
    }));
    expect(await importReport(under, reportOf(at('05T08:00'), rows))).toEqual({
      kind: 'imported',
      rows: 2_000,
    });
    const stored = await under.database.query(
      'select count(*) as count, min(methods::text) as least, max(methods::text) as most from report_upload_rows',
    );
    expect(stored).toEqual([{ count: '2000', least: '["phone"]', most: '["phone"]' }]);
  });
});
