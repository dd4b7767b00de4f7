import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type AdaptiveCard, card } from './card.ts';
import { paragraph, primary, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { outsideLine } from './words-contact.ts';

/** Somebody is upset and asks nothing. What they said is not repeated. */
export interface UpsetView {
  contact: Contact;
}

/** Says sorry briefly and offers a person. */
export function upsetCard(view: UpsetView): AdaptiveCard {
  const { contact } = view;
  return card(
    upsetSummary(view),
    [
      title('I am sorry this is a nuisance'),
      paragraph('Tell me what is not working, or let a person help you.'),
      paragraph(outsideLine(contact), 'small'),
    ],
    [
      primary(submit(ticketWrite, `Ask the ${contact.serviceDesk}`, {})),
      submit(helpShow, 'What I can do', {}),
    ],
  );
}

/** The same in plain words. */
export function upsetSummary({ contact }: UpsetView): string {
  return `I am sorry this is a nuisance. Tell me what is not working, or ask the ${contact.serviceDesk}.`;
}
