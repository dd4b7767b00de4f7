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

/** The number, and what happens next. It promises nothing that nobody can know: that somebody has seen it. */
export function ticketOpenedCard(view: TicketOpenedView): AdaptiveCard {
  const { contact, text } = view;
  const back = backToGuide(view.stuck);
  return card(
    ticketOpenedSummary(view),
    [
      ...header(view.address),
      title(titleOf(view)),
      ...stuckFact('Where you are stuck', view.stuck),
      ...(text === '' ? [] : [panel([note('You wrote', 'none'), ...plainText(text)])]),
      heading('What happens next'),
      paragraph(
        `It waits until somebody of the ${contact.serviceDesk} reads it, in their working hours. The answer comes here, in this chat.`,
      ),
      paragraph(['If you phone about it, say ', { strong: ticketName(view.number) }, '.']),
      note(`In a hurry, or no answer? ${outsideLine(contact)}`),
      note(`Sent at ${view.at}.`, 'small'),
    ],
    back.map(primary),
  );
}

/** The same in plain words. */
export function ticketOpenedSummary(view: TicketOpenedView): string {
  return `${titleOf(view)}. The answer comes in this chat.`;
}

function titleOf({ number, contact }: TicketOpenedView): string {
  return `Your question waits for the ${contact.serviceDesk}: ${ticketName(number)}`;
}
