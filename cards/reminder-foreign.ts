import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, paragraph, primary, title } from './elements.ts';
import type { Who } from './standing.ts';

/** A button of a reminder that went to another account, or that is too old to be known. */
export interface ReminderForeignView {
  who: Who;
}

/** Says that nothing happened. Whose reminder it was is not told. */
export function reminderForeignCard({ who }: ReminderForeignView): AdaptiveCard {
  return card(
    reminderForeignSummary(),
    [
      ...header(who.address),
      title('That reminder is not for this account'),
      paragraph('It went to another account, or it is too old. Nothing was changed, for them or for you.'),
    ],
    [primary(submit(statusShow, 'My status', {})), submit(helpShow, 'What I can do', {})],
  );
}

/** The same in plain words. */
export function reminderForeignSummary(): string {
  return 'That reminder is not for this account, or it is too old. Nothing was changed.';
}
