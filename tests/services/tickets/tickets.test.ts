import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Database } from '../../../services/store/database.ts';
import { listTickets } from '../../../services/tickets/list.ts';
import { findMessage, lastMessages } from '../../../services/tickets/messages.ts';
import { keptText, type Ticket } from '../../../services/tickets/ticket.ts';
import {
  addDeskMessage,
  addPersonMessage,
  closeTicket,
  findTicket,
  type NewTicket,
  openTicket,
} from '../../../services/tickets/tickets.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const later = new Date('2018-11-12T11:00:00Z');

describe('tickets', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('truncate tickets, ticket_messages, deliveries'));

  const newTicket = (more: Partial<NewTicket> = {}): NewTicket => ({
    accountId: 'head',
    requestId: randomUUID(),
    text: 'The camera stays black.',
    now,
    ...more,
  });
  const opened = async (more: Partial<NewTicket> = {}): Promise<Ticket> => {
    const outcome = await openTicket(database, newTicket(more));
    if (outcome.kind !== 'kept') throw new Error(`it ended as ${outcome.kind}`);
    return outcome.ticket;
  };
  const fromPerson = (ticket: Ticket, text: string, more: { requestId?: string; authorId?: string } = {}) =>
    addPersonMessage(database, {
      ticketId: ticket.id,
      authorId: ticket.accountId,
      requestId: randomUUID(),
      text,
      now: later,
      ...more,
    });
  const fromDesk = (
    ticket: Ticket,
    text: string,
    more: { requestId?: string; authorId?: string; seen?: number } = {},
  ) =>
    addDeskMessage(database, {
      ticketId: ticket.id,
      authorId: 'desk',
      requestId: randomUUID(),
      seen: 1,
      text,
      now: later,
      ...more,
    });
  const close = (ticket: Ticket, seen: number, authorId = 'desk') =>
    closeTicket(database, { ticketId: ticket.id, authorId, seen, now: later });
  const textsOf = async (ticket: Ticket) =>
    (await lastMessages(database, ticket.id, 50)).messages.map(({ text }) => text);
  const keys = async () =>
    (await database.query<{ key: string }>('select key from deliveries order by id')).map(({ key }) => key);

  it('keeps who, where and the words, with a number that people can say', async () => {
    const place = { guideId: 'set-up-mfa', stepId: 'scan' };
    const ticket = await opened({ keeperId: 'k1', place });
    expect(ticket.number).toBeGreaterThan(1_000);
    expect(await findTicket(database, { id: ticket.id })).toEqual({
      id: ticket.id,
      number: ticket.number,
      accountId: 'head',
      keeperId: 'k1',
      place,
      state: 'open',
      openedAt: now,
      closedAt: undefined,
    });
    const { messages } = await lastMessages(database, ticket.id, 5);
    expect(messages).toEqual([
      { seq: 1, from: 'person', authorId: 'head', text: 'The camera stays black.', at: now },
    ]);
  });

  it('opens one ticket for two presses of one button, also at the same moment', async () => {
    const request = newTicket();
    const outcomes = await Promise.all([openTicket(database, request), openTicket(database, request)]);
    outcomes.push(await openTicket(database, { ...request, now: later }));
    const numbers = outcomes.map((outcome) => outcome.kind === 'kept' && outcome.ticket.number);
    expect(new Set(numbers).size).toBe(1);
    expect((await listTickets(database, { most: 10 })).tickets).toHaveLength(1);
    expect(await database.query('select from ticket_messages')).toHaveLength(1);
  });

  it('adds other words from an old card to the ticket that the card opened', async () => {
    const request = newTicket({ text: '' });
    const ticket = await opened(request);
    await openTicket(database, { ...request, text: 'It is an iPhone.' });
    await openTicket(database, { ...request, text: 'It is an iPhone.' });
    await openTicket(database, request);
    expect(await textsOf(ticket)).toEqual(['', 'It is an iPhone.']);
  });

  it('gives two accounts that press the same forwarded card a ticket each', async () => {
    const requestId = randomUUID();
    const one = await opened({ requestId });
    const two = await opened({ requestId, accountId: 'office' });
    expect(one.id).not.toBe(two.id);
    expect(two.accountId).toBe('office');
  });

  it('goes back and forth, and says whose turn it is', async () => {
    const ticket = await opened();
    expect(await fromDesk(ticket, 'Which phone?')).toMatchObject({
      kind: 'kept',
      ticket: { state: 'answered' },
    });
    expect(await fromPerson(ticket, 'An old one.')).toMatchObject({ ticket: { state: 'open' } });
    expect(await textsOf(ticket)).toEqual(['The camera stays black.', 'Which phone?', 'An old one.']);
    expect(await findMessage(database, ticket.id, 2)).toMatchObject({ from: 'desk', text: 'Which phone?' });
  });

  it('puts each answer on the road to its person once', async () => {
    const ticket = await opened();
    const requestId = randomUUID();
    await Promise.all([
      fromDesk(ticket, 'Which phone?', { requestId }),
      fromDesk(ticket, 'Which phone?', { requestId }),
    ]);
    expect(await keys()).toEqual([`ticket:${ticket.id}:2:head`]);
    expect(await database.query('select kind, account_id, subject from deliveries')).toEqual([
      {
        kind: 'ticket',
        account_id: 'head',
        subject: { ticketId: ticket.id, to: 'person', message: '2' },
      },
    ]);
  });

  it('counts a press that comes again late as the one it was', async () => {
    const ticket = await opened();
    const requestId = randomUUID();
    await fromDesk(ticket, 'Which phone?', { requestId });
    await fromPerson(ticket, 'An old one.');
    expect((await fromDesk(ticket, 'Which phone?', { requestId })).kind).toBe('kept');
    await close(ticket, 3);
    expect((await fromDesk(ticket, 'Which phone?', { requestId })).kind).toBe('kept');
    expect(await textsOf(ticket)).toHaveLength(3);
  });

  it('keeps both of two messages with other words from one old card', async () => {
    const ticket = await opened();
    const requestId = randomUUID();
    await fromPerson(ticket, 'first', { requestId });
    await fromPerson(ticket, 'second', { requestId });
    expect(await textsOf(ticket)).toEqual(['The camera stays black.', 'first', 'second']);
  });

  it('sends no second answer over one that the card did not show yet', async () => {
    const ticket = await opened();
    await fromDesk(ticket, 'Which phone?', { authorId: 'desk-1' });
    expect((await fromDesk(ticket, 'Try again.', { authorId: 'desk-2' })).kind).toBe('unread');
    expect((await fromDesk(ticket, 'Try again.', { authorId: 'desk-2', seen: 2 })).kind).toBe('kept');
    await fromPerson(ticket, 'Thank you.');
    expect((await fromDesk(ticket, 'And?', { authorId: 'desk-2', seen: 3 })).kind).toBe('unread');
  });

  it('does not close over words that the card did not show yet', async () => {
    const ticket = await opened();
    await fromPerson(ticket, 'It is urgent.');
    expect((await close(ticket, 1)).kind).toBe('unread');
    expect(await findTicket(database, { id: ticket.id })).toMatchObject({ state: 'open' });
    expect(await close(ticket, 2)).toMatchObject({
      kind: 'closed',
      ticket: { state: 'closed', closedAt: later },
    });
  });

  it('closes once, tells the person once, and takes nothing afterwards', async () => {
    const ticket = await opened();
    await Promise.all([close(ticket, 1), close(ticket, 1, 'desk-2')]);
    expect(await keys()).toEqual([`ticket:${ticket.id}:closed:head`]);
    expect((await fromPerson(ticket, 'One more thing.')).kind).toBe('closed');
    expect((await fromDesk(ticket, 'One more thing.')).kind).toBe('closed');
    expect(await textsOf(ticket)).toEqual(['The camera stays black.']);
  });

  it('treats the tickets of other accounts as unknown', async () => {
    const ticket = await opened();
    expect(await fromPerson(ticket, 'x', { authorId: 'office' })).toEqual({ kind: 'unknown' });
    expect(await findTicket(database, { id: ticket.id, accountId: 'office' })).toBeUndefined();
    expect(await findTicket(database, { id: ticket.id, accountId: 'head' })).toBeDefined();
  });

  it('finds nothing under an id that is no id, or of nothing', async () => {
    for (const id of ["'; drop table tickets; --", '', randomUUID()]) {
      const ticket = { id, accountId: 'head' } as Ticket;
      expect(await findTicket(database, { id })).toBeUndefined();
      expect(await fromPerson(ticket, 'x')).toEqual({ kind: 'unknown' });
      expect(await fromDesk(ticket, 'x')).toEqual({ kind: 'unknown' });
      expect(await close(ticket, 0)).toEqual({ kind: 'unknown' });
    }
  });

  it('shows the last messages of many and counts the rest', async () => {
    const ticket = await opened();
    for (let nth = 2; nth <= 20; nth += 1) await fromPerson(ticket, `message ${nth}`);
    const { messages, count } = await lastMessages(database, ticket.id, 5);
    expect(count).toBe(20);
    expect(messages.map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20]);
  });

  it('lists those that wait for the desk before those that are answered, first come first', async () => {
    const made: Ticket[] = [];
    for (let nth = 0; nth < 6; nth += 1) made.push(await opened({ accountId: `a${nth}` }));
    const [first, second, third] = made;
    if (!first || !second || !third) throw new Error('three tickets were made');
    await fromDesk(first, 'Try this.');
    await close(second, 1);
    const pages: string[][] = [];
    let from: Parameters<typeof listTickets>[1]['from'];
    do {
      const page = await listTickets(database, { most: 2, from });
      expect([page.open, page.answered]).toEqual([4, 1]);
      pages.push(page.tickets.map(({ accountId, last }) => `${accountId} ${last.from}`));
      from = page.next;
    } while (from);
    expect(pages).toEqual([['a2 person', 'a3 person'], ['a4 person', 'a5 person'], ['a0 desk']]);
  });

  it('stores and gives back any text that is kept', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const kept = keptText(typed);
        const ticket = await opened({ text: kept });
        expect(await textsOf(ticket)).toEqual([kept]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('keptText', () => {
  it.each([
    ['line one\r\nline two\rline three', 'line one\nline two\nline three'],
    ['  **bold** <b>[x](y)</b>\t{{DATE()}} ', '**bold** <b>[x](y)</b>\t{{DATE()}}'],
    ['a\u0000b\u0007c\u009bd', 'abcd'],
    ['half \ud83d', 'half \ufffd'],
    [' \n ', ''],
  ])('%j', (typed, kept) => {
    expect(keptText(typed)).toBe(kept);
  });
});
