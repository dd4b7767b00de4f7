/** Smaller figures about people are not shown: somebody who knows a school can tell who the two are. */
export const smallest = 5;

/**
 * A figure as it may be shown. Zero is a small figure too: otherwise "fewer than 5" would mean that there is somebody.
 * - `few`: fewer than five, perhaps none
 * - `at-least`: a bound that follows from the other figures shown, and says no more than they do
 * - `withheld`: too small a group to say anything
 */
export type Figure =
  | { kind: 'exact'; count: number }
  | { kind: 'few' }
  | { kind: 'at-least'; count: number }
  | { kind: 'withheld' };

/** A figure that stands alone, whose whole nobody is shown. */
export function alone(count: number): Figure {
  return count < smallest ? { kind: 'few' } : { kind: 'exact', count };
}

/**
 * The parts of a whole that is known, such that nobody can work a small one out by taking the others from the whole: with
 * a small part, the first part that is not small becomes a bound. Where even that would narrow a small part, as in a
 * group of a dozen, all parts are withheld. Parts in the same order as given, and as many.
 */
export function partsOf(parts: number[]): Figure[] {
  const smallOnes = parts.filter((part) => part < smallest).length;
  if (smallOnes === 0) return parts.map(alone);
  const bounded = parts.findIndex((part) => part >= smallest);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const shown = parts.reduce(
    (sum, part, index) => sum + (part >= smallest && index !== bounded ? part : 0),
    0,
  );
  const bound = whole - shown - smallOnes * (smallest - 1);
  if (bounded < 0 || bound < smallest) return parts.map(() => ({ kind: 'withheld' }));
  return parts.map((part, index) => (index === bounded ? { kind: 'at-least', count: bound } : alone(part)));
}
