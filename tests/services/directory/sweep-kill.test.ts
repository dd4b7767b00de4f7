import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';

let fake: FakeGraph;
let folder: string;

beforeEach(async () => {
  fake = await startFakeGraph();
  fake.pageSize = 10;
  fake.people = Array.from({ length: 60 }, (_, index) => ({
    id: `p${10 + index}`,
    upn: `p${index}@hillside.norfolk.sch.uk`,
    report: { methodsRegistered: [], lastUpdatedDateTime: '2018-11-05T07:00:00Z' },
  }));
  folder = await mkdtemp(join(tmpdir(), 'sweep-kill-'));
});
afterEach(async () => {
  await fake.stop();
  await rm(folder, { recursive: true, force: true });
});

const script = join(import.meta.dirname, '../../support/sweep-process.ts');
const start = () =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, fake.url, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Kills it as soon as it has asked for so many pages of both lists together: one is in flight or has just come. */
async function killAfter(process: ChildProcess, pages: number): Promise<void> {
  while (fake.calls.length < pages && process.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  expect(process.exitCode).toBeNull();
  process.kill('SIGKILL');
  await once(process, 'exit');
}

it('killed three times in the middle, reads no page twice but the one in flight, and disables nobody too early', async () => {
  for (const pages of [3, 6, 10]) await killAfter(start(), pages);
  const last = start();
  const said = JSON.parse(await text(last.stdout)) as Record<string, number>;
  expect(said).toEqual({ accounts: 60, reported: 60, enabled: 60 });
  const times = new Map<string, number>();
  for (const { path } of fake.calls) times.set(path, (times.get(path) ?? 0) + 1);
  expect(times.size).toBe(12);
  expect(fake.calls.length).toBeLessThanOrEqual(12 + 3);
  expect(fake.problems()).toEqual([]);
}, 120_000);
