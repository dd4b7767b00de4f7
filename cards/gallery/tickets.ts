import { plainCard } from '../plain.ts';
import { type TicketDeskView, ticketDeskCard, ticketDeskSummary } from '../ticket-desk.ts';
import type { TicketMessageView } from '../ticket-messages.ts';
import { type TicketOpenedView, ticketOpenedCard, ticketOpenedSummary } from '../ticket-opened.ts';
import { type TicketPersonView, ticketPersonCard, ticketPersonSummary } from '../ticket-person.ts';
import type { StuckAtView } from '../ticket-place.ts';
import { type TicketUnknownView, ticketUnknownCard, ticketUnknownSummary } from '../ticket-unknown.ts';
import { type TicketWriteView, ticketWriteCard, ticketWriteSummary } from '../ticket-write.ts';
import { type TicketRow, type TicketsView, ticketsCard, ticketsSummary } from '../tickets.ts';
import { entries, type GalleryEntry } from './entry.ts';
import { contact, head, office } from './samples.ts';

const ticketId = '0b6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b';
const requestId = '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b';
const walk = '7a1c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b';
const serviceDesk = contact.serviceDesk;

const stuck: StuckAtView = {
  guide: 'set-up-mfa',
  step: 'scan-the-code',
  guideTitle: 'Set up MFA',
  stepTitle: 'Scan the code',
  keeper: 'k1',
};

const question: TicketMessageView = {
  from: 'person',
  text: 'The camera stays black when I try to scan the picture.\nI have an old iPhone.',
  at: '09:41 today',
};
const answer: TicketMessageView = {
  from: 'desk',
  text: 'Please press "Can\'t scan the image?" below the picture. It shows a code that you can type instead.',
  at: '10:05 today',
};
const long = 'I have tried this three times and it does not work. '.repeat(39).slice(0, 2000);
const lines = 'x\n'.repeat(1000);
const hostile =
  '[Sign in](http://evil.example) **now** <at>Everyone</at>\n# Not a heading\n{{DATE(2018-11-19T00:00:00Z, SHORT)}}';

/** The last five of twenty messages, each as long as a message may be. */
const manyLong: TicketMessageView[] = [long, lines, '漢'.repeat(2000), long, lines].map((text, index) => ({
  from: index % 2 === 0 ? 'person' : 'desk',
  text,
  at: `1${index}:05 today`,
}));

const form: TicketWriteView = { address: head.address, requestId, contact };

const forms: Record<string, TicketWriteView> = {
  empty: form,
  'without words': { ...form, fault: 'write in a few words what you need.' },
  'from a guide, with a password in it': {
    ...form,
    stuck: { ...stuck, walk, version: 4 },
    fault:
      'that looks like a password or a code. It was not kept and not sent. Write it again without it, and change that password. Nobody needs it from you.',
  },
  'too long': { ...form, text: long, fault: 'your text is too long.' },
};

const opened: TicketOpenedView = {
  address: head.address,
  number: 1042,
  at: '09:41 today',
  stuck,
  text: question.text,
  contact,
};

const openings: Record<string, TicketOpenedView> = {
  'from a guide': opened,
  'from a guide, without words': { ...opened, text: '' },
  typed: { ...opened, stuck: undefined, address: office.address },
  'a thousand short lines': { ...opened, text: lines },
  'typed Markdown and tags': { ...opened, text: hostile },
};

const person: TicketPersonView = {
  news: 'replied',
  address: head.address,
  ticketId,
  requestId,
  number: 1042,
  stuck,
  messages: [answer],
  earlier: 0,
  contact,
};

const persons: Record<string, TicketPersonView> = {
  answered: person,
  'answered, typed Markdown and tags': { ...person, messages: [{ ...answer, text: hostile }] },
  'answered, not from a guide': { ...person, stuck: undefined },
  sent: { ...person, news: 'sent', messages: [question, answer, { ...question, text: 'It works now!' }] },
  'not sent, with a password in it': {
    ...person,
    news: 'sent',
    messages: [question, answer],
    fault: 'that looks like a password or a code. It was not kept and not sent.',
  },
  'twenty long messages': { ...person, news: 'sent', messages: manyLong, earlier: 15, unsent: long },
  closed: { ...person, news: 'closed', messages: [question, answer] },
  'closed before the last words': {
    ...person,
    news: 'closed',
    messages: [question, answer],
    unsent: 'Sorry, one more thing: the office has the same problem.',
  },
};

const desk: TicketDeskView = {
  ticketId,
  requestId,
  number: 1042,
  state: 'open',
  who: { address: head.address, school: head.school, firstName: 'Sam' },
  stuck,
  since: '09:41 today',
  messages: [question],
  earlier: 0,
  serviceDesk,
};

const desks: Record<string, TicketDeskView> = {
  new: desk,
  'new, without words': { ...desk, messages: [{ ...question, text: '' }] },
  'new, from no guide': {
    ...desk,
    stuck: undefined,
    who: { address: office.address, school: office.school },
  },
  'from a step and an account that are gone': {
    ...desk,
    who: {},
    stuck: { ...stuck, stepTitle: undefined },
  },
  'typed Markdown and tags': {
    ...desk,
    who: { ...desk.who, firstName: hostile },
    messages: [{ ...question, text: hostile }],
  },
  answered: {
    ...desk,
    state: 'answered',
    messages: [question, answer],
    note: 'Your reply is on its way to their chat.',
  },
  'answered by somebody else meanwhile': {
    ...desk,
    state: 'answered',
    messages: [question, answer],
    note: 'Somebody else wrote in the meantime. Your reply was not sent: it is still in the box below.',
    unsent: 'Which phone do you have?',
  },
  'twenty long messages': { ...desk, messages: manyLong, earlier: 15, unsent: '漢'.repeat(2000) },
  'answered, and not arrived': {
    ...desk,
    messages: [question, { ...answer, notArrived: 'app-not-installed' }],
  },
  'closed, and the answer not arrived': {
    ...desk,
    state: 'closed',
    messages: [question, { ...answer, notArrived: 'blocked-by-user' }],
    closedAt: '10:30 today',
  },
  closed: { ...desk, state: 'closed', messages: [question, answer], closedAt: '10:30 today' },
  'closed meanwhile': {
    ...desk,
    state: 'closed',
    messages: [question, answer],
    closedAt: '10:30 today',
    note: 'This ticket was closed in the meantime. Your reply was not sent.',
    unsent: 'Which phone do you have?',
  },
};

const row: TicketRow = {
  ticketId,
  number: 1042,
  state: 'open',
  who: desk.who,
  stuck,
  since: '09:41 today',
  last: { from: 'person', at: '09:41 today' },
};

const list: TicketsView = {
  rows: [
    row,
    {
      ...row,
      ticketId: '1b6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b',
      number: 1043,
      state: 'answered',
      who: { address: office.address, school: office.school },
      stuck: undefined,
      since: '16:05 on Friday 9 November',
      last: { from: 'desk', at: '08:50 today' },
    },
  ],
  open: 1,
  answered: 1,
  isFirst: true,
  at: '10:16 today',
  serviceDesk,
};

const full: TicketsView = {
  ...list,
  rows: Array.from({ length: 10 }, (_, index) => ({
    ...row,
    ticketId: `${index}b6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b`,
    number: 1042 + index,
    who: { address: office.address, school: office.school, firstName: hostile.slice(0, 30) },
    notArrived: 'membership-unknown',
  })),
  open: 23,
  answered: 4,
  next: { state: 'open', after: 1051 },
};

const lists: Record<string, TicketsView> = {
  two: list,
  'one whose answer did not arrive': {
    ...list,
    rows: [{ ...row, last: { from: 'desk', at: '10:05 today' }, notArrived: 'app-not-installed' }],
    answered: 0,
  },
  none: { ...list, rows: [], open: 0, answered: 0 },
  'ten of many': full,
  'the last ones': { ...full, isFirst: false, next: undefined },
  'no more': { ...full, rows: [], isFirst: false, next: undefined },
};

const unknowns: Record<string, TicketUnknownView> = {
  'another account’s': { for: 'person', contact },
  'gone, for the service desk': { for: 'desk', contact },
};

/** Cards of and about tickets. */
export const ticketEntries: GalleryEntry[] = [
  ...entries('Ticket, writing', ticketWriteCard, ticketWriteSummary, forms),
  ...entries('Ticket, opened', ticketOpenedCard, ticketOpenedSummary, openings),
  ...entries('Ticket, for its person', ticketPersonCard, ticketPersonSummary, persons),
  ...entries(
    'Ticket, for its person in plain mode',
    (view: TicketPersonView) => plainCard(ticketPersonCard(view)),
    ticketPersonSummary,
    { answered: person },
  ),
  ...entries('Ticket, for the service desk', ticketDeskCard, ticketDeskSummary, desks),
  ...entries('Tickets', ticketsCard, ticketsSummary, lists),
  ...entries('Ticket, unknown', ticketUnknownCard, ticketUnknownSummary, unknowns),
];
