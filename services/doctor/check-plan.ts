import { loadGuides } from '../guides/load-guide.ts';
import type { Check, Finding } from './check.ts';
import { readPlanFile } from './plan-file.ts';

const name = 'Rollout plan';

/** The plan's file, every fault of it, and whether the guides fit it. */
export function planCheck(path: string): Check {
  return { name, look: async () => look(path) };
}

function look(path: string): Finding[] {
  const file = readPlanFile(path);
  if (file.kind === 'faulty') {
    if (file.faults.length === 0) {
      return [{ check: name, kind: 'wrong', words: `${path} cannot be read.`, todo: 'Check ROLLOUT_PLAN.' }];
    }
    return file.faults.map((fault) => ({
      check: name,
      kind: 'wrong',
      words: `${path}, ${fault}.`,
      todo: 'Mend it in the file.',
    }));
  }
  const { plan } = file;
  const counts = `${plan.cohorts.length} cohorts, ${plan.phases.length} phases`;
  try {
    loadGuides(plan);
  } catch (error) {
    // A guide is a file of the product: its faults name places in it and nobody.
    const why = error instanceof Error ? error.message : 'unknown';
    return [
      {
        check: name,
        kind: 'wrong',
        words: `a guide does not fit ${path}: ${why}`,
        todo: 'Mend the guide or the plan.',
      },
    ];
  }
  return [{ check: name, kind: 'ok', words: `${plan.id} has ${counts}; the guides fit it.` }];
}
