import { type Guide, type GuideFault, type GuideSurroundings, isShown } from './guide.ts';
import { conditionsIn } from './guide-conditions.ts';
import { faultsOfExits } from './guide-exits.ts';
import { guideSchema } from './guide-schema.ts';
import { faultsOfWays } from './guide-ways.ts';
import { faultsOfWords } from './guide-words.ts';

export type ParsedGuide = { ok: true; guide: Guide } | { ok: false; faults: GuideFault[] };

/**
 * Reads a guide from parsed YAML. Never throws: a faulty guide comes back with every fault and its place.
 * Beyond the shape it refuses a target that does not exist, a dead end, a step that nothing leads to, a loop without an
 * exit (also one that is only there for some people or on some days), a question that can lose all its choices,
 * too many words, an unknown placeholder, and a picture or cohort that is not there.
 */
export function parseGuide(value: unknown, surroundings: GuideSurroundings): ParsedGuide {
  const parsed = guideSchema.safeParse(value);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) => ({ path: placeOf(path), message })),
    };
  }
  const guide: Guide = parsed.data;
  const faults = [
    ...faultsOfWords(guide),
    ...faultsOfSurroundings(guide, surroundings),
    ...faultsOfWays(guide),
  ];
  // Whether an end can be reached is only worth asking where every target exists.
  if (faults.length === 0) faults.push(...faultsOfExits(guide));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, guide };
}

function faultsOfSurroundings(guide: Guide, { hasPicture, hasCohort }: GuideSurroundings): GuideFault[] {
  return guide.steps.flatMap((step, at) => {
    const file = isShown(step) ? step.picture?.file : undefined;
    const cohorts = conditionsIn({ ...guide, steps: [step] }).flatMap(({ cohort }) => cohort ?? []);
    return [
      ...(file === undefined || hasPicture(file)
        ? []
        : [{ path: `steps[${at}].picture.file`, message: `pictures/ has no ${file}` }]),
      ...[...new Set(cohorts)]
        .filter((id) => !hasCohort(id))
        .map((id) => ({ path: `steps[${at}]`, message: `the plan has no cohort called ${id}` })),
    ];
  });
}

function placeOf(path: (string | number)[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${part}`))
    .join('');
}
