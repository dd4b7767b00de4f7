import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { type AdaptiveCard, card } from './card.ts';
import { bullets, paragraph, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { outsideLines } from './words-contact.ts';

/** For somebody whose account the directory does not know, or cannot name just now. */
export interface StrangerView {
  contact: Contact;
}

export function strangerCard(view: StrangerView): AdaptiveCard {
  return card(
    strangerSummary(),
    [
      title('I cannot see which account is yours'),
      paragraph(
        'Microsoft’s directory did not tell me whose chat this is, so I cannot show your dates or your status. ' +
          'Please try again in a few minutes. You can still ask me questions.',
      ),
      paragraph('If it goes on:'),
      ...bullets(outsideLines(view.contact)),
    ],
    [submit(helpShow, 'Help', {})],
  );
}

export function strangerSummary(): string {
  return 'I cannot see which account is yours just now. Please try again in a few minutes.';
}
