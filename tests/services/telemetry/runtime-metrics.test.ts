import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Database } from '../../../services/store/database.ts';
import { registerRuntimeMetrics } from '../../../services/telemetry/runtime-metrics.ts';

const embedded = { engine: 'pglite', native: {} } as unknown as Database;

test.each([
  ['both', 1],
  ['lexical', 0],
] as const)('the sentence model counts as ready where answers are found by %s: %i', async (kind, value) => {
  const registry = new Registry();
  const modelReady = Promise.resolve(kind);
  registerRuntimeMetrics(registry, { database: embedded, modelReady });
  expect(await registry.metrics()).toContain('sentence_model_ready 0');
  await modelReady;
  expect(await registry.metrics()).toContain(`sentence_model_ready ${value}`);
  expect(await registry.metrics()).not.toContain('database_connections');
});

test('the pool of PostgreSQL is read at each scrape', async () => {
  const registry = new Registry();
  const pool = { totalCount: 7, idleCount: 2, waitingCount: 3 };
  const database = { engine: 'postgres', native: pool } as unknown as Database;
  registerRuntimeMetrics(registry, { database, modelReady: new Promise(() => undefined) });
  expect(await registry.metrics()).toContain('database_connections{state="used"} 5');
  pool.waitingCount = 0;
  expect(await registry.metrics()).toContain('database_connections{state="waiting"} 0');
});
