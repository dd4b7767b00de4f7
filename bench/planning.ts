import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cohortsKey } from '../services/directory/account-rows.ts';
import { planDue } from '../services/reminders/plan-due.ts';
import { expandWaves } from '../services/reminders/waves.ts';
import { readPlan } from '../services/rollout/plan.ts';
import { type Database, openDatabase } from '../services/store/database.ts';

// What planning a day costs on which every account of a large tenant is due and not ready, and how long it keeps the event
// loop, on which people wait for answers. The yardstick is a plain insert of the same rows, narrow and without indexes but
// the key, by the same pages in the same database. DATABASE_URL chooses PostgreSQL.
const accounts = Number(process.argv[2] ?? 250_000);
const schools = Math.ceil(accounts / 60);
const page = 250;
const now = new Date('2018-12-06T08:30:01Z');

const plan = shippedPlan();
const folder = await mkdtemp(join(tmpdir(), 'bench-planning-'));
const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: folder });
try {
  await fill(database);
  const yardstick = await measured(() => insertPlainly(database));
  const planned = await measured(() => planOnce(database));
  const rest = await measured(() => makeTheRest(database));
  const [row] = await database.query<{ count: string }>('select count(*) from deliveries');
  console.log(`accounts, all due and none ready    ${accounts} (${database.engine})`);
  console.log(`plain insert of narrow rows         ${words(yardstick)}`);
  console.log(`planned, and the first on the road  ${words(planned)}`);
  console.log(`all deliveries made, ${row?.count.padEnd(14)} ${words(rest)}`);
  console.log(`ratio planned : plain insert        ${(planned.ms / yardstick.ms).toFixed(3)}`);
  console.log(`ratio all made : plain insert       ${((planned.ms + rest.ms) / yardstick.ms).toFixed(2)}`);
  console.log(`peak memory of the process          ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

async function planOnce(tx: Database): Promise<void> {
  const { made } = await planDue({
    database: tx,
    plan,
    clock: { now: () => now },
    log: { error: console.error },
    refreshReport: async () => {},
    onLag: () => {},
  });
  if (made === 0) throw new Error('Nothing was planned.');
}

/** As the ticks of the day would, without waiting for the dispatcher. */
async function makeTheRest(tx: Database): Promise<void> {
  await expandWaves(tx, { ahead: 1e9, pages: 1e9 });
}

async function insertPlainly(tx: Database): Promise<void> {
  await tx.query(
    'create table yardstick (account_id text primary key, phase text, phase_date text, days integer)',
  );
  for (let after = ''; ; ) {
    const [row] = await tx.query<{ last: string | null }>(
      `with made as (
         insert into yardstick select id, 'everyone-else-online', '2018-12-13', 7 from accounts where id > $1
          order by id limit ${page} returning account_id)
       select max(account_id) as last from made`,
      [after],
    );
    if (!row?.last) break;
    after = row.last;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Measured {
  ms: number;
  longestBlockMs: number;
}

async function measured(work: () => Promise<void>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  delay.disable();
  return { ms, longestBlockMs: delay.max / 1e6 };
}

function words({ ms, longestBlockMs }: Measured): string {
  return `${(ms / 1000).toFixed(2).padStart(6)} s, the event loop never busy for more than ${longestBlockMs.toFixed(0)} ms`;
}

async function fill(tx: Database): Promise<void> {
  for (let from = 0; from < accounts; from += 5_000) {
    const range = [from, Math.min(accounts, from + 5_000) - 1];
    await tx.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select md5(n::text), 'person' || n || '@school' || n % ${schools} || '.norfolk.sch.uk', 'Person', true,
              'school' || n % ${schools} || '.norfolk.sch.uk', 'everyone-else', 1, now()
         from generate_series($1::integer, $2::integer) as n`,
      range,
    );
    await tx.query(
      `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
       select md5(n::text), '["password"]', false, 'registration-report', now()
         from generate_series($1::integer, $2::integer) as n`,
      range,
    );
  }
  await tx.query('insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)', [
    cohortsKey(plan),
  ]);
}

function shippedPlan() {
  const read = readPlan(
    readFileSync(new URL('../services/rollout/norfolk-2018.yaml', import.meta.url), 'utf8'),
  );
  if (!read.ok) throw new Error('The plan that ships with the product is faulty.');
  return read.plan;
}
