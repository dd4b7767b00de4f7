import { reasonWords } from './words-reasons.ts';

/** A ticket as people say it: 'T-1042'. */
export function ticketName(number: number): string {
  return `T-${number}`;
}

/** That the desk's last answer did not arrive; `why` is a code of words-reasons. */
export function notArrivedWords(why: string): string {
  return `Your reply did not reach them: ${reasonWords(why)}.`;
}

/** The beginning of what was typed, on one line, for a notification. */
export function startOf(text: string): string {
  const line = [...text.trim().replaceAll(/\s+/g, ' ')];
  return line.length <= 160 ? line.join('') : `${line.slice(0, 160).join('').trimEnd()}…`;
}
