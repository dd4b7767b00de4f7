import { appendFile, readdir, rm } from 'node:fs/promises';
import { beginSweep, storeListed } from '../../../services/directory/account-rows.ts';
import { checkUploadFolder } from '../../../services/registration-upload/check.ts';
import { placeReport } from '../../../services/registration-upload/folder.ts';
import { createReportWatch, type WatchDeps } from '../../../services/registration-upload/watch.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { at, fileOf, head, office, type UploadUnderTest, uploadOn } from './upload-on.ts';

describe('the folder with the registration report', () => {
  let under: UploadUnderTest;
  let lines: { level: string; fields: Record<string, unknown>; message: string }[];
  let look: ReturnType<typeof createReportWatch>;

  beforeAll(async () => {
    under = await uploadOn();
  }, 60_000);
  beforeEach(async () => {
    await under.begin();
    lines = [];
    look = watch();
  });
  afterAll(() => under.close());

  function watch() {
    const noting = (level: string) => (fields: unknown, message?: string) => {
      lines.push({ level, fields: fields as Record<string, unknown>, message: message ?? '' });
    };
    // Two of pino's methods are all that the watch uses.
    const log = { info: noting('info'), warn: noting('warn') } as unknown as WatchDeps['log'];
    return createReportWatch({ database: under.database, clock: under.clock, folder: under.folder, log });
  }

  const good = fileOf(at('05T08:00'), { [head]: ['mobilePhone'], [office]: [] });

  test('is read once a file in it has stood still from one look to the next', async () => {
    await under.know(head);
    expect(await look()).toEqual({ kind: 'empty' });
    const path = await under.put('export.csv', good.slice(0, -30));
    expect(await look()).toEqual({ kind: 'growing' });
    await appendFile(path, good.slice(-30));
    expect(await look()).toEqual({ kind: 'growing' });
    expect(await look()).toEqual({ kind: 'imported' });
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['phone'], source: 'report-upload' });
    expect(await look()).toEqual({ kind: 'known' });
    expect(lines.map(({ message }) => message)).toEqual(['registration report imported']);
  });

  test('is read at once where the command put the file there, once over all instances', async () => {
    const source = await under.put('download.txt', good);
    await placeReport(source, under.folder);
    expect(await look()).toEqual({ kind: 'imported' });
    expect(await watch()()).toEqual({ kind: 'again' });
    expect((await readdir(under.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('does not believe a name that the content does not fit', async () => {
    const source = await under.put('download.txt', good);
    const placed = await placeReport(source, under.folder);
    await appendFile(placed, '\r\nmore@norfolk.gov.uk,x,[],');
    expect(await look()).toEqual({ kind: 'growing' });
  });

  test('with a faulty file takes nothing, and says where the fault is, once and without its content', async () => {
    await under.know(head);
    await under.put('bad.csv', `${good}\r\nJo 07700 900123,x,[],2018-11-05T08:00:00Z`);
    await look();
    expect(await look()).toEqual({ kind: 'refused', row: 4, column: 'userPrincipalName' });
    await look();
    expect((await under.methodsOf(head)).kind).toBe('unknown');
    expect(lines).toMatchObject([
      { level: 'warn', fields: { file: 'bad.csv', row: 4, column: 'userPrincipalName' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('900123');
  });

  test('has its newest file read, and an older report changes nothing', async () => {
    await under.know(head);
    await under.put('b.csv', good, at('05T08:30'));
    await look();
    await look();
    await under.put('c.csv', fileOf(at('04T08:00'), { [head]: [] }), at('05T08:40'));
    await look();
    expect(await look()).toEqual({ kind: 'older' });
    expect(await under.methodsOf(head)).toMatchObject({ methods: ['phone'] });
  });

  test('serves accounts that Graph lists later', async () => {
    await under.put('b.csv', good);
    await look();
    await look();
    const { database, clock } = under;
    const sweep = await beginSweep(database, norfolkPlan(), { now: clock.now(), withSignIns: false });
    const account = { id: 'listed', upn: head.toUpperCase(), displayName: 'Head', enabled: true };
    await storeListed(database, norfolkPlan(), [account], { sweep, seenAt: clock.now() });
    await database.query('update directory_sweeps set listed_at = $1', [clock.now()]);
    await look();
    expect(await under.methodsOf('listed')).toMatchObject({ methods: ['phone'] });
  });

  test('is said to be missing once', async () => {
    await rm(under.folder, { recursive: true });
    expect(await look()).toEqual({ kind: 'no-folder' });
    await look();
    expect(lines).toHaveLength(1);
  });

  describe('as doctor sees it', () => {
    const check = () => checkUploadFolder(under.folder, at('12T07:00'));

    test('is well with a report of the last seven days', async () => {
      await under.put('b.csv', fileOf(at('05T08:00'), { [head]: [] }));
      expect(await check()).toMatchObject({
        kind: 'ok',
        line: expect.stringMatching(/1 account and is 6 days old/),
      });
    });

    test.each<[string, () => Promise<unknown>, RegExp]>([
      ['without a folder', () => rm(under.folder, { recursive: true }), /cannot be read/],
      ['without a file', async () => {}, /No registration report/],
      ['with an old one', () => under.put('b.csv', fileOf(at('04T08:00'), { [head]: [] })), /7 days old/],
      ['with a faulty one', () => under.put('b.csv', 'a,b\n1,2'), /b\.csv, row 1, column userPrincipalName/],
    ])('is not well %s', async (_what, arrange, words) => {
      await arrange();
      expect(await check()).toMatchObject({
        kind: 'not-ok',
        line: expect.stringMatching(words),
        todo: expect.stringMatching(/\w+/),
      });
    });
  });
});
