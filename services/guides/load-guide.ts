import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Guide, GuideFault, GuideSurroundings } from './guide.ts';
import { parseGuide } from './parse-guide.ts';

/** A guide file that cannot be used, with every fault and its place. */
export interface FaultyGuide {
  file: string;
  faults: GuideFault[];
}

/** Guides that cannot be used. The message names every file and every fault with its place. */
export class FaultyGuides extends Error {
  readonly files: FaultyGuide[];

  constructor(files: FaultyGuide[]) {
    const list = files.map(
      ({ file, faults }) =>
        `${file}: ${faults.map(({ path, message }) => `${path || 'file'}: ${message}`).join('; ')}`,
    );
    super(`These guides cannot be used. ${list.join('. ')}`);
    this.name = 'FaultyGuides';
    this.files = files;
  }
}

type ReadGuide = { ok: true; guide: Guide } | { ok: false; faults: GuideFault[] };

/**
 * Loads every guide of this folder, by id, in the order of their file names.
 * Throws FaultyGuides with the faults of all files, so that a faulty guide stops the start and not a person in the
 * middle of it.
 */
export function loadGuides(plan: Pick<RolloutPlan, 'cohorts'>): ReadonlyMap<string, Guide> {
  const pictures = new Set(readdirSync(picturesFolder));
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.yaml'));
  const texts = files
    .sort()
    .map((file) => ({ file, text: readFileSync(join(import.meta.dirname, file), 'utf8') }));
  return readGuides(texts, {
    hasPicture: (file) => pictures.has(file),
    hasCohort: (id) => plan.cohorts.some((cohort) => cohort.id === id),
  });
}

/** Reads guides that belong together from the texts of their files. Throws FaultyGuides. */
export function readGuides(
  files: { file: string; text: string }[],
  surroundings: GuideSurroundings,
): ReadonlyMap<string, Guide> {
  const read = files.map(({ file, text }) => ({ file, ...readGuide(file, text, surroundings) }));
  const guides = new Map(read.flatMap((one) => (one.ok ? [[one.guide.id, one.guide] as const] : [])));
  const known = new Map(files.map(({ file }) => [idOf(file), guides.get(idOf(file))]));
  const faulty = read.flatMap((one): FaultyGuide[] => {
    const faults = one.ok ? faultsOfLeads(one.guide, known) : one.faults;
    return faults.length > 0 ? [{ file: one.file, faults }] : [];
  });
  if (faulty.length > 0) throw new FaultyGuides(faulty);
  return guides;
}

const picturesFolder = join(import.meta.dirname, '../../pictures');

/** One guide by itself. Its id is the name of its file: nobody has to look for it. */
function readGuide(file: string, text: string, surroundings: GuideSurroundings): ReadGuide {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [{ path: '', message }] };
  }
  const parsed = parseGuide(value, surroundings);
  if (!parsed.ok || parsed.guide.id === idOf(file)) return parsed;
  return {
    ok: false,
    faults: [{ path: 'id', message: `the file is called ${file}, not ${parsed.guide.id}.yaml` }],
  };
}

function idOf(file: string): string {
  return file.replace(/\.yaml$/, '');
}

/** Ends that open a guide or a step that does not exist. A guide that is faulty itself is not blamed on others. */
function faultsOfLeads(guide: Guide, known: ReadonlyMap<string, Guide | undefined>): GuideFault[] {
  return guide.steps.flatMap((step, at): GuideFault[] => {
    const lead = 'decide' in step ? undefined : step.end?.guide;
    if (lead === undefined) return [];
    const path = `steps[${at}].end.guide`;
    if (!known.has(lead.id)) return [{ path: `${path}.id`, message: `no guide is called ${lead.id}` }];
    const steps = known.get(lead.id)?.steps;
    if (lead.step === undefined || steps === undefined || steps.some(({ id }) => id === lead.step)) return [];
    return [{ path: `${path}.step`, message: `${lead.id} has no step called ${lead.step}` }];
  });
}
