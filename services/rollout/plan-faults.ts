import type { ZodError, ZodIssue } from 'zod';

/** One thing wrong with a plan: where, such as `phases[2].date`; what belongs there; and what stands there. */
export interface PlanFault {
  path: string;
  expected: string;
  found: string;
}

/** A place in a plan: field names and positions, from the outside in. */
export type PlanPath = (string | number)[];

/**
 * The faults of a plan's shape, one for each place. `value` is what was checked. The schema's messages are the words of
 * `expected`; a field that the plan does not have is a fault at that field's own path.
 */
export function faultsOfShape(error: ZodError, value: unknown): PlanFault[] {
  const faults = error.issues.flatMap((issue) => faultsOfIssue(issue, value));
  const seen = new Set<string>();
  return faults.filter(({ path, expected }) => {
    const place = `${path}\n${expected}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** A path as people write it: `phases[2].waves[0].date`; 'the plan' for the whole. */
export function describePath(path: PlanPath): string {
  if (path.length === 0) return 'the plan';
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** A value in a few words. Text is given as it stands, long text cut; lists and objects only by their size. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return describeText(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a group of fields';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return `a ${typeof value}`;
}

function faultsOfIssue(issue: ZodIssue, value: unknown): PlanFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: describePath([...issue.path, key]),
      expected: 'no field of this name',
      found: describeFound(valueAt(value, [...issue.path, key])),
    }));
  }
  const found = describeFound(valueAt(value, issue.path));
  return [{ path: describePath(issue.path), expected: issue.message, found }];
}

function valueAt(value: unknown, path: PlanPath): unknown {
  return path.reduce<unknown>((parent, part) => {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, part)) return undefined;
    return Reflect.get(parent, part);
  }, value);
}

const longestText = 80;

function describeText(text: string): string {
  if (text.trim() === '') return 'an empty text';
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
