import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { type Suggestion, suggestions } from './answer.ts';
import { type AdaptiveCard, card } from './card.ts';
import { heading, paragraph, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { contactLines } from './words-contact.ts';

/** No answer was found; `didYouMean` holds what came close. The question itself is not repeated. */
export interface DontKnowView {
  didYouMean: Suggestion[];
  contact: Contact;
}

/** An honest "I do not know", with people who may. */
export function dontKnowCard(view: DontKnowView): AdaptiveCard {
  const close = view.didYouMean.length > 0;
  return card(
    dontKnowSummary(view),
    [
      title(close ? 'Did you mean one of these?' : 'I do not know that'),
      ...suggestions(view.didYouMean),
      close
        ? heading('If not, ask a person')
        : paragraph('I have no answer to that, and I do not want to guess. Please ask a person:'),
      ...contactLines(view.contact).map((line) => paragraph(line, 'small')),
    ],
    [submit(helpShow, 'What I can do', {})],
  );
}

/** The same in plain words. */
export function dontKnowSummary(view: DontKnowView): string {
  return `I do not know that. Ask a person: ${contactLines(view.contact).join('; ')}.`;
}
