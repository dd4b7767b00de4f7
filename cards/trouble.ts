import { type AdaptiveCard, card } from './card.ts';
import { note, paragraph, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { contactLines } from './words-contact.ts';

/** Something failed on our side. The log has the same reference. */
export interface TroubleView {
  reference: string;
  contact: Contact;
}

/** What went wrong is ours; what to do next. */
export function troubleCard(view: TroubleView): AdaptiveCard {
  return card(troubleSummary(view), [
    title('Something went wrong on our side'),
    paragraph('Nothing you did caused it. Please try again in a few minutes.'),
    paragraph(['If it happens again, give the service desk this reference: ', { strong: view.reference }]),
    ...contactLines(view.contact).map((line) => paragraph(line, 'small')),
    note('Please never send a password or a code.'),
  ]);
}

/** The same in plain words. */
export function troubleSummary(view: TroubleView): string {
  return `Something went wrong on our side. Please try again. Reference ${view.reference}.`;
}
