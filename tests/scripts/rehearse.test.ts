import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteCalled } from '../../services/reach/calls.ts';
import { openDatabase } from '../../services/store/database.ts';
import { storeAccounts } from '../support/accounts.ts';
import { migratedDump } from '../support/database.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

const root = join(import.meta.dirname, '../..');
const plan = norfolkPlan();
const now = new Date('2018-11-12T09:00:00Z');

interface Ended {
  code: number | undefined;
  out: string;
  err: string;
}

function run(script: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const clean = { PATH: process.env.PATH ?? '', DATABASE_URL: '', ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`scripts/${script}.ts`, ...args],
      { cwd: root, env: clean },
      (error, out, err) =>
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : undefined,
          out,
          err,
        }),
    );
  });
}

describe('the commands that look ahead', () => {
  let folder: string;
  let dataDir: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rehearse-'));
    dataDir = join(folder, 'data');
    const db = await openDatabase({ dataDir, loadDataDir: await migratedDump() });
    await storeAccounts(db, { plan, now }, [
      { upn: 'head@ash.norfolk.sch.uk', registered: false, hasApp: false },
      { upn: "=cmd'|calc@ash.norfolk.sch.uk", registered: false, hasApp: false },
      { upn: 'head@oak.norfolk.sch.uk', registered: false },
      { upn: 'head@elm.norfolk.sch.uk', registered: true },
    ]);
    await noteCalled(db, {
      plan,
      school: 'ash.norfolk.sch.uk',
      accountId: 'head@ash.norfolk.sch.uk',
      by: 'officer',
      now,
    });
    await db.query(
      `insert into plan_changes (id, what, phase_id, date, why, by_account, at)
       values (1, 'moved', 'head-client', '2018-11-27', 'Snow', 'officer', $1)`,
      [now],
    );
    await db.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('rehearse plays the database’s accounts with the desk’s dates, draws them, and needs no identity', async () => {
    const svg = join(folder, 'load.svg');
    const ended = await run(
      'rehearse',
      ['--offline', '--from', '2018-11-12', '--until', '2018-11-30', '--svg', svg],
      {
        DATA_DIR: dataDir,
      },
    );
    expect(ended.err).toBe('');
    expect(ended.code).toBe(0);
    expect(ended.out).toContain("The service desk's changes of dates are in it (1).");
    // The day before 27 November, moved there from 26.
    expect(ended.out).toMatch(/Tue 27 Nov 2018 +1 /);
    expect(ended.out).toContain(
      '2 accounts are not ready and not reached in Teams now; the most in ash.norfolk.sch.uk (2)',
    );
    expect(await readFile(svg, 'utf8')).toContain('27 Nov 2018: head (installed)');
  });

  it('rehearse says why Microsoft cannot be asked', async () => {
    const ended = await run('rehearse', [], { DATA_DIR: dataDir });
    expect(ended.code).toBe(1);
    expect(ended.err).toContain('--offline goes without');
    expect(ended.err).toContain('MicrosoftAppId');
  });

  it('rehearse ends with 1 where a limit is broken, and plays a made-up tenant without a database', async () => {
    const made = ['--accounts', '3000', '--schools', '40'];
    const sound = await run('rehearse', made, { DATA_DIR: join(folder, 'none') });
    expect(sound).toMatchObject({ code: 0, err: '' });
    expect(sound.out).toContain('3,000 accounts in 40 schools');
    const broken = await run('rehearse', made, { TEAMS_REQUESTS_PER_SECOND: '0.05' });
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('TO CHANGE');
  });

  it.each([[['--registering', '101']], [['--schools', '10']], [['--from', '2018-02-30']]])(
    'rehearse explains itself to %j',
    async (args) => {
      expect(await run('rehearse', args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('npm run rehearse'),
      });
    },
  );

  it('unreached writes the call list for its owner alone, safe in a spreadsheet', async () => {
    const file = join(folder, 'unreached.csv');
    await writeFile(file, 'old and readable by all', { mode: 0o644 });
    const ended = await run('unreached', ['--csv', file, '--on', '2018-11-26'], { DATA_DIR: dataDir });
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    expect(lines).toEqual([
      '\ufeff"school","address","phase","date","reason","called"',
      '"ash.norfolk.sch.uk","head@ash.norfolk.sch.uk","Outlook on the web","Monday 19 November 2018","this app is not installed in their Teams","Monday 12 November 2018"',
      // Called about 26 November; the date has moved since.
      '"ash.norfolk.sch.uk","head@ash.norfolk.sch.uk","installed Outlook","Tuesday 27 November 2018","this app is not installed in their Teams",""',
      `"ash.norfolk.sch.uk","'=cmd'|calc@ash.norfolk.sch.uk","Outlook on the web and installed Outlook","from Thursday 13 December 2018","this app is not installed in their Teams",""`,
      '',
    ]);
    expect(await run('unreached', [])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--csv <file>'),
    });
  });
});
