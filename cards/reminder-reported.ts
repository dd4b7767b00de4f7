import { submit } from './actions/action.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card } from './card.ts';
import { bullets, header, note, paragraph, title } from './elements.ts';
import type { Contact, Who } from './standing.ts';
import { outsideLine } from './words-contact.ts';
import { ticketName } from './words-ticket.ts';

/** A reminder that somebody called suspicious. */
export interface ReminderReportedView {
  who: Who;
  number: number;
  /** It was reported before, so there is one ticket for both. */
  isKnown: boolean;
  contact: Contact;
}

/** Thanks, and what happens next. */
export function reminderReportedCard(view: ReminderReportedView): AdaptiveCard {
  const { who, number, isKnown, contact } = view;
  return card(
    reminderReportedSummary(view),
    [
      ...header(who.address, who.school),
      title(isKnown ? 'This is known already' : 'Thank you for telling us'),
      paragraph(
        isKnown
          ? `You have reported this reminder before. The ${contact.serviceDesk} has it as ${ticketName(number)}.`
          : `The ${contact.serviceDesk} looks at it and answers here, in this chat. It is ${ticketName(number)}.`,
      ),
      ...bullets([
        'Do nothing that the message asks for until you have an answer.',
        `Does somebody have your password or a code? Change your password now and tell the ${contact.serviceDesk}.`,
      ]),
      note(`In a hurry? ${outsideLine(contact)}`),
    ],
    [submit(statusShow, 'My status', {})],
  );
}

/** The same in plain words. */
export function reminderReportedSummary({ number, isKnown }: ReminderReportedView): string {
  return isKnown
    ? `This reminder is known already as ${ticketName(number)}.`
    : `Thank you. The service desk looks at it: ${ticketName(number)}.`;
}
