import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { paragraph, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { contactLines } from './words-contact.ts';

/**
 * Something only the service desk may do was asked for. `unchecked`: Microsoft did not say who is in the group;
 * `not-allowed`: this app may not ask.
 */
export interface RefusalView {
  kind: 'not-a-member' | 'unchecked' | 'not-allowed';
  /** What was asked for, after "To": 'send a notice', 'see the progress'. */
  wanted: string;
  contact: Contact;
}

/** A kind no. */
export function refusalCard(view: RefusalView): AdaptiveCard {
  return card(refusalSummary(view), body(view), [submit(helpShow, 'What I can do', {})]);
}

/** The same in plain words. */
export function refusalSummary(view: RefusalView): string {
  switch (view.kind) {
    case 'not-a-member':
      return `Only the service desk can ${view.wanted}.`;
    case 'unchecked':
      return `I could not check just now if you may ${view.wanted}. Nothing was done. Please try again.`;
    case 'not-allowed':
      return `I cannot let anybody ${view.wanted}: I may not look up who is in the service desk's group.`;
  }
}

function body(view: RefusalView): Element[] {
  const needed = `To ${view.wanted} you need to be in the service desk's group.`;
  switch (view.kind) {
    case 'not-a-member':
      return [
        title('Only for the service desk'),
        paragraph(`${needed} This account is not.`),
        ...contactLines(view.contact).map((line) => paragraph(line, 'small')),
      ];
    case 'unchecked':
      return [
        title('I could not check that just now'),
        paragraph(`${needed} Microsoft did not answer when I asked.`),
        paragraph('Nothing was done. Please try again in a minute.'),
      ];
    case 'not-allowed':
      return [
        title('I may not look up that group'),
        paragraph(`${needed} I may not ask Microsoft who is in it, so nothing was done.`),
        paragraph(
          'An administrator can change that: in Entra, give this app the application permissions ' +
            'GroupMember.Read.All and User.Read.All, with admin consent.',
        ),
      ];
  }
}
