import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../services/store/database.ts';
import { migratedDump } from '../../support/database.ts';
import { leaveEverything, placesOf } from './everything.ts';

const root = join(import.meta.dirname, '../../..');
const person = { id: 'somebody', upn: 'head@ash.norfolk.sch.uk', firstName: 'Zephyrine', words: 'zanzibar' };
const other = { id: 'other', upn: 'head@beech.norfolk.sch.uk', firstName: 'Other', words: 'timbuktu' };

function command(
  name: string,
  args: string[],
  dataDir: string,
): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, [`scripts/${name}.ts`, ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : 1, out, err }),
    );
  });
}

describe('the commands about one person', () => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'one-person-'));
    database = await openDatabase({ dataDir: join(folder, 'data'), loadDataDir: await migratedDump() });
    await leaveEverything(database, person, other);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const run = (name: string, ...args: string[]) => command(name, args, join(folder, 'data'));

  it('say what to do while the bot holds the database; then export, ask for --yes, and erase', async () => {
    for (const name of ['export-person', 'erase-person']) {
      const busy = await run(name, person.upn, '--yes');
      expect(busy.code).toBe(1);
      expect(busy.err).toMatch(
        /is in use .*Stop the bot, run npm run .* and start the bot again.*“my data”/s,
      );
    }
    await database.close();

    const exported = await run('export-person', person.upn);
    expect(exported.code).toBe(0);
    expect(JSON.parse(exported.out)).toMatchObject({
      about: { accountId: person.id },
      held: { keepers: [{ first_name: person.firstName }] },
    });

    const asked = await run('erase-person', person.id);
    expect(asked).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Nothing has been erased yet.*--yes/s),
    });
    expect(asked.err).toContain('keepers: 1');
    const erased = await run('erase-person', person.id, '--yes');
    expect(erased).toMatchObject({ code: 0, out: expect.stringMatching(/Deleted:.*erased-[0-9a-f]{16}/s) });
    expect(erased.out).not.toContain(person.id);
    const nothing = await run('erase-person', person.id, '--yes');
    expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining('Nothing is kept') });

    const after = await openDatabase({ dataDir: join(folder, 'data') });
    expect(await placesOf(after, [person.id, person.firstName, person.words])).toEqual([]);
    await after.close();
  }, 120_000);

  it('say whom they need, and make no database where there is none', async () => {
    for (const args of [[], ['--yes'], ['a', 'b'], ['--force', 'a']]) {
      const unnamed = await run('erase-person', ...args);
      expect(unnamed).toMatchObject({ code: 1, err: expect.stringContaining('Say whom it is about') });
    }
    const missing = await command('export-person', ['a'], join(folder, 'nothing'));
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no database in') });
    expect(await readdir(folder)).not.toContain('nothing');
  }, 120_000);
});
