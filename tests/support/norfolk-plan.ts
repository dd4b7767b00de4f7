import { readFileSync } from 'node:fs';
import { type RolloutPlan, readPlan } from '../../services/rollout/plan.ts';

/** The plan that ships with the product. */
export function norfolkPlan(): RolloutPlan {
  const parsed = readPlan(
    readFileSync(new URL('../../services/rollout/norfolk-2018.yaml', import.meta.url), 'utf8'),
  );
  if (!parsed.ok)
    throw new Error(`The plan that ships with the product is faulty: ${JSON.stringify(parsed.faults)}`);
  return parsed.plan;
}
