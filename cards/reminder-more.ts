import { type AdaptiveCard, card } from './card.ts';
import { header, paragraph, title } from './elements.ts';
import { moreButtons } from './reminder-buttons.ts';
import type { Who } from './standing.ts';

/** What else can be done about a reminder. */
export interface ReminderMoreView {
  reminder: string;
  who: Who;
}

/** The buttons behind "More", for clients that cannot show the hidden part of the reminder. */
export function reminderMoreCard({ reminder, who }: ReminderMoreView): AdaptiveCard {
  return card(
    reminderMoreSummary(),
    [
      ...header(who.address, who.school),
      title('More about this reminder'),
      paragraph('Get help, check that the reminder is real, or look at your status and the dates.'),
    ],
    moreButtons(reminder),
  );
}

/** The same in plain words. */
export function reminderMoreSummary(): string {
  return 'More about this reminder: get help, check that it is real, your status, the dates.';
}
