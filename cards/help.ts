import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { guideStart } from './actions/guide.ts';
import { noticeWrite } from './actions/notice.ts';
import { progressShow } from './actions/progress.ts';
import { statusShow } from './actions/status.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, note, paragraph, primary, title, type Words } from './elements.ts';
import type { Contact, Who } from './standing.ts';
import { outsideLines } from './words-contact.ts';

/** A guide by what opens it when it is typed: 'app password'. */
interface HelpGuide {
  id: string;
  command: string;
  title: string;
}

/** What can be typed, for this role. */
export interface HelpView {
  who: Who;
  serviceDesk: boolean;
  /** The guide that the main button starts. */
  guide: string;
  /** Every guide, by when it is of use. */
  guides: { setUp: HelpGuide[]; appPassword: HelpGuide[]; trouble: HelpGuide[] };
  contact: Contact;
}

/** What can be typed and who helps. */
export function helpCard(view: HelpView): AdaptiveCard {
  const { setUp, appPassword, trouble } = view.guides;
  return card(
    helpSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('What you can ask me'),
      paragraph('Ask in your own words, such as “When is my turn?” or “Do I have to use my own phone?”'),
      paragraph(['Or type the words in ', { strong: 'bold' }, '.']),
      ...guideLines([
        ...setUp.map((guide) => lineOf(guide, 'add your second step')),
        ...appPassword.map((guide) => lineOf(guide, 'get Outlook and other programs working')),
      ]),
      ...troubleLine(trouble),
      heading('This account'),
      ...bullets([
        [{ strong: 'status' }, ': what Microsoft says of it now'],
        [{ strong: 'dates' }, ': what changes when'],
        [{ strong: 'snooze' }, ': be reminded on another day'],
        [{ strong: 'my data' }, ': what I keep about it, and for how long'],
        ...(view.who.shared
          ? [[{ strong: 'who uses this mailbox' }, ': who is done, who is missing'] satisfies Words]
          : []),
      ]),
      ...(view.serviceDesk ? deskCommands() : []),
      heading('Other help'),
      ...bullets([
        [{ strong: 'talk to a person' }, ': write to the service desk here'],
        [{ strong: 'plain mode' }, ': short messages, no pictures, for screen readers'],
        ...outsideLines(view.contact),
      ]),
      note('I never ask for a password or a code. Please never type one here.'),
    ],
    [
      primary(submit(guideStart, 'Set up MFA', { guide: view.guide })),
      submit(statusShow, 'My status', {}),
      submit(datesShow, 'Dates', {}),
      submit(ticketWrite, 'Talk to a person', {}),
    ],
  );
}

/** The same in plain words. */
export function helpSummary(view: HelpView): string {
  const desk = view.serviceDesk ? ', notice, progress, plan, tickets, unreached, unanswered, answers' : '';
  return `You can type: set up MFA, app password, status, dates, talk to a person, help${desk}. Or ask in your own words.`;
}

/** The commands of the service desk, with their buttons. */
export function deskCommands(): Element[] {
  return [
    heading('For the service desk'),
    ...bullets([
      [{ strong: 'notice' }, ': write a message to a group of accounts'],
      [{ strong: 'progress' }, ': how far the rollout is'],
      [{ strong: 'plan' }, ': move, pause or resume a date'],
      [{ strong: 'tickets' }, ': who waits for an answer'],
      [{ strong: 'reference' }, ' and what stands on a reminder: if it is genuine'],
      [{ strong: 'unreached' }, ': whom Teams does not reach, to be called'],
      [{ strong: 'unanswered' }, ': what people asked in vain'],
      [{ strong: 'answers' }, ': answers that you wrote'],
    ]),
    {
      type: 'ActionSet',
      spacing: 'medium',
      actions: [submit(noticeWrite, 'Write a notice', {}), submit(progressShow, 'Progress', {})],
    },
  ];
}

function guideLines(lines: Words[]): Element[] {
  return lines.length === 0 ? [] : [heading('Guides, step by step'), ...bullets(lines)];
}

/** A title that only repeats the command gives way to what the guide does. */
function lineOf({ command, title: name }: HelpGuide, does: string): Words {
  const says = name.toLowerCase() === command.toLowerCase() ? does : lowerFirst(name);
  return [{ strong: command }, `: ${says}`];
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** One paragraph: their commands say what they are about, and a line each would make a wall of the card. */
function troubleLine(guides: HelpGuide[]): Element[] {
  if (guides.length === 0) return [];
  const commands = guides.flatMap(
    ({ command }, index): Exclude<Words, string> => [...(index === 0 ? [] : [', ']), { strong: command }],
  );
  return [heading('When something goes wrong'), paragraph(commands)];
}
