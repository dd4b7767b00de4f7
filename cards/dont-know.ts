import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type Suggestion, suggestions } from './answer.ts';
import { type AdaptiveCard, card } from './card.ts';
import { heading, paragraph, primary, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { contactLines } from './words-contact.ts';

/**
 * No answer was found; `didYouMean` holds what came close. The question itself is not repeated; `question` is its id,
 * where it could be kept.
 */
export interface DontKnowView {
  didYouMean: Suggestion[];
  question?: string;
  contact: Contact;
}

/** An honest "I do not know", with people who may. */
export function dontKnowCard(view: DontKnowView): AdaptiveCard {
  const { didYouMean, question, contact } = view;
  const close = didYouMean.length > 0;
  const askPerson = submit(ticketWrite, `Ask the ${contact.serviceDesk}`, { question });
  return card(
    dontKnowSummary(view),
    [
      title(close ? 'Did you mean one of these?' : 'I do not know that'),
      ...suggestions(didYouMean, question),
      close
        ? heading('If not, ask a person')
        : paragraph('I have no answer to that, and I do not want to guess. Please ask a person:'),
      ...contactLines(contact).map((line) => paragraph(line, 'small')),
    ],
    [close ? askPerson : primary(askPerson), submit(helpShow, 'What I can do', {})],
  );
}

/** The same in plain words. */
export function dontKnowSummary({ didYouMean, contact }: DontKnowView): string {
  const asked = contactLines(contact).join('; ').replace(/\.$/, '');
  return didYouMean.length === 0
    ? `I do not know that. Ask a person: ${asked}.`
    : `One of these may be meant: ${didYouMean.map(({ title }) => title).join('; ')}. If not, ask a person: ${asked}.`;
}
