import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, linkRow, note, paragraph, title } from './elements.ts';
import { nextButton } from './next-button.ts';
import { doneButton, helpButton } from './reminder-buttons.ts';
import type { Contact, NextAction, Who } from './standing.ts';
import { helpLine } from './words-contact.ts';
import { joined } from './words-dates.ts';

/** Why "I've done it" is not a yes. `at` is the time of asking in words: '09:41 today'. */
export type ReminderCheck =
  | { kind: 'not-yet'; at: string; link?: { title: string; url: string } }
  /** Set up, and these people who share the account have not said that theirs works. */
  | { kind: 'keepers'; at: string; methods: string[]; missing: string[] }
  /** Set up, and somebody said that installed Outlook does not work. */
  | { kind: 'outlook'; at: string; methods: string[] }
  | { kind: 'unanswered'; at: string }
  /** This app may not ask Microsoft. */
  | { kind: 'cannot-look'; link?: { title: string; url: string } };

/** The answer to "I've done it" where Microsoft, or the people who share the account, do not say so yet. */
export interface ReminderCheckView {
  reminder: string;
  who: Who;
  check: ReminderCheck;
  next: NextAction;
  contact: Contact;
}

/** Takes the reminder's place: what Microsoft sees, as of when, and what to do. */
export function reminderCheckCard(view: ReminderCheckView): AdaptiveCard {
  const { reminder, who, check, next, contact } = view;
  const again = doneButton(reminder, check.kind === 'unanswered' ? 'Try again' : 'Check again');
  return card(
    reminderCheckSummary(view),
    [
      ...header(who.address, who.school),
      ...body(view),
      note(`${check.kind === 'unanswered' ? 'If it goes on' : 'Still not there'}? ${helpLine(contact)}`),
    ],
    [...nextButton(next), ...(check.kind === 'cannot-look' ? [] : [again]), helpButton(reminder)],
  );
}

/** The same in plain words. */
export function reminderCheckSummary({ who, check }: ReminderCheckView): string {
  switch (check.kind) {
    case 'not-yet':
      return `Not yet: Microsoft sees no second step for ${who.address}, checked at ${check.at}.`;
    case 'keepers':
      return `${who.address} is set up. Still to do: ${joined(check.missing)}.`;
    case 'outlook':
      return `${who.address} is set up. I was told that installed Outlook does not work yet.`;
    case 'unanswered':
      return `Microsoft did not answer at ${check.at}. Nothing is lost. Please try again.`;
    case 'cannot-look':
      return `I cannot look this up for ${who.address}. The guide leads to the page that shows it.`;
  }
}

function body({ who, check }: ReminderCheckView): Element[] {
  switch (check.kind) {
    case 'not-yet':
      return [
        title('Not yet'),
        paragraph(`Microsoft sees no second step for this account, checked at ${check.at}.`),
        ...bullets([
          'Wait a minute, then check again. It can take a moment to show.',
          `Look at the top right of the security info page: it must be ${who.address} that is signed in.`,
          'Finish on that page until it says that the method was added.',
        ]),
        ...linkRow(check.link),
      ];
    case 'keepers':
      return [
        title('Set up, but not for everybody'),
        paragraph(knows(check)),
        paragraph([
          { strong: `Still to do: ${joined(check.missing)}. ` },
          'Each adds a second step of their own and says so in the guide.',
        ]),
      ];
    case 'outlook':
      return [
        title('Set up. Outlook does not work yet'),
        paragraph(knows(check)),
        paragraph('I was told that installed Outlook does not work. The guide goes through what helps.'),
      ];
    case 'unanswered':
      return [
        title('Microsoft did not answer'),
        paragraph(`I asked at ${check.at} and got no answer, so I do not know if MFA is set up.`),
        paragraph('Nothing is lost. Try again in a minute, or come back later.'),
      ];
    case 'cannot-look':
      return [
        title('Please look yourself'),
        paragraph('I may not ask Microsoft about this account, so I cannot check it for you.'),
        paragraph(
          'Is what you added in the list on the security info page? Then go through the guide to its end and tell me there.',
        ),
        ...linkRow(check.link),
      ];
  }
}

function knows({ methods, at }: { methods: string[]; at: string }): string {
  return `Microsoft knows ${joined(methods)} for this account, checked at ${at}.`;
}
