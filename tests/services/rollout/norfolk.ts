import { readFileSync } from 'node:fs';
import {
  type Phase,
  type PlanFault,
  parsePlan,
  type RolloutPlan,
  readPlan,
} from '../../../services/rollout/plan.ts';

/** The text of the plan file that this project ships. */
export const norfolkYaml = readFileSync(
  new URL('../../../services/rollout/norfolk-2018.yaml', import.meta.url),
  'utf8',
);

const shipped = readShipped();

/** A fresh copy of the shipped plan; `change` may alter it before it is checked. */
export function norfolk(change: (plan: RolloutPlan) => void = () => {}): RolloutPlan {
  const draft = structuredClone(shipped);
  change(draft);
  const parsed = parsePlan(draft);
  if (!parsed.ok) throw new Error(`The altered plan has faults: ${JSON.stringify(parsed.faults)}`);
  return parsed.plan;
}

/** The faults of a value, none if it is a sound plan. */
export function faultsOf(value: unknown): PlanFault[] {
  const parsed = parsePlan(value);
  return parsed.ok ? [] : parsed.faults;
}

/** The phase of the plan with this id. */
export function phaseOf(plan: RolloutPlan, id: string): Phase {
  const phase = plan.phases.find((each) => each.id === id);
  if (phase === undefined) throw new Error(`The plan has no phase ${id}.`);
  return phase;
}

function readShipped(): RolloutPlan {
  const read = readPlan(norfolkYaml);
  if (!read.ok) throw new Error(`The shipped plan has faults: ${JSON.stringify(read.faults)}`);
  return read.plan;
}
