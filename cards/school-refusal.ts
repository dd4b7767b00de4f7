import { execute, submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { schoolRefresh } from './actions/school.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, note, paragraph, title } from './elements.ts';
import type { Contact, Who } from './standing.ts';
import { helpLine } from './words-contact.ts';

/**
 * Somebody asked for a whole school who is no head teacher, or whose plan has no such view (`no-view`); `unanswered`:
 * Microsoft did not say in time whether this is a head teacher's account.
 */
export interface SchoolRefusalView {
  kind: 'not-a-head' | 'no-view' | 'unanswered';
  who: Who;
  contact: Contact;
}

/** Says kindly whom a school is shown to. */
export function schoolRefusalCard(view: SchoolRefusalView): AdaptiveCard {
  if (view.kind === 'unanswered') return unansweredCard(view);
  return card(
    schoolRefusalSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('This is for head teachers'),
      paragraph(
        view.kind === 'no-view'
          ? 'A list of who is ready in a school is not part of this rollout.'
          : 'I list who is ready in a school only in the mailbox of its head teacher. This account is another one.',
      ),
      paragraph('You can see how your own account stands.'),
      note(`Is this wrong? ${helpLine(view.contact)}`),
    ],
    [submit(statusShow, 'My status', {}), submit(helpShow, 'What I can do', {})],
  );
}

/** The same in plain words. */
export function schoolRefusalSummary({ kind }: SchoolRefusalView): string {
  if (kind === 'unanswered') return 'Microsoft did not answer, so I cannot show your school just now.';
  return kind === 'no-view'
    ? 'A list of who is ready in a school is not part of this rollout.'
    : 'Only the head teacher of a school can see who is ready in it.';
}

function unansweredCard(view: SchoolRefusalView): AdaptiveCard {
  return card(
    schoolRefusalSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('I cannot show your school just now'),
      paragraph(
        'Microsoft did not answer when I asked whose account this is. I show a school only when I am sure of that.',
      ),
      paragraph('Please try again in a few minutes.'),
      note(`If it goes on: ${helpLine(view.contact)}`),
    ],
    [execute(schoolRefresh, 'Try again', {}), submit(statusShow, 'My status', {})],
  );
}
