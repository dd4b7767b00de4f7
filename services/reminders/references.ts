import { randomInt } from 'node:crypto';

/**
 * What references are made of: no vowels, so that no word comes out by chance, and nothing that is read or heard as
 * something else (0 and O, 1 and I and L, 2 and Z, 5 and S, 8).
 */
const signs = 'BCDFGHJKMNPQRTVWXY34679';

/**
 * So many signs: 23^8 = 8 * 10^10 references. With 100,000 of them in use one guess in 780,000 meets one, at a pace that
 * the help page limits; and whoever meets one has learnt nothing of anybody.
 */
const length = 8;

/** A reference that nobody can guess, as it is kept: 'KMPTWX34'. `random` gives a whole number below the given one. */
export function newReference(random: (below: number) => number = randomInt): string {
  return Array.from({ length }, () => signs.charAt(random(signs.length))).join('');
}

/** A reference as people read it: 'KMPT-WX34'. */
export function shownReference(reference: string): string {
  return `${reference.slice(0, length / 2)}-${reference.slice(length / 2)}`;
}

/** What somebody typed as a reference, as it is kept; undefined for what cannot be one. Spaces and hyphens mean nothing. */
export function readReference(typed: string): string | undefined {
  if (typed.length > longestTyped) return undefined;
  const read = typed.toUpperCase().replaceAll(/[\s\u2010-\u2015.-]/g, '');
  return read.length === length && [...read].every((sign) => signs.includes(sign)) ? read : undefined;
}

const longestTyped = 40;

/** Text that {@link readReference} reads, to be put into a pattern that ignores case: two halves, with a hyphen or a space. */
export const referencePattern = { half: `[${signs}]{${length / 2}}`, between: '[\\s\\u2010-\\u2015-]' };
