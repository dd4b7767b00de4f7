import { submit } from './actions/action.ts';
import { reminderHelp, reminderSuspicious } from './actions/reminder.ts';
import { type AdaptiveCard, card } from './card.ts';
import { bullets, fact, header, note, paragraph, title } from './elements.ts';
import type { Source, Who } from './standing.ts';

/** How a reminder can be checked. */
export interface ReminderGenuineView {
  reminder: string;
  who: Who;
  /** Whose rollout it is: 'Norfolk County Council'. */
  organisation: string;
  /** 'KMPT-WX34' */
  reference: string;
  source: Source;
  /** 'Service Desk' */
  serviceDesk: string;
  /** Where the help pages are, without https://; undefined where nobody has set it. */
  helpAddress?: string;
}

/**
 * Ways to check that do not lead through this chat. No phone number stands here: whoever forges a message forges its
 * number too. Source: reportfraud.police.uk/phishing ("Check if it's genuine": by a number that you know is correct).
 */
export function reminderGenuineCard(view: ReminderGenuineView): AdaptiveCard {
  const { reminder, who, organisation, reference, source, serviceDesk } = view;
  return card(
    reminderGenuineSummary(view),
    [
      ...header(who.address, who.school),
      title('Is this real? It is right to ask'),
      paragraph('Check it in ways that do not lead through this chat.'),
      ...bullets([
        `Find ${source.name} of ${source.date} where you always find such announcements. It names the same dates.`,
        `Find the phone number of ${organisation} yourself, on its website or an old letter, and ask for the ${serviceDesk}. Do not take a number from a message.`,
        [`Tell the ${serviceDesk} this reference. They can look it up:`],
      ]),
      fact('Reference', [{ strong: reference }]),
      ...(view.helpAddress === undefined
        ? []
        : [paragraph(`Or type it in at ${view.helpAddress}/genuine in a browser.`)]),
      note('I never ask for a password or a code. A message that does is not genuine.'),
    ],
    [
      submit(reminderSuspicious, 'Looks suspicious', { reminder }),
      submit(reminderHelp, 'I need help', { reminder }),
    ],
  );
}

/** The same in plain words. */
export function reminderGenuineSummary({ organisation, reference, source }: ReminderGenuineView): string {
  return `To check this reminder: look for ${source.name}, phone ${organisation} on a number that you found yourself, and give the reference ${reference}.`;
}
