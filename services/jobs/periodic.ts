import type { Database } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createLease } from './lease.ts';

/** One kind of work that some instance must do again and again, and only one at a time. */
export interface PeriodicWork {
  /** The lease's name, and what the log calls it. */
  name: string;
  everyMs: number;
  run(): Promise<void>;
}

export interface PeriodicDeps {
  database: Database;
  log: Log;
  metrics: Pick<Metrics, 'periodicRuns'>;
  instanceId: string;
}

export interface Periodic {
  /** Does the work at once and then on its interval. */
  start(): void;
  /** Does the work now, waiting for a run that is under way first; resolves when it is done. Throws what the work throws. */
  runNow(): Promise<void>;
  /** Starts nothing new and waits for the run that is under way. */
  stop(): Promise<void>;
}

/** How long a holder that died keeps others waiting. */
const leaseSeconds = 60;

/**
 * Runs work on a monotonic interval on every instance, one at a time by a lease row. What is to be done is
 * read from durable state each time, so a run that a crash cut short is simply done again.
 */
export function createPeriodic(deps: PeriodicDeps, work: PeriodicWork): Periodic {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;
  const lease = createLease({
    database: deps.database,
    name: work.name,
    holder: deps.instanceId,
    seconds: leaseSeconds,
  });

  async function once(): Promise<void> {
    if (!(await lease.take())) return;
    const renewal = setInterval(() => void lease.take().catch(() => undefined), (leaseSeconds * 1000) / 3);
    try {
      await work.run();
      deps.metrics.periodicRuns.inc({ work: work.name, outcome: 'ok' });
    } catch (error) {
      deps.metrics.periodicRuns.inc({ work: work.name, outcome: 'failed' });
      throw error;
    } finally {
      clearInterval(renewal);
      await lease.giveBack();
    }
  }

  function begin(): Promise<void> {
    underWay ??= once().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function turn(): Promise<void> {
    try {
      await begin();
    } catch (error) {
      deps.log.error({ error, work: work.name }, 'periodic work failed; it is tried again at its next turn');
    }
    if (!stopped) timer = setTimeout(turn, work.everyMs);
  }

  return {
    start() {
      void turn();
    },
    async runNow() {
      await underWay?.catch(() => undefined);
      await begin();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay?.catch(() => undefined);
    },
  };
}
