import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArticle } from '../../../services/knowledge/article.ts';
import { publishAnswer, saveDraft } from '../../../services/learning/desk-answers.ts';
import { openDatabase } from '../../../services/store/database.ts';
import { migratedDump } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const by = { accountId: 'desk', upn: 'desk@norfolk.example' };
const root = join(import.meta.dirname, '../../..');

/** Runs the script as a person would; gives what it wrote to the terminal and how it ended. */
function exportTo(args: string[], dataDir: string): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', ROLLOUT_PLAN: '', NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/export-answers.ts', ...args],
      { cwd: root, env },
      (error, out, err) => resolve({ code: error === null ? 0 : 1, out, err }),
    );
  });
}

describe('the export of published answers', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-answers-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes each as an article, and says so when the bot holds the database', async () => {
    const dataDir = join(folder, 'data');
    const database = await openDatabase({ dataDir, loadDataDir: await migratedDump() });
    const text = {
      title: 'Scanners',
      phrasings: ['does the scanner work'],
      text: 'It does. # 1',
      cohorts: [],
    };
    for (const publishes of [true, false]) {
      const draft = await saveDraft(database, { requestId: randomUUID(), text, by, now });
      if (draft.kind === 'kept' && publishes)
        await publishAnswer(database, { answerId: draft.answer.id, seen: 1, by, now });
    }
    const busy = await exportTo([join(folder, 'busy')], dataDir);
    expect(busy.code).toBe(1);
    expect(busy.err).toMatch(/is in use .*stop the bot, export, and start it again/s);
    await database.close();

    const done = await exportTo([join(folder, 'out')], dataDir);
    expect(done).toMatchObject({ code: 0, out: `1 answer: ${join(folder, 'out')}\n` });
    expect(await readdir(join(folder, 'out'))).toEqual(['desk-1.md']);
    const article = readArticle('desk-1.md', await readFile(join(folder, 'out/desk-1.md'), 'utf8'));
    expect(article.title).toBe('Scanners');
    expect(article.render({}).source.date).toBe('Monday 12 November 2018');
  }, 90_000);

  it('makes no database where there is none, and says what is missing', async () => {
    const missing = await exportTo([join(folder, 'none')], join(folder, 'nothing'));
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no database in') });
    expect(await readdir(folder)).not.toContain('nothing');
    const unnamed = await exportTo([], folder);
    expect(unnamed).toMatchObject({ code: 1, err: expect.stringContaining('Say where the files go') });
  }, 90_000);
});
