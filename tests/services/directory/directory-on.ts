import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { DirectoryDeps } from '../../../services/directory/accounts.ts';
import { type RolloutPlan, readPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { graphOn } from '../graph/graph-on.ts';

export interface DirectoryUnderTest {
  deps: DirectoryDeps;
  database: Database;
  fake: FakeGraph;
  /** The rollout's clock; set it. */
  clock: { time: Date; now(): Date };
  /** Empties the tables and starts another Graph: for `beforeEach`. */
  begin(): Promise<void>;
  /** Fails where Graph saw what nobody planned: for `afterEach`. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The directory on a real database and the pretend Graph, on the morning of Monday 5 November 2018. */
export async function directoryOn(): Promise<DirectoryUnderTest> {
  const database = await testDatabase();
  const plan = await norfolkPlan();
  const clock = { time: morning, now: () => clock.time };
  const test: DirectoryUnderTest = {
    deps: undefined as never,
    fake: undefined as never,
    database,
    clock,
    async begin() {
      await database.query(
        'truncate accounts, statuses, report_runs, directory_sweeps, leases, graph_gaps, graph_readings, legacy_sign_ins, request_slots',
      );
      clock.time = morning;
      test.fake = await startFakeGraph();
      const { graph } = graphOn(test.fake.url);
      test.deps = { database, graph, plan, clock, log: pino({ level: 'silent' }) };
    },
    async end() {
      await test.fake.stop();
      expect(test.fake.problems()).toEqual([]);
    },
    close: () => database.close(),
  };
  return test;
}

export const morning = new Date('2018-11-05T09:00:00Z');

/** `morning` and so many minutes. */
export function minutesLater(minutes: number): Date {
  return new Date(morning.getTime() + minutes * 60_000);
}

async function norfolkPlan(): Promise<RolloutPlan> {
  const file = join(import.meta.dirname, '../../../services/rollout/norfolk-2018.yaml');
  const parsed = readPlan(await readFile(file, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.plan;
}
