import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { enqueue } from '../../../services/deliveries/enqueue.ts';
import { type Database, openDatabase } from '../../../services/store/database.ts';
import { migratedDump } from '../../support/database.ts';
import { type FakeConnector, startFakeConnector } from '../../support/fake-connector.ts';
import { aNotice, installFor, outcomes } from '../../support/outbound.ts';

const recipients = Array.from({ length: 1_000 }, (_, index) => `a${index}`);
const kills = 5;
/** What one process works on at once: the most that a kill may repeat. */
const concurrency = 32;

let connector: FakeConnector;
let place: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  connector = await startFakeConnector();
  connector.latencyMs = 50;
});
afterAll(async () => {
  running?.kill('SIGKILL');
  await connector.close();
});

test('a send of 1,000 survives five kills: none lost, none repeated but what was in flight', async () => {
  place = await newPlace();
  const database = await openDatabase(
    server ? { databaseUrl: place } : { dataDir: place, loadDataDir: await migratedDump() },
  );
  await installFor(database, connector.url, recipients);
  await enqueue(
    database,
    recipients.map((account) => aNotice(account)),
  );
  await database.close();

  for (let kill = 0; kill < kills; kill += 1) {
    const child = sender();
    // Somewhere in the send, never at its very beginning or end.
    await Promise.race([connector.seen(connector.requests.length + randomInt(20, 150)), failed(child)]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await letLeasesEnd();
  }
  const last = sender();
  const [code] = await once(last, 'exit');
  expect(code).toBe(0);

  const after = await open();
  const ends = await outcomes(after);
  await after.close();
  await removePlace();
  let repeats = 0;
  for (const account of recipients) {
    const end = ends.get(`notice:n1:${account}`);
    const seen = connector.messages.get(`chat-${account}`)?.length ?? 0;
    expect([account, end?.state]).toEqual([account, 'sent']);
    expect(seen).toBeGreaterThanOrEqual(1);
    // Every repeat was counted as possible before it was made.
    expect(seen - 1).toBeLessThanOrEqual(end?.possible_repeats ?? 0);
    repeats += seen - 1;
  }
  expect(repeats).toBeLessThanOrEqual(kills * concurrency);
  const counted = [...ends.values()].reduce((sum, end) => sum + end.possible_repeats, 0);
  expect(counted).toBeLessThanOrEqual(kills * concurrency);
}, 300_000);

function sender(): ChildProcess {
  const script = join(import.meta.dirname, '../../support/sender-process.ts');
  running = spawn(process.execPath, [script, place, '300'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return running;
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The sender ended by itself with ${code} before it was killed`);
}

const server = process.env.TEST_DATABASE_URL;

async function newPlace(): Promise<string> {
  if (!server) return mkdtemp(join(tmpdir(), 'mfa-rollout-kill-'));
  const url = new URL(server);
  url.pathname = `/kill_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${url.pathname.slice(1)}`);
  return url.href;
}

async function removePlace(): Promise<void> {
  if (!server) return rm(place, { recursive: true });
  await onServer(`drop database ${new URL(place).pathname.slice(1)} with (force)`);
}

function open(): Promise<Database> {
  return openDatabase(server ? { databaseUrl: place } : { dataDir: place });
}

/** On PostgreSQL others could still be alive, so a dead process's claims end with their leases: pretend the minute. */
async function letLeasesEnd(): Promise<void> {
  if (!server) return;
  const database = await open();
  await database.query(
    `update deliveries set lease_until = clock_timestamp() - interval '1 second' where state = 'claimed'`,
  );
  await database.close();
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
