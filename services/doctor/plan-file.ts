import { readFileSync } from 'node:fs';
import { type RolloutPlan, readPlan } from '../rollout/plan.ts';

/** A plan, or every fault of its file: `heading` says which file, each of `faults` where and what belongs there. */
export type PlanFile =
  | { kind: 'read'; plan: RolloutPlan }
  | { kind: 'faulty'; heading: string; faults: string[] };

/** Reads the rollout plan at `path`. Never throws. */
export function readPlanFile(path: string): PlanFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {
      kind: 'faulty',
      heading: `The rollout plan cannot be read: ${path}. Check ROLLOUT_PLAN.`,
      faults: [],
    };
  }
  const parsed = readPlan(text);
  if (parsed.ok) return { kind: 'read', plan: parsed.plan };
  return {
    kind: 'faulty',
    heading: `The rollout plan ${path} has faults:`,
    faults: parsed.faults.map(
      ({ path: place, expected, found }) => `${place}: expected ${expected}, found ${found}`,
    ),
  };
}
