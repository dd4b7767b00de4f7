import { number } from './words-dates.ts';

/** A figure about people as it may be shown: one under five is not. */
export type Figure =
  | { kind: 'exact'; count: number }
  /** Fewer than five, perhaps none. */
  | { kind: 'few' }
  | { kind: 'at-least'; count: number }
  /** Of too small a group to say anything. */
  | { kind: 'withheld' };

/** '24,812', 'fewer than 5', 'at least 292', 'not shown' */
export function figureWords(figure: Figure): string {
  switch (figure.kind) {
    case 'exact':
      return number(figure.count);
    case 'few':
      return 'fewer than 5';
    case 'at-least':
      return `at least ${number(figure.count)}`;
    case 'withheld':
      return 'not shown';
  }
}
