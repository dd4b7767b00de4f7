import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../store/database.ts';

/**
 * Figures of what the bot stands on, read at every scrape:
 * - `database_connections{state}`: `used`, `idle` and `waiting` (callers that no connection is free for); PostgreSQL only
 * - `sentence_model_ready`: 1 once the model that compares meanings is loaded, 0 before and where it could not be: then
 *   answers are found by words alone
 * How late the event loop is stands in `nodejs_eventloop_lag_p99_seconds` and its like, which prom-client brings.
 */
export function registerRuntimeMetrics(
  registry: Registry,
  parts: { database: Database; modelReady: Promise<'both' | 'lexical'> },
): void {
  const { database, modelReady } = parts;
  // The engine's own handle: see Database.engine.
  const pool = database.engine === 'postgres' ? (database.native as pg.Pool) : undefined;
  if (pool) {
    new Gauge({
      name: 'database_connections',
      help: 'Connections of the pool, and callers that wait for one',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        this.set({ state: 'used' }, pool.totalCount - pool.idleCount);
        this.set({ state: 'idle' }, pool.idleCount);
        this.set({ state: 'waiting' }, pool.waitingCount);
      },
    });
  }
  const model = new Gauge({
    name: 'sentence_model_ready',
    help: 'Whether answers are found by meaning as well as by words',
    registers: [registry],
  });
  model.set(0);
  void modelReady.then((kind) => model.set(kind === 'both' ? 1 : 0));
}
