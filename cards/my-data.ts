import { submit } from './actions/action.ts';
import { keepersShow } from './actions/keepers.ts';
import { statusShow } from './actions/status.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, fact, header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import type { Contact, SaidView, StatusView, Who } from './standing.ts';
import { outsideLines } from './words-contact.ts';
import { counted, joined, sentence } from './words-dates.ts';

type OutlookWord = NonNullable<SaidView['outlook']>;

/** What is kept about one account, for the account itself. Days are in words: 'Monday 12 November 2018'. */
export interface MyDataView {
  who: Who;
  organisation: string;
  /** What was last learnt, not asked anew. */
  status: StatusView;
  /** The people on the list of a shared account. */
  keepers: { firstName: string; since: string; saidAt?: string }[];
  /** What was said of installed Outlook; `by` is a first name, absent where nobody was named. */
  outlook: { by?: string; word: OutlookWord; on: string }[];
  guides: { title: string; by?: string; isDone: boolean; on: string }[];
  /** Messages that the bot sent by itself. */
  messages: { reminders: number; lastReminderOn?: string; notices: number };
  tickets: { name: string; state: 'open' | 'answered' | 'closed'; on: string }[];
  /** Absent where the bot has no chat with this account. */
  chatSince?: string;
  plain: boolean;
  /** For how many days what is kept. */
  days: { leavers: number; deliveries: number; tickets: number; walks: number; questions: number };
  contact: Contact;
}

/** A list longer than this ends with how many more there are, so that the card stays small enough for Teams. */
const mostLines = 8;

/** What the bot keeps about an account: what, where from, who can see it, how long, and how it is erased. */
export function myDataCard(view: MyDataView): AdaptiveCard {
  const { who, contact } = view;
  return card(
    myDataSummary(view),
    [
      ...header(who.address, who.school),
      title('What I keep about this account'),
      ...(who.shared
        ? [
            paragraph(
              'Several people use this account. This is about the account, and everybody who uses this chat can see it.',
            ),
          ]
        : []),
      panel([
        fact('From Microsoft', `The account’s name and its address, ${who.address}`, undefined, 'none'),
        fact('Second step', methodWords(view.status), methodSource(view.status)),
        fact('MFA', stateWords(view.status), stateSource(view.status)),
        ...(view.chatSince === undefined ? [] : [fact('Our chat', `Known since ${view.chatSince}`)]),
        ...(view.plain ? [fact('Your wish', 'Plain mode')] : []),
      ]),
      ...section('People on the list', view.keepers.map(keeperLine)),
      ...section('What you said of installed Outlook', view.outlook.map(outlookLine)),
      ...section('Where you are in guides', view.guides.map(guideLine)),
      ...section('What I sent by myself', messageLines(view.messages)),
      ...section('Tickets', view.tickets.map(ticketLine)),
      ...others(view),
      heading('To have it erased'),
      paragraph('Ask the service desk. They can also give you all of it as a file.'),
      ...outsideLines(contact).map((line) => paragraph(line, 'small')),
    ],
    buttons(view),
  );
}

/** The same in plain words. */
export function myDataSummary({ who, contact }: MyDataView): string {
  return `What I keep about ${who.address}. To have it erased, ask the ${contact.serviceDesk}.`;
}

/** What nobody finds in the lists above, the same for everybody. */
function others({ organisation, days }: MyDataView): Element[] {
  return [
    heading('What I do not keep'),
    paragraph(
      'Phone numbers, passwords, codes, which device you use, or where you sign in from. I cannot read your email.',
    ),
    paragraph(
      `A question that I could not answer is kept for ${days.questions} days without whose it is. Other questions go after a day.`,
    ),
    heading('Who can see it'),
    ...bullets([
      'You, and whoever else uses this account',
      'The service desk: your address, whether MFA is set up, and your tickets',
      `Administrators of ${organisation} who run this assistant`,
    ]),
    heading('For how long'),
    ...bullets([
      `What is known of the account: until ${days.leavers} days after the account is gone`,
      `Where you are in guides: ${days.walks} days after you last used one`,
      `What I sent: ${days.deliveries} days, and longer while a date it was about is ahead`,
      `Tickets: ${days.tickets} days after they are closed`,
    ]),
  ];
}

function section(name: string, lines: string[]): Element[] {
  if (lines.length === 0) return [];
  const more = lines.length - mostLines;
  return [
    heading(name),
    ...bullets(lines.slice(0, mostLines)),
    ...(more > 0 ? [note(`And ${counted(more, 'more', 'more')}.`)] : []),
  ];
}

function methodWords({ methods }: StatusView): string {
  if (methods.kind === 'unknown') return 'Nothing is kept';
  return methods.registered ? sentence(joined(methods.methods)) : 'None set up';
}

function methodSource({ methods }: StatusView): string | undefined {
  if (methods.kind === 'unknown') return undefined;
  return methods.source === 'person-check'
    ? `Microsoft said this at ${methods.at}.`
    : `From Microsoft’s report of ${methods.at}.`;
}

function stateWords({ state }: StatusView): string {
  if (state.kind !== 'known') return 'Nothing is kept';
  switch (state.state) {
    case 'disabled':
      return 'Not switched on';
    case 'enabled':
      return 'Switched on for Outlook on the web';
    case 'enforced':
      return 'Switched on for Outlook on the web and installed Outlook';
  }
}

function stateSource({ state }: StatusView): string | undefined {
  return state.kind === 'known' ? `Microsoft said this at ${state.at}.` : undefined;
}

function keeperLine({ firstName, since, saidAt }: MyDataView['keepers'][number]): string {
  const works = saidAt === undefined ? '' : `, said “Mine works” on ${saidAt}`;
  return `${firstName}, since ${since}${works}`;
}

function outlookLine({ by, word, on }: MyDataView['outlook'][number]): string {
  return `${by === undefined ? '' : `${by}: `}${outlookWords[word]}, on ${on}`;
}

const outlookWords: Record<OutlookWord, string> = {
  works: 'it works',
  'not-needed': 'it needs no change',
  'not-working': 'it does not work',
};

function guideLine({ title: name, by, isDone, on }: MyDataView['guides'][number]): string {
  return `${name}${by === undefined ? '' : ` (${by})`}: ${isDone ? 'finished' : 'under way'}, last used on ${on}`;
}

function messageLines({ reminders, lastReminderOn, notices }: MyDataView['messages']): string[] {
  const last = lastReminderOn === undefined ? '' : `, the last one on ${lastReminderOn}`;
  return [
    ...(reminders === 0 ? [] : [`${counted(reminders, 'reminder', 'reminders')}${last}`]),
    ...(notices === 0 ? [] : [counted(notices, 'notice of the service desk', 'notices of the service desk')]),
  ];
}

function ticketLine({ name, state, on }: MyDataView['tickets'][number]): string {
  return `${name}, ${state}, written on ${on}`;
}

function buttons({ who }: MyDataView): Action[] {
  return [
    primary(submit(ticketWrite, 'Talk to a person', {})),
    submit(statusShow, 'My status', {}),
    ...(who.shared ? [submit(keepersShow, 'Who uses this mailbox', {})] : []),
  ];
}
