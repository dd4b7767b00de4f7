import { randomUUID } from 'node:crypto';
import type { Database } from '../../../services/store/database.ts';
import { listTickets } from '../../../services/tickets/list.ts';
import { findMessage } from '../../../services/tickets/messages.ts';
import { followReplies } from '../../../services/tickets/replies.ts';
import type { Ticket } from '../../../services/tickets/ticket.ts';
import {
  addDeskMessage,
  addPersonMessage,
  closeTicket,
  findTicket,
  openTicket,
} from '../../../services/tickets/tickets.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');

describe('followReplies', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('truncate tickets, ticket_messages, deliveries'));

  const aTicket = async (): Promise<Ticket> => {
    const outcome = await openTicket(database, {
      accountId: 'head',
      requestId: randomUUID(),
      text: 'Help',
      now,
    });
    if (outcome.kind !== 'kept') throw new Error(`it ended as ${outcome.kind}`);
    return outcome.ticket;
  };
  const answer = (ticket: Ticket, text = 'Which phone?') =>
    addDeskMessage(database, {
      ticketId: ticket.id,
      authorId: 'desk',
      requestId: randomUUID(),
      seen: 50,
      text,
      now,
    });
  const close = (ticket: Ticket) =>
    closeTicket(database, { ticketId: ticket.id, authorId: 'desk', seen: 50, now });
  /** Plays the end of a delivery to the person. */
  const ends = (ticket: Ticket, message: number | 'closed', state: string, why?: string) =>
    database.query(`update deliveries set state = $2, why = $3 where key = $1`, [
      `ticket:${ticket.id}:${message}:head`,
      state,
      why,
    ]);
  const stateOf = async (ticket: Ticket) => (await findTicket(database, { id: ticket.id }))?.state;
  const whyOf = async (ticket: Ticket, seq: number) =>
    (await findMessage(database, ticket.id, seq))?.notArrived;
  const told = () =>
    database.query(
      `select key, account_id, subject from deliveries where subject ? 'notArrived' order by id`,
    );

  it.each([
    ['skipped', 'app-not-installed'],
    ['failed', 'teams-unavailable'],
  ])('gives a ticket whose answer was %s back to the desk, and tells its author once', async (state, why) => {
    const ticket = await aTicket();
    await answer(ticket);
    expect(await followReplies(database)).toBe(0);
    expect(await stateOf(ticket)).toBe('answered');
    await ends(ticket, 2, state, why);
    expect(await followReplies(database)).toBe(1);
    expect(await followReplies(database)).toBe(0);
    expect(await stateOf(ticket)).toBe('open');
    expect(await whyOf(ticket, 2)).toBe(why);
    expect(await told()).toEqual([
      {
        key: `ticket:${ticket.id}:2:not-arrived:desk`,
        account_id: 'desk',
        subject: { ticketId: ticket.id, to: 'desk', notArrived: '2' },
      },
    ]);
    expect((await listTickets(database, { most: 10 })).tickets).toMatchObject([
      { state: 'open', last: { from: 'desk' }, notArrived: why },
    ]);
  });

  it('changes nothing about an answer that arrived, though it waited at times', async () => {
    const ticket = await aTicket();
    await answer(ticket);
    await ends(ticket, 2, 'due', 'teams-unavailable');
    expect(await followReplies(database)).toBe(0);
    expect(await whyOf(ticket, 2)).toBeUndefined();
    await ends(ticket, 2, 'sent', 'teams-unavailable');
    expect(await followReplies(database)).toBe(0);
    expect(await stateOf(ticket)).toBe('answered');
    expect(await whyOf(ticket, 2)).toBeUndefined();
    expect((await listTickets(database, { most: 10 })).tickets[0]?.notArrived).toBeUndefined();
  });

  it('leaves a ticket answered whose later answer arrives, and marks the earlier one', async () => {
    const ticket = await aTicket();
    await answer(ticket);
    await answer(ticket, 'Or is it a tablet?');
    await ends(ticket, 2, 'skipped', 'app-not-installed');
    await ends(ticket, 3, 'sent');
    expect(await followReplies(database)).toBe(1);
    expect(await stateOf(ticket)).toBe('answered');
    expect([await whyOf(ticket, 2), await whyOf(ticket, 3)]).toEqual(['app-not-installed', undefined]);
    await answer(ticket, 'Still there?');
    await ends(ticket, 4, 'skipped', 'blocked-by-user');
    await followReplies(database);
    expect(await stateOf(ticket)).toBe('open');
  });

  it('shows no undelivered answer in the list once the person has written again', async () => {
    const ticket = await aTicket();
    await answer(ticket);
    await ends(ticket, 2, 'skipped', 'app-not-installed');
    await followReplies(database);
    const requestId = randomUUID();
    await addPersonMessage(database, {
      ticketId: ticket.id,
      authorId: 'head',
      requestId,
      text: 'Hello?',
      now,
    });
    expect((await listTickets(database, { most: 10 })).tickets[0]?.notArrived).toBeUndefined();
    expect(await whyOf(ticket, 2)).toBe('app-not-installed');
  });

  it('leaves a closed ticket closed, and still tells the author of the answer that did not arrive', async () => {
    const ticket = await aTicket();
    await answer(ticket);
    await close(ticket);
    await ends(ticket, 2, 'skipped', 'app-not-installed');
    expect(await followReplies(database)).toBe(1);
    expect(await stateOf(ticket)).toBe('closed');
    expect(await told()).toHaveLength(1);
  });

  it.each([
    ['sent', undefined, 0],
    ['skipped', 'app-not-installed', 1],
  ])('takes an answer that the closing overtook for %s with it', async (state, why, made) => {
    const ticket = await aTicket();
    await answer(ticket);
    await close(ticket);
    await ends(ticket, 2, 'skipped', 'ticket-closed');
    expect(await followReplies(database)).toBe(0);
    expect(await whyOf(ticket, 2)).toBeUndefined();
    await ends(ticket, 'closed', state, why);
    expect(await followReplies(database)).toBe(made);
    expect(await whyOf(ticket, 2)).toBe(why);
  });
});
