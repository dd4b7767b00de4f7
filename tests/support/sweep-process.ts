import { pino } from 'pino';
import { sweepDirectory } from '../../services/directory/sweep.ts';
import { createGraph } from '../../services/graph/client.ts';
import { freeLeasesOfDeadProcess } from '../../services/jobs/lease.ts';
import { openDatabase } from '../../services/store/database.ts';
import { createMetrics } from '../../services/telemetry/metrics.ts';
import { norfolkPlan } from './norfolk-plan.ts';

// A process that sweeps the directory once and says how it ended, unless it is killed:
// node tests/support/sweep-process.ts GRAPH_URL DIRECTORY
const [graphUrl, dataDir] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const database = await openDatabase({ dataDir });
await freeLeasesOfDeadProcess(database);
const graph = createGraph({
  credential: { getToken: async () => ({ token: 'a.token', expiresOnTimestamp: Infinity }) },
  baseUrl: graphUrl,
  log,
  metrics: createMetrics(),
});
const clock = { now: () => new Date('2018-11-05T09:00:00Z') };
const swept = await sweepDirectory({ database, graph, plan: norfolkPlan(), clock, log });
const [row] = await database.query<{ n: number }>('select count(*)::int as n from accounts where enabled');
process.stdout.write(`${JSON.stringify({ ...swept, enabled: row?.n })}\n`);
await database.close();
