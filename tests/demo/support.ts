import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type RolloutPlan, readPlan } from '../../services/rollout/plan.ts';

/** The plan of the demo. */
export function norfolkPlan(): RolloutPlan {
  const parsed = readPlan(readFileSync('services/rollout/norfolk-2018.yaml', 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.plan;
}

/** A clock that stands until it is set. */
export function standingClock(start: string): { now(): Date; set(to: string): void } {
  let now = new Date(start);
  return {
    now: () => now,
    set(to) {
      now = new Date(to);
    },
  };
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
