import { type AdaptiveCard, card } from './card.ts';
import { header, heading, note, panel, paragraph, plainText, primary, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { backToGuide, type StuckAtView, stuckFact } from './ticket-place.ts';
import { outsideLine } from './words-contact.ts';
import { ticketName } from './words-ticket.ts';

/** A ticket that was just opened, as the person who opened it sees it. */
export interface TicketOpenedView {
  address: string;
  number: number;
  /** When it was opened, in words: '09:41 today'. */
  at: string;
  stuck?: StuckAtView;
  /** Word for word as typed; empty where nothing was. */
  text: string;
  contact: Contact;
}

/** The number, and what happens next. */
export function ticketOpenedCard(view: TicketOpenedView): AdaptiveCard {
  const { contact, text } = view;
  const back = backToGuide(view.stuck);
  return card(
    ticketOpenedSummary(view),
    [
      ...header(view.address),
      title(`The ${contact.serviceDesk} has your question: ${ticketName(view.number)}`),
      ...stuckFact('Where you are stuck', view.stuck),
      ...(text === '' ? [] : [panel([note('You wrote', 'none'), ...plainText(text)])]),
      heading('What happens next'),
      paragraph(
        `The ${contact.serviceDesk} sees it in its working hours. The answer comes here, in this chat.`,
      ),
      paragraph(['If you phone about it, say ', { strong: ticketName(view.number) }, '.']),
      note(`In a hurry? ${outsideLine(contact)}`),
      note(`Sent at ${view.at}.`, 'small'),
    ],
    back.map(primary),
  );
}

/** The same in plain words. */
export function ticketOpenedSummary({ number, contact }: TicketOpenedView): string {
  return `The ${contact.serviceDesk} has your question: ${ticketName(number)}. The answer comes in this chat.`;
}
