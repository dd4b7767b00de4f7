import type { Element } from './card.ts';
import { paragraph } from './elements.ts';
import type { SaidView } from './standing.ts';
import { joined } from './words-dates.ts';

/** First names, in the order of joining. */
interface Finished {
  done: string[];
  waiting: string[];
}

/** Who of a shared account has finished and who is missing: a sentence or two. */
export function finishedLines({ done, waiting }: Finished): string[] {
  if (waiting.length === 0) {
    return [...(done.length === 0 ? [] : [`Finished: ${joined(done)}.`]), 'This account counts as done.'];
  }
  return [
    ...(done.length === 0 ? ['Nobody has said yet that theirs works.'] : [`Finished: ${joined(done)}.`]),
    `Still to do: ${joined(waiting)}.`,
  ];
}

/** 'Still to do: Sam and Priya.' for a card about the account; nothing where nobody is missing. */
export function missingLine({ missing = [] }: SaidView): Element[] {
  if (missing.length === 0) return [];
  return [
    paragraph([{ strong: `Still to do: ${joined(missing)}. ` }, 'Each adds a second step of their own.']),
  ];
}
