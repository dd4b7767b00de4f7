import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, note, paragraph, title, type Words } from './elements.ts';
import { nextButton } from './next-button.ts';
import type { DateWords, NextAction, Surface, Who } from './standing.ts';
import { onDate, sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/** Where a date went: to another one, back to the one that the reminder named, to none for now, or out of the plan. */
export type MovedTo =
  | { kind: 'date'; when: DateWords }
  | { kind: 'as-before'; when: DateWords }
  | { kind: 'paused'; serviceDesk: string }
  | { kind: 'removed' };

/** A reminder whose date has changed since. */
export interface ReminderMovedView {
  who: Who;
  surface: Surface;
  /** The date that the reminder named. */
  before: DateWords;
  to: MovedTo;
  /** The reason as it was typed. */
  why?: string;
  next: NextAction;
}

/** Takes the reminder's place, so that no old date stands in the chat. */
export function reminderMovedCard(view: ReminderMovedView): AdaptiveCard {
  const { who, to, why, next } = view;
  return card(
    reminderMovedSummary(view),
    [
      ...header(who.address, who.school),
      title(titles[to.kind]),
      paragraph(wordsOf(view)),
      ...(why === undefined ? [] : [paragraph(['Why: ', why])]),
      note('Setting up MFA now is right all the same.'),
    ],
    [...nextButton(next), submit(datesShow, 'Dates', {})],
  );
}

/** The same in plain words. */
export function reminderMovedSummary(view: ReminderMovedView): string {
  const words = wordsOf(view);
  const text =
    typeof words === 'string'
      ? words
      : words.map((run) => (typeof run === 'string' ? run : run.strong)).join('');
  return `${titles[view.to.kind]}: ${text}`;
}

const titles: Record<MovedTo['kind'], string> = {
  date: 'The date has changed',
  'as-before': 'The date is as before',
  paused: 'The date is paused',
  removed: 'The date has changed',
};

function wordsOf({ surface, before, to }: ReminderMovedView): Words {
  const name = sentence(surfaceName(surface));
  switch (to.kind) {
    case 'date':
      return [`${name} now changes `, { strong: onDate(to.when) }, `. This message said: ${before}.`];
    case 'as-before':
      return [`${name} changes `, { strong: onDate(to.when) }, ' again, as this message said.'];
    case 'paused':
      return `${name} no longer changes ${onDate(before)}. The ${to.serviceDesk} has paused it, and a new date will follow.`;
    case 'removed':
      return `${name} no longer changes ${onDate(before)}: the plan has no date for this account now.`;
  }
}
