import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { guideStart } from './actions/guide.ts';
import { noticeWrite } from './actions/notice.ts';
import { progressShow } from './actions/progress.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, note, paragraph, primary, title } from './elements.ts';
import type { Contact, Who } from './standing.ts';
import { contactLines } from './words-contact.ts';

/** What can be typed, for this role. */
export interface HelpView {
  who: Who;
  serviceDesk: boolean;
  /** The guide that the main button starts. */
  guide: string;
  /** The address of the same help as a web page, where the bot has one. */
  url?: string;
  contact: Contact;
}

/** What can be typed and who helps. */
export function helpCard(view: HelpView): AdaptiveCard {
  return card(
    helpSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('What you can ask me'),
      paragraph('Type one of these, or use the buttons below.'),
      ...bullets([
        [{ strong: 'set up MFA' }, ' takes you through it step by step'],
        [{ strong: 'status' }, ' asks Microsoft how this account stands'],
        [{ strong: 'dates' }, ' shows what changes when'],
        [{ strong: 'help' }, ' shows this again'],
      ]),
      ...(view.serviceDesk ? deskCommands() : []),
      heading('Or ask in your own words'),
      ...bullets(['When is my turn?', 'What is an app password?', 'Do I have to use my own phone?']),
      heading('Talk to a person'),
      ...contactLines(view.contact).map((line, index) => paragraph(line, index === 0 ? 'default' : 'small')),
      note('I never ask for a password or a code. Please never type one here.'),
    ],
    [
      primary(submit(guideStart, 'Set up MFA', { guide: view.guide })),
      submit(statusShow, 'My status', {}),
      submit(datesShow, 'Dates', {}),
    ],
  );
}

/** The same in plain words. */
export function helpSummary(view: HelpView): string {
  const desk = view.serviceDesk ? ', notice, progress' : '';
  return `You can type: set up MFA, status, dates, help${desk}. Or ask a question in your own words.`;
}

/** The commands of the service desk, with their buttons. */
export function deskCommands(): Element[] {
  return [
    heading('For the service desk'),
    ...bullets([
      [{ strong: 'notice' }, ' writes a message to a group of accounts'],
      [{ strong: 'progress' }, ' shows how far the rollout is'],
    ]),
    {
      type: 'ActionSet',
      spacing: 'medium',
      actions: [submit(noticeWrite, 'Write a notice', {}), submit(progressShow, 'Progress', {})],
    },
  ];
}
