import { decideTicket, newsOf, type TicketFacts } from '../../../services/tickets/at-send.ts';
import type { Ticket } from '../../../services/tickets/ticket.ts';

const ticket: Ticket = {
  id: 't',
  number: 1001,
  accountId: 'head',
  state: 'open',
  openedAt: new Date('2018-11-12T10:00:00Z'),
};
const closed: Ticket = { ...ticket, state: 'closed' };
const message = { kind: 'message', seq: 2 } as const;
const toPerson: TicketFacts = { ticket, news: message, recipient: { kind: 'person', isKnown: true } };
const toDesk: TicketFacts = {
  ticket,
  news: message,
  recipient: { kind: 'desk', isKnown: true, membership: 'member' },
};

it.each([
  ['to the person', toPerson],
  ['to a member', toDesk],
  [
    'the desk the word that an answer did not arrive',
    { ...toDesk, news: { kind: 'not-arrived', seq: 2 } } as const,
  ],
  [
    'the desk the same of a ticket that is closed',
    { ...toDesk, ticket: closed, news: { kind: 'not-arrived', seq: 2 } } as const,
  ],
  ['the word of a closing', { ...toPerson, ticket: closed, news: { kind: 'closed' } } as const],
])('sends %s', (_what, facts) => {
  expect(decideTicket(facts)).toEqual({ kind: 'send', ticket: facts.ticket });
});

it.each<[string, TicketFacts, string]>([
  ['an answer overtaken by the closing', { ...toPerson, ticket: closed }, 'ticket-closed'],
  ['a question that was closed', { ...toDesk, ticket: closed }, 'ticket-closed'],
  ['a ticket that is gone', { ...toPerson, ticket: undefined }, 'ticket-gone'],
  ['a person who is gone', { ...toPerson, recipient: { kind: 'person', isKnown: false } }, 'account-gone'],
  [
    'a member who is gone',
    { ...toDesk, recipient: { kind: 'desk', isKnown: false, membership: 'member' } },
    'account-gone',
  ],
  [
    'somebody who left the desk',
    { ...toDesk, recipient: { kind: 'desk', isKnown: true, membership: 'not-member' } },
    'not-service-desk',
  ],
])('skips %s', (_what, facts, why) => {
  expect(decideTicket(facts)).toEqual({ kind: 'skip', why });
});

it('holds what only the desk may see while nobody says who is in it', () => {
  const facts: TicketFacts = {
    ...toDesk,
    recipient: { kind: 'desk', isKnown: true, membership: 'unchecked' },
  };
  expect(decideTicket(facts)).toMatchObject({ kind: 'hold', why: 'membership-unknown' });
  expect(decideTicket({ ...facts, ticket: closed })).toMatchObject({ kind: 'skip' });
});

it('reads what a delivery is about', () => {
  expect(newsOf({ message: '12' })).toEqual({ kind: 'message', seq: 12 });
  expect(newsOf({ message: 'closed' })).toEqual({ kind: 'closed' });
  expect(newsOf({ notArrived: '3' })).toEqual({ kind: 'not-arrived', seq: 3 });
});
