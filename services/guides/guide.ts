import { z } from 'zod';

/** A button that opens a page in the browser. The address is filled in from the plan. */
export interface GuideLink {
  title: string;
  url: string;
}

/**
 * One step of a guide. `text` is paragraphs, `list` is what to do in order, `tip` says what often goes wrong.
 * A step has either `next`, the id of the step after it, or `check`, which ends the guide: the check decides
 * whether the person is done.
 */
export interface GuideStep {
  id: string;
  title: string;
  text: string[];
  list?: string[];
  tip?: string;
  link?: GuideLink;
  next?: string;
  check?: 'registration';
}

/** A walk-through told as data. Its first step is where it starts; every step is on the one way to its end. */
export interface Guide {
  id: string;
  title: string;
  steps: GuideStep[];
}

/** One thing that is wrong with a guide file, with the place: `steps[2].next`. */
export interface GuideFault {
  path: string;
  message: string;
}

export type ParsedGuide = { ok: true; guide: Guide } | { ok: false; faults: GuideFault[] };

/** Words a step may hold, all its text together: what fits on a phone without scrolling twice. */
const maxWordsPerStep = 60;

/**
 * Reads a guide from parsed YAML. Never throws: a faulty guide comes back with every fault and its place.
 * Beyond the shape it refuses a target that does not exist, a step without a way on, a loop that never ends,
 * a step that nothing leads to, and a step with too many words.
 */
export function parseGuide(value: unknown): ParsedGuide {
  const parsed = guideSchema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => ({
      path: placeOf(issue.path),
      message: issue.message,
    }));
    return { ok: false, faults };
  }
  const guide: Guide = parsed.data;
  const faults = [...duplicates(guide), ...waysOn(guide), ...wordy(guide)];
  if (faults.length === 0) faults.push(...loopsAndIslands(guide));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, guide };
}

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a name such as scan-the-code');
const words = z.string().trim().min(1);

const guideSchema = z
  .object({
    id: name,
    title: words.max(80),
    steps: z
      .array(
        z
          .object({
            id: name,
            title: words.max(80),
            text: z.array(words).min(1),
            list: z.array(words).min(1).optional(),
            tip: words.optional(),
            link: z
              .object({ title: words.max(40), url: z.string().url() })
              .strict()
              .optional(),
            next: name.optional(),
            check: z.literal('registration').optional(),
          })
          .strict(),
      )
      .min(1),
  })
  .strict();

function placeOf(path: (string | number)[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${part}`))
    .join('');
}

function duplicates(guide: Guide): GuideFault[] {
  return guide.steps.flatMap((step, at) =>
    guide.steps.findIndex((other) => other.id === step.id) < at
      ? [{ path: `steps[${at}].id`, message: `a second step is called ${step.id}` }]
      : [],
  );
}

function waysOn(guide: Guide): GuideFault[] {
  const ids = new Set(guide.steps.map((step) => step.id));
  return guide.steps.flatMap((step, at) => {
    if (step.next !== undefined && step.check !== undefined) {
      return [{ path: `steps[${at}]`, message: 'a step with a check ends the guide and has no next step' }];
    }
    if (step.next === undefined && step.check === undefined) {
      return [{ path: `steps[${at}]`, message: 'dead end: neither a next step nor a check' }];
    }
    if (step.next !== undefined && !ids.has(step.next)) {
      return [{ path: `steps[${at}].next`, message: `no step is called ${step.next}` }];
    }
    return [];
  });
}

function wordy(guide: Guide): GuideFault[] {
  return guide.steps.flatMap((step, at) => {
    const all = [...step.text, ...(step.list ?? []), step.tip ?? ''].join(' ');
    const count = all.split(/\s+/).filter(Boolean).length;
    if (count <= maxWordsPerStep) return [];
    return [{ path: `steps[${at}]`, message: `${count} words, at most ${maxWordsPerStep}` }];
  });
}

function loopsAndIslands(guide: Guide): GuideFault[] {
  const seen = new Set<string>();
  let step = guide.steps[0];
  while (step !== undefined && !seen.has(step.id)) {
    seen.add(step.id);
    const next: string | undefined = step.next;
    if (next === undefined) {
      step = undefined;
    } else if (seen.has(next)) {
      const at = guide.steps.findIndex((one) => one.id === step?.id);
      return [{ path: `steps[${at}].next`, message: `loop without an exit: back to ${next}` }];
    } else {
      step = guide.steps.find((one) => one.id === next);
    }
  }
  return guide.steps.flatMap((one, at) =>
    seen.has(one.id) ? [] : [{ path: `steps[${at}]`, message: `nothing leads to ${one.id}` }],
  );
}
