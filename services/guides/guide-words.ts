import type { Guide, GuideFault, Line, ShownStep } from './guide.ts';
import { unknownPlaceholders } from './placeholders.ts';

/** Words that a step may hold, its text, list and tip together: what fits on a phone without scrolling twice. */
const maxWordsPerStep = 60;

/** Steps with too many words, and texts with a placeholder that nobody fills in. */
export function faultsOfWords(guide: Guide): GuideFault[] {
  return [...faultsOfLength(guide), ...faultsOfPlaceholders(guide, '')];
}

/**
 * Words that one person can see at a step: all unconditional ones and the longest line that depends on who reads. A
 * placeholder counts as one word, so that a plan with long names does not make a guide faulty.
 */
export function wordsIn(step: ShownStep): number {
  const lines: Line[] = [...step.text, ...(step.list ?? []), ...(step.tip === undefined ? [] : [step.tip])];
  const always = lines.flatMap((line) => (typeof line === 'string' ? count(line) : []));
  const sometimes = lines.flatMap((line) => (typeof line === 'string' ? [] : count(line.text)));
  return always.reduce((sum, each) => sum + each, 0) + Math.max(0, ...sometimes);
}

function faultsOfLength(guide: Guide): GuideFault[] {
  return guide.steps.flatMap((step, at) => {
    const words = 'decide' in step ? 0 : wordsIn(step);
    if (words <= maxWordsPerStep) return [];
    return [{ path: `steps[${at}]`, message: `${words} words, at most ${maxWordsPerStep}` }];
  });
}

function count(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function faultsOfPlaceholders(value: unknown, path: string): GuideFault[] {
  if (typeof value === 'string') {
    return unknownPlaceholders(value).map((found) => ({ path, message: `${found} is no placeholder` }));
  }
  if (Array.isArray(value)) return value.flatMap((one, at) => faultsOfPlaceholders(one, `${path}[${at}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    faultsOfPlaceholders(one, path === '' ? key : `${path}.${key}`),
  );
}
