import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { type AdaptiveCard, card } from './card.ts';
import { paragraph, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { contactLines } from './words-contact.ts';

/** Something only the service desk may do was asked for. `unchecked`: Microsoft did not say who is in the group. */
export interface RefusalView {
  kind: 'not-a-member' | 'unchecked';
  /** What was asked for, after "To": 'send a notice', 'see the progress'. */
  wanted: string;
  contact: Contact;
}

/** A kind no. */
export function refusalCard(view: RefusalView): AdaptiveCard {
  return card(
    refusalSummary(view),
    view.kind === 'not-a-member'
      ? [
          title('Only for the service desk'),
          paragraph(`To ${view.wanted} you need to be in the service desk's group. This account is not.`),
          ...contactLines(view.contact).map((line) => paragraph(line, 'small')),
        ]
      : [
          title('I could not check that just now'),
          paragraph(
            `To ${view.wanted} you need to be in the service desk's group. Microsoft did not answer when I asked.`,
          ),
          paragraph('Nothing was done. Please try again in a minute.'),
        ],
    [submit(helpShow, 'What I can do', {})],
  );
}

/** The same in plain words. */
export function refusalSummary(view: RefusalView): string {
  return view.kind === 'not-a-member'
    ? `Only the service desk can ${view.wanted}.`
    : `I could not check just now if you may ${view.wanted}. Nothing was done. Please try again.`;
}
