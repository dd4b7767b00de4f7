import { type AdaptiveCard, card, type Element } from './card.ts';
import { fact, header, note, paragraph, title } from './elements.ts';
import type { Contact, DateWords, Surface } from './standing.ts';
import { helpLine } from './words-contact.ts';
import { sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/**
 * What somebody is told of a reference that they typed: `unknown` and `genuine` in the service desk, `not-ours` and
 * `confirmed` everybody else, who hear what the help page tells anybody.
 */
export type ReminderReferenceView =
  | { kind: 'unknown'; serviceDesk: string }
  | {
      kind: 'genuine';
      serviceDesk: string;
      reference: string;
      /** When it was sent, in words. */
      at: string;
      /** What the message spoke of, and the school it went to. */
      surface?: Surface;
      when: DateWords;
      school?: string;
    }
  | { kind: 'not-ours'; contact: Contact }
  | {
      kind: 'confirmed';
      /** 'Friday 9 November 2018' */
      sentOn: string;
      /** 'Outlook on the web, planned for Monday 19 November 2018' */
      about: string;
      /** Where the help pages are, without https://; undefined where nobody has set it. */
      helpAddress?: string;
    };

/** Whether a reference is one of ours; nobody's name or address. */
export function reminderReferenceCard(view: ReminderReferenceView): AdaptiveCard {
  return card(reminderReferenceSummary(view), body(view));
}

/** The same in plain words. */
export function reminderReferenceSummary(view: ReminderReferenceView): string {
  switch (view.kind) {
    case 'unknown':
    case 'not-ours':
      return 'I know no message with this reference.';
    case 'genuine':
      return `${view.reference} is genuine: sent ${view.at}, about ${aboutWords(view)}.`;
    case 'confirmed':
      return `I sent a message with this reference on ${view.sentOn}, about ${view.about}.`;
  }
}

function body(view: ReminderReferenceView): Element[] {
  const notSent = [
    title('Not known'),
    paragraph('I have sent no message with this reference, or it is too old. Look at it once more.'),
  ];
  switch (view.kind) {
    case 'unknown':
      return [...header(`For the ${view.serviceDesk}`), ...notSent, note(copied)];
    case 'genuine':
      return [
        ...header(`For the ${view.serviceDesk}`),
        title(`${view.reference} is genuine`),
        paragraph('I have sent a message with this reference.'),
        fact('Sent', view.at),
        fact('About', aboutWords(view), view.when),
        ...(view.school === undefined ? [] : [fact('School', view.school)]),
        note(copied),
      ];
    case 'not-ours':
      return [
        ...notSent,
        paragraph('Do nothing that the message asks for until you have asked somebody you know.'),
        note(helpLine(view.contact)),
      ];
    case 'confirmed':
      return [
        title('I sent a message with this reference'),
        paragraph(`It was sent on ${view.sentOn}. It is about ${view.about}.`),
        paragraph(
          view.helpAddress === undefined
            ? 'Do not take my word alone: press “Is this real?” on the reminder for other ways to check.'
            : `Do not take my word alone. Other ways to check are at ${view.helpAddress} in a browser.`,
        ),
        note(copied),
      ];
  }
}

const copied =
  'A reference can be copied. A message that asks for a password or a code is not ours, whatever it carries.';

function aboutWords({ surface }: Extract<ReminderReferenceView, { kind: 'genuine' }>): string {
  return surface === undefined ? 'A date that has left the plan' : sentence(surfaceName(surface));
}
