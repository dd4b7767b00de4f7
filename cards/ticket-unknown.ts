import { submit } from './actions/action.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type AdaptiveCard, card } from './card.ts';
import { paragraph, primary, title } from './elements.ts';
import type { Contact } from './standing.ts';

/**
 * A button whose question is not this account's:
 * - `person`: the card was forwarded, or the ticket is gone
 * - `desk`: no such ticket
 */
export interface TicketUnknownView {
  for: 'person' | 'desk';
  contact: Contact;
}

/** One sentence, and the way to ask. Whose question it may be is not told. */
export function ticketUnknownCard(view: TicketUnknownView): AdaptiveCard {
  const { serviceDesk } = view.contact;
  if (view.for === 'desk') {
    return card(ticketUnknownSummary(view), [
      title('That ticket is no longer there'),
      paragraph('Nothing was sent. Type "tickets" to see those that are open.'),
    ]);
  }
  return card(
    ticketUnknownSummary(view),
    [
      title('That card belongs to another account'),
      paragraph(`Nothing was sent. You can ask the ${serviceDesk} for your own account.`),
    ],
    [primary(submit(ticketWrite, `Ask the ${serviceDesk}`, {}))],
  );
}

/** The same in plain words. */
export function ticketUnknownSummary(view: TicketUnknownView): string {
  return view.for === 'desk'
    ? 'That ticket is no longer there. Nothing was sent.'
    : 'That card belongs to another account. Nothing was sent.';
}
