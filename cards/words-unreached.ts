import type { DateWords, Surface } from './standing.ts';
import { counted, joined, sentence } from './words-dates.ts';

/** A date of a phase, and how many school days are left before it. */
export interface CallDate {
  when: DateWords;
  /** The date has come: today, or earlier. */
  hasCome: boolean;
  /** School days before it, today counted. */
  schoolDays: number;
}

/** From so many school days before a date on, somebody has to be called now. */
const callFrom = 5;

/** True where no more time is left than a working week. */
function isToCallNow({ hasCome, schoolDays }: CallDate): boolean {
  return hasCome || schoolDays <= callFrom;
}

/** 'Monday 19 November 2018, in 5 school days: call now' */
export function callDateWords(date: CallDate): string {
  if (date.hasCome) return `${sentence(date.when)}: the date has come`;
  const left = `${sentence(date.when)}, ${counted(date.schoolDays, 'school day', 'school days')} left`;
  return isToCallNow(date) ? `${left}: call now` : left;
}

/** 'Outlook on the web and installed Outlook' */
export function surfacesWords(surfaces: Surface[]): string {
  return joined(
    surfaces.map((surface) => (surface === 'online' ? 'Outlook on the web' : 'installed Outlook')),
  );
}

/** 'head@, office@ and 12 others', 'head@ and office@', 'head@' */
export function foldedWords(first: string[], accounts: number): string {
  const names = first.map((address) => `${address.split('@')[0]}@`);
  const others = accounts - names.length;
  return others <= 0 ? joined(names) : joined([...names, counted(others, 'other', 'others')]);
}

/**
 * Where what is known of the accounts comes from, and when it was counted. Without a report (a tenant may have no licence
 * for one) Microsoft is asked about each account by itself.
 */
export function sourceWords({ reportAt, at }: { reportAt?: string; at: string }): string {
  return reportAt === undefined
    ? `Who is not ready: Microsoft's answers for one account at a time, as no report of all was read. Looked up at ${at}.`
    : `Who is not ready: Microsoft's report of ${reportAt}, and newer checks. Looked up at ${at}.`;
}
