import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';

// Measures two sweeps of the directory, one after the other, the second with the last sign-ins: requests to Graph, and the
// peak memory of the sweeping process on PostgreSQL for 25,000 accounts and for ten times as many. Graph is played by
// another process. The heap is bounded as that of the bot is: without a bound V8 lets garbage of several hundred megabytes lie, more the longer
// a run is, and the figure would be its patience rather than what the sweep needs. `--unbounded` shows that one.
// `--embedded` measures the longest statement of the embedded database instead, with 25,000 accounts.
const run = promisify(execFile);
const few = 25_000;
const many = 250_000;

/** The options of `npm start`. */
const bounds = process.argv.includes('--unbounded') ? [] : optionsOfStart();

function optionsOfStart(): string[] {
  const file = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(file));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

interface Measured extends z.output<typeof resultShape> {
  requests: number;
}

const resultShape = z.object({
  accounts: z.number(),
  reported: z.number(),
  seconds: z.number(),
  peakMegabytes: z.number(),
  statements: z.number(),
  longestStatementMs: z.number(),
});

if (process.argv.includes('--embedded')) {
  const folder = await mkdtemp(join(tmpdir(), 'sweep-'));
  try {
    const { seconds, longestStatementMs } = await sweep(few, folder);
    console.log(`embedded, ${few} accounts: ${seconds} s, longest statement ${longestStatementMs} ms`);
    process.exitCode = longestStatementMs <= 100 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} else {
  const [small, large] = [await onPostgres(few), await onPostgres(many)];
  const more = large.peakMegabytes - small.peakMegabytes;
  // Two sweeps: pages of 999, then of 500, and the report each time.
  const allowed = 3 * Math.ceil(few / 999) + Math.ceil(few / 500) + 60;
  console.log(`requests of two sweeps of ${few}: ${small.requests} (at most ${allowed})`);
  console.log(`peak memory: ${more} MB more for ten times the accounts (at most 60)`);
  process.exitCode = more <= 60 && small.requests <= allowed ? 0 : 1;
}

/** In a database of its own on the server that TEST_DATABASE_URL names, which is gone afterwards. */
async function onPostgres(accounts: number): Promise<Measured> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server, or give --embedded.');
  const name = `bench_sweep_${process.pid}_${accounts}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const measured = await sweep(accounts, url.href);
    console.log(`PostgreSQL, ${accounts} accounts: ${JSON.stringify(measured)}`);
    return measured;
  } finally {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}

async function sweep(accounts: number, place: string): Promise<Measured> {
  const graph = fork(join(import.meta.dirname, 'sweep/made-up-graph.ts'), [String(accounts)]);
  try {
    const [message] = await once(graph, 'message');
    const { port } = z.object({ port: z.number() }).parse(message);
    const url = `http://127.0.0.1:${port}`;
    const sweeper = join(import.meta.dirname, 'sweep/sweeper.ts');
    const { stdout } = await run(process.execPath, [
      ...bounds,
      '--disable-warning=ExperimentalWarning',
      sweeper,
      url,
      place,
    ]);
    const requests = Number(await (await fetch(`${url}/requests`)).text());
    return { ...resultShape.parse(JSON.parse(stdout)), requests };
  } finally {
    graph.disconnect();
  }
}
