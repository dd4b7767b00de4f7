import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { sweepDirectory } from '../../services/directory/sweep.ts';
import { createGraph } from '../../services/graph/client.ts';
import { readPlan } from '../../services/rollout/plan.ts';
import { openDatabase } from '../../services/store/database.ts';
import { createMetrics } from '../../services/telemetry/metrics.ts';

// Sweeps twice, the second time with the last sign-ins: node bench/sweep/sweeper.ts GRAPH_URL [DATABASE_URL | DIRECTORY].
// Prints one line of JSON with what it took.
const [graphUrl, place] = process.argv.slice(2);
const parsed = readPlan(
  readFileSync(new URL('../../services/rollout/norfolk-2018.yaml', import.meta.url), 'utf8'),
);
if (!parsed.ok) throw new Error('The plan is faulty.');
const isServer = place?.startsWith('postgres') === true;
const database = await openDatabase(isServer ? { databaseUrl: place } : { dataDir: place });
const log = pino({ level: 'silent' });
const graph = createGraph({
  credential: { getToken: async () => ({ token: 'a.token', expiresOnTimestamp: Infinity }) },
  baseUrl: graphUrl,
  log,
  metrics: createMetrics(),
});

let statements = 0;
let longestMs = 0;
const measured = {
  ...database,
  async query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]> {
    const startedAt = performance.now();
    const rows = await database.query<Row>(sql, parameters);
    statements += 1;
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    return rows;
  },
};
const clock = { now: () => new Date('2018-11-05T09:00:00Z') };
const deps = { database: measured, graph, plan: parsed.plan, clock, log };
const startedAt = performance.now();
await sweepDirectory(deps);
const { accounts, reported } = await sweepDirectory(deps, { withSignIns: true });
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  JSON.stringify({
    accounts,
    reported,
    seconds: Math.round(seconds * 10) / 10,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    statements,
    longestStatementMs: Math.round(longestMs),
  }),
);
await database.close();
