import type { DateWords, PlannedDate, Standing } from './standing.ts';

/** 'on Monday 19 November 2018', 'in the week of Monday 3 December 2018', 'from Thursday 13 December 2018'. */
export function onDate(when: DateWords): string {
  if (isOnwards(when) || isPaused(when)) return when;
  return isWeek(when) ? `in ${when}` : `on ${when}`;
}

/** 'before Monday 19 November 2018', 'before the week of Monday 3 December 2018', 'before Thursday 13 December 2018'. */
export function beforeDate(when: DateWords): string {
  return `before ${isOnwards(when) ? when.slice('from '.length) : when}`;
}

/** 'planned for Monday 19 November 2018', 'planned from Thursday 13 December 2018'. */
export function plannedFor(when: DateWords): string {
  if (isPaused(when)) return when;
  return isOnwards(when) ? `planned ${when}` : `planned for ${when}`;
}

/** True where the announcement names a week, not a day. */
export function isWeek(when: DateWords): boolean {
  return when.startsWith('the week ');
}

/** True where the announcement says "onwards". */
export function isOnwards(when: DateWords): boolean {
  return when.startsWith('from ');
}

/** True where the service desk has paused the phase: there is no date. */
export function isPaused(when: DateWords): boolean {
  return when.startsWith('paused ');
}

/** True once a planned date has begun: a day after it, from the Tuesday of its week on. */
export function hasBegun(date: PlannedDate): boolean {
  return date.days < 0;
}

/** True once a planned date is over: its day or its week has gone by. "Onwards" is never over. */
export function isOver({ when, days }: PlannedDate): boolean {
  if (isOnwards(when)) return false;
  return isWeek(when) ? days <= -7 : days < 0;
}

/** 'today', 'tomorrow', 'in 3 days'; for days ahead. */
export function inDays(days: number): string {
  if (days <= 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}

/** How a phase stands for the account it belongs to, as one line under its date. */
export function standingWords(standing: Standing, when: DateWords): string {
  switch (standing.kind) {
    case 'in-force':
      return 'In force for this account';
    case 'paused':
      return 'No date for this account at present';
    case 'planned-future':
      return sentence(isWeek(when) ? `this week begins ${inDays(standing.days)}` : inDays(standing.days));
    case 'planned-past':
      return 'Not switched on for this account yet';
    case 'unknown-past':
      return 'Microsoft has not said, so I do not know if it is in force';
  }
}

/** The same words with a capital at the start. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** 'a, b and c' */
export function joined(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** '1 account', '24,812 accounts' */
export function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** '24,812' */
export function number(count: number): string {
  return count.toLocaleString('en-GB');
}
