import type { Element } from './card.ts';
import { bullets, note } from './elements.ts';
import type { NotReadyRow, RemindedRound, SchoolCohort } from './school-view.ts';
import type { Surface } from './standing.ts';
import { counted, joined, number, sentence } from './words-dates.ts';

/** '37 of 58 ready, 2 not known' */
export function readyOf({
  ready,
  accounts,
  unknown,
}: Pick<SchoolCohort, 'ready' | 'accounts' | 'unknown'>): string {
  const known = unknown === 0 ? '' : `, ${number(unknown)} not known`;
  return `${number(ready)} of ${number(accounts)} ready${known}`;
}

/** 'Outlook on the web and installed Outlook: from Thursday 13 December 2018' */
export function dateLine({ surfaces, when }: SchoolCohort): string {
  return `${sentence(joined(surfaces.map(shortName)))}: ${when}`;
}

/** Addresses as bullets, those known since the same day under one line. */
export function notReadyRows(rows: NotReadyRow[]): Element[] {
  const groups = new Map<string, NotReadyRow[]>();
  for (const row of rows) {
    const key = row.since ?? '';
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].flatMap(([since, found]) => [
    note(since === '' ? 'Not ready:' : `Not ready, known since ${since}:`, 'small'),
    ...bullets(found.map(({ address }) => address)),
  ]);
}

/** What a press of "Remind those now" did, a sentence each. */
export function roundLines({ made, already, unreachable, at }: RemindedRound): string[] {
  const lines = [];
  if (made === 0) lines.push('Nobody new to remind.');
  else if (at === undefined) lines.push(`${counted(made, 'reminder is', 'reminders are')} on the way.`);
  else lines.push(`${counted(made, 'reminder', 'reminders')} will go out at ${at}.`);
  if (already > 0) {
    lines.push(`${counted(already, 'account was', 'accounts were')} reminded or asked for already that day.`);
  }
  if (made + already > 0) lines.push('Who is done or has put it off is left alone.');
  if (unreachable > 0) {
    const who = counted(unreachable, 'account does', 'accounts do');
    lines.push(`${who} not have this app in Teams. Please tell them yourself.`);
  }
  return lines;
}

function shortName(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}
