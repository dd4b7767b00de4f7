import { type AdaptiveCard, card } from './card.ts';
import { header, note, title } from './elements.ts';
import type { Who } from './standing.ts';

/** A reminder below which a newer one stands. */
export interface ReminderSupersededView {
  who: Who;
}

const words = 'A newer reminder stands below. This one is out of date.';

/** Takes the old reminder's place: short, nothing to press, so that nobody acts on it. */
export function reminderSupersededCard({ who }: ReminderSupersededView): AdaptiveCard {
  return card(words, [...header(who.address, who.school), title('Out of date'), note(words, 'small')]);
}

/** The same in plain words. */
export function reminderSupersededSummary(): string {
  return words;
}
