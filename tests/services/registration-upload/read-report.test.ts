import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ReadReport, readReport } from '../../../services/registration-upload/read-report.ts';

/** The header of Entra's own download, as it was in September 2026. */
const header =
  'userPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,defaultMfaMethod,methodsRegistered,lastUpdatedDateTime';
const modifiedAt = new Date('2018-11-05T10:00:00Z');

describe('reading a report that was handed over', () => {
  let folder: string;
  let count = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(content: string | Buffer): Promise<ReadReport> {
    count += 1;
    const path = join(folder, `${count}.csv`);
    await writeFile(path, content);
    await utimes(path, modifiedAt, modifiedAt);
    return readReport(path);
  }

  async function rowsOf(content: string | Buffer) {
    const found = await read(content);
    if (found.kind === 'faulty') throw new Error(JSON.stringify(found.fault));
    return found.report;
  }

  const line = (address: string, methods: string, at = '2018-11-05T08:00:00.1234567Z') =>
    `${address},"Smith, Jo",False,False,False,none,"${methods.replaceAll('"', '""')}",${at}`;
  const twoRows = [
    header,
    line('Head@Hillside.norfolk.sch.uk', '["microsoftAuthenticatorPush"]'),
    line('office@hillside.norfolk.sch.uk', '[]', '2018-11-05T08:30:00Z'),
  ];
  const expected = [
    {
      address: 'head@hillside.norfolk.sch.uk',
      methods: ['authenticator'],
      updatedAt: new Date('2018-11-05T08:00:00.123Z'),
    },
    { address: 'office@hillside.norfolk.sch.uk', methods: [], updatedAt: new Date('2018-11-05T08:30:00Z') },
  ];

  test('reads the download as Entra writes it', async () => {
    const report = await rowsOf(`${twoRows.join('\n')}\n`);
    expect(report.rows).toEqual(expected);
    expect(report.asOf).toEqual(new Date('2018-11-05T08:30:00Z'));
    expect(report.datedBy).toBe('rows');
    expect(report.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, string | Buffer]>([
    ['a byte order mark and CRLF', `\ufeff${twoRows.join('\r\n')}\r\n`],
    ['no line end at the end', twoRows.join('\n')],
    ['empty lines', `${twoRows.join('\n\n')}\n\n`],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${twoRows.join('\r\n')}`, 'utf16le')],
    ['the line #TYPE of Windows PowerShell', `#TYPE Selected.System.Object\r\n${twoRows.join('\r\n')}`],
  ])('reads it with %s', async (_what, content) => {
    expect((await rowsOf(content)).rows).toEqual(expected);
  });

  test('reads semicolons, other names and an own order of columns', async () => {
    const content = [
      'Methods Registered;MFA Registered;User Name;Something else',
      'Mobile phone, Email;Yes;head@hillside.norfolk.sch.uk;x',
      ';No;office@hillside.norfolk.sch.uk;"a;b"',
    ];
    const plain = [
      { address: 'head@hillside.norfolk.sch.uk', methods: ['phone', 'email'] },
      { address: 'office@hillside.norfolk.sch.uk', methods: [] },
    ];
    const report = await rowsOf(content.join('\n'));
    expect(report.rows).toEqual(plain);
    expect(report.datedBy).toBe('file');
    expect(report.asOf).toEqual(modifiedAt);
    expect((await rowsOf(`sep=;\r\n${content.join('\r\n')}`)).rows).toEqual(plain);
  });

  test('leaves guests out, and accounts that Microsoft calls registered by what nobody here knows', async () => {
    const report = await rowsOf(
      [
        'userPrincipalName,userType,isMfaRegistered,methodsRegistered',
        'a_b.com#EXT#@norfolk.onmicrosoft.com,member,True,mobilePhone',
        'guest@norfolk.gov.uk,Guest,True,mobilePhone',
        'new@norfolk.gov.uk,member,True,hologram',
        'mail@norfolk.gov.uk,member,False,"email,hologram"',
      ].join('\n'),
    );
    expect(report.rows).toEqual([{ address: 'mail@norfolk.gov.uk', methods: ['email', 'unknown'] }]);
    expect([report.guests, report.unclear]).toEqual([2, 1]);
    expect([...report.unreadMethods]).toEqual([['hologram', 2]]);
  });

  test('takes the newest of two rows of one address', async () => {
    const newest = line('head@hillside.norfolk.sch.uk', '["mobilePhone"]', '2018-11-05T09:00:00Z');
    const older = line('HEAD@hillside.norfolk.sch.uk', '[]', '2018-11-01T09:00:00Z');
    for (const rows of [
      [newest, older],
      [older, newest],
    ]) {
      const { rows: found } = await rowsOf([header, ...rows].join('\n'));
      expect(found.map(({ methods }) => methods)).toEqual([['phone']]);
    }
  });

  test.each<[string, string, { row?: number; column?: string; problem: RegExp }]>([
    ['an empty file', '', { problem: /empty/ }],
    ['a header alone', header, { problem: /no rows/ }],
    ['another table', 'name,phone\nJo,1', { row: 1, column: 'userPrincipalName', problem: /no column/ }],
    ['no methods', 'userPrincipalName\na@b.c', { row: 1, column: 'methodsRegistered', problem: /no column/ }],
    [
      'a row that ends too early',
      `${twoRows.join('\n')}\nhead@x.norfolk.sch.uk,Jo`,
      { row: 4, problem: /more or fewer/ },
    ],
    ['an open quotation mark', `${header}\na@b.c,"Jo`, { row: 2, problem: /quotation/ }],
    [
      'no address',
      `${header}\n${line('Jo', '[]')}`,
      { row: 2, column: 'userPrincipalName', problem: /sign-in name/ },
    ],
    [
      'methods that a script lost',
      `${header}\n${line('a@b.c', 'System.Object[]')}`,
      { row: 2, column: 'methodsRegistered', problem: /list of methods/ },
    ],
    [
      'a time that has two meanings',
      `${header}\n${line('a@b.c', '[]', '05/11/2026 09:00')}`,
      { row: 2, column: 'lastUpdatedDateTime', problem: /2026-11-05T09/ },
    ],
    [
      'neither yes nor no',
      'userPrincipalName,methodsRegistered,isMfaRegistered\na@b.c,email,perhaps',
      { row: 2, column: 'isMfaRegistered', problem: /True or False/ },
    ],
  ])('refuses %s, with its place', async (_what, content, place) => {
    const found = await read(content);
    expect(found).toMatchObject({
      kind: 'faulty',
      fault: { ...place, problem: expect.stringMatching(place.problem), todo: expect.stringMatching(/\w/) },
    });
  });

  test('repeats nothing of a faulty file', async () => {
    const secret = '07700 900123';
    const lines = [
      `Jo ${secret},"x",False,False,False,none,[],`,
      `a@b.c,${secret},False,False,False,none,[${secret},`,
      `a@b.c,x,${secret},False,False,none,[],`,
      `a@b.c,x,False,False,False,none,[],${secret}`,
      `a@b.c,"${secret}`,
      `a@b.c,x"${secret}",False`,
    ];
    for (const faulty of lines) {
      const found = await read(`${header}\n${faulty}\n`);
      expect(found.kind).toBe('faulty');
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  test('reads back whatever a careful program writes', async () => {
    const cell = fc.string({ maxLength: 30 }).map((text) => text.replace(/[\0\ufeff]/g, ''));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 }),
        cell,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (names, other, sign, end) => {
          const rows = names.map((name) => [`${name}@norfolk.gov.uk`, other, '["mobilePhone"]'].map(quoted));
          const table = [['userPrincipalName', 'note', 'methodsRegistered'].map(quoted), ...rows];
          const report = await rowsOf(table.map((row) => row.join(sign)).join(end));
          expect(report.rows.map(({ address }) => address)).toEqual(
            names.map((name) => `${name}@norfolk.gov.uk`),
          );
          expect(report.rows.every(({ methods }) => methods.join() === 'phone')).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('lets others work while it reads 25,000 rows', async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) =>
      line(
        `user${index}@school${index % 300}.norfolk.sch.uk`,
        '["microsoftAuthenticatorPush","mobilePhone"]',
      ),
    );
    const content = [header, ...rows].join('\r\n');
    let longestMs = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 5);
    const report = await rowsOf(content);
    clearInterval(beat);
    expect(report.rows).toHaveLength(25_000);
    expect(longestMs).toBeLessThan(500);
  });
});
