import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, note, paragraph, title } from './elements.ts';
import { nextButton } from './next-button.ts';
import {
  doneButton,
  hiddenSnooze,
  leftWords,
  type SnoozeOptionView,
  type SnoozeView,
  snoozeButtons,
  snoozeToggle,
} from './reminder-buttons.ts';
import type { DateWords, NextAction, Surface, Who } from './standing.ts';
import { onDate, sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/** What a reminder that can be put off is about. */
interface AboutPhase {
  who: Who;
  surface: Surface;
  when: DateWords;
}

/**
 * Where "Snooze" stands: days to choose from, the day that was chosen, or why nothing can be put off. `shared` accounts are
 * put off for everybody who uses them.
 */
export type ReminderSnoozeView =
  | { kind: 'no-reminder'; who: Who }
  | ({ kind: 'offered'; reminder: string; options: SnoozeOptionView[]; left: number } & AboutPhase)
  | ({
      kind: 'snoozed';
      reminder: string;
      /** The day in words, and the time: 'Monday 12 November 2018', '08:30'. */
      day: string;
      time: string;
      snooze: SnoozeView;
      next: NextAction;
    } & AboutPhase)
  | ({ kind: 'refused'; why: 'deadline' | 'used-up' | 'not-that-day'; next: NextAction } & AboutPhase);

/** The answer to `snooze`, and what a choice made of it. */
export function reminderSnoozeCard(view: ReminderSnoozeView): AdaptiveCard {
  const summary = reminderSnoozeSummary(view);
  const above = header(view.who.address, view.who.school);
  switch (view.kind) {
    case 'no-reminder':
      return card(
        summary,
        [
          ...above,
          title('No reminder to put off'),
          paragraph('I have not sent this account a reminder that is still open.'),
        ],
        [submit(datesShow, 'Dates', {})],
      );
    case 'offered':
      return card(
        summary,
        [
          ...above,
          title('When shall I remind you again?'),
          paragraph(stays(view)),
          ...(view.who.shared ? [paragraph(forAll)] : []),
          note(leftWords(view.left)),
        ],
        snoozeButtons(view.reminder, view.options),
      );
    case 'snoozed':
      return snoozedCard(view);
    case 'refused':
      return card(
        summary,
        [...above, title('Not put off'), paragraph(whyNot[view.why]), paragraph(stays(view))],
        [...nextButton(view.next), submit(datesShow, 'Dates', {})],
      );
  }
}

/** The same in plain words. */
export function reminderSnoozeSummary(view: ReminderSnoozeView): string {
  switch (view.kind) {
    case 'no-reminder':
      return `There is no reminder to put off for ${view.who.address}.`;
    case 'offered':
      return `When shall I remind ${view.who.address} again? ${stays(view)}`;
    case 'snoozed':
      return `I will remind ${view.who.address} again on ${view.day}. ${stays(view)}`;
    case 'refused':
      return `Not put off for ${view.who.address}: ${whyNot[view.why]}`;
  }
}

function snoozedCard(view: Extract<ReminderSnoozeView, { kind: 'snoozed' }>): AdaptiveCard {
  const { reminder, snooze, who } = view;
  const canChange = snooze.kind === 'offered';
  return card(
    reminderSnoozeSummary(view),
    [
      ...header(who.address, who.school),
      title('Put off'),
      paragraph([
        'I will remind you again on ',
        { strong: view.day },
        ` at ${view.time}, unless you are done by then.`,
      ]),
      ...(who.shared ? [paragraph(forAll)] : []),
      paragraph(stays(view)),
    ],
    [
      ...nextButton(view.next),
      doneButton(reminder),
      ...(canChange ? [snoozeToggle(reminder, 'Another day')] : []),
    ],
    canChange ? [hiddenSnooze(reminder, snooze)] : [],
  );
}

const forAll = 'That holds for everybody who uses this mailbox.';

function stays({ surface, when }: AboutPhase): string {
  return `The date stays: ${sentence(surfaceName(surface))} changes ${onDate(when)}.`;
}

const whyNot = {
  deadline: 'The date is too near for that.',
  'used-up': 'This has been put off as often as it can be.',
  'not-that-day': 'That day is no longer possible.',
};
