import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { notArrived } from './messages.ts';
import { type Sender, type Ticket, ticketColumns, ticketRow, toTicket } from './ticket.ts';

/** A place in the list of tickets: those that wait for the desk come before those that wait for their person. */
export interface ListPlace {
  state: 'open' | 'answered';
  /** The ticket's number. */
  after: number;
}

/** A ticket with who said the last word and when. */
export interface ListedTicket extends Ticket {
  last: { from: Sender; at: Date };
  /** Why the last message, one of the desk, did not reach the person. */
  notArrived?: string;
}

export interface TicketPage {
  tickets: ListedTicket[];
  /** Where the next page begins; undefined on the last one. */
  next?: ListPlace;
  /** Tickets that are not closed, on all pages. */
  open: number;
  answered: number;
}

/**
 * Up to `most` tickets that are not closed, after a place in the list: first those that wait for the desk, in the order
 * of opening, then those that the desk has answered.
 */
export async function listTickets(
  tx: Tx,
  { most, from }: { most: number; from?: ListPlace | undefined },
): Promise<TicketPage> {
  const rows = await tx.query(
    `select ${ticketColumns}, m.sender as last_sender, m.at as last_at, m.not_arrived
       from tickets t
       join lateral (select sender, at, ${notArrived} as not_arrived from ticket_messages
                      where ticket_id = t.id order by seq desc limit 1) m on true
      where t.state <> 'closed' and (t.state = 'answered', t.number) > ($1::boolean, $2::integer)
      order by t.state = 'answered', t.number limit $3`,
    [from?.state === 'answered', from?.after ?? 0, most + 1],
  );
  const tickets = rows.slice(0, most).map(toListed);
  const last = tickets.at(-1);
  const { open, answered } = await countTickets(tx);
  return {
    tickets,
    next: rows.length > most && last ? { state: stateOf(last), after: last.number } : undefined,
    open,
    answered,
  };
}

export interface TicketCounts {
  /** Those that wait for the desk. */
  open: number;
  /** Those that wait for their person. */
  answered: number;
  /** Those among both with words of their person that no member of the desk has been told of. */
  unannounced: number;
}

/** Counts the tickets that are not closed. */
export async function countTickets(tx: Tx): Promise<TicketCounts> {
  const rows = await tx.query(
    `select count(*) filter (where state = 'open') as open,
       count(*) filter (where state = 'answered') as answered,
       count(*) filter (where exists (select from ticket_messages m
         where m.ticket_id = t.id and m.sender = 'person' and m.announced_at is null)) as unannounced
     from tickets t where state <> 'closed'`,
  );
  return countRow.parse(rows[0]);
}

function stateOf({ state }: Ticket): ListPlace['state'] {
  return state === 'answered' ? 'answered' : 'open';
}

function toListed(row: unknown): ListedTicket {
  const found = listedRow.parse(row);
  return {
    ...toTicket(found),
    last: { from: found.last_sender, at: found.last_at },
    ...(found.not_arrived !== null && { notArrived: found.not_arrived }),
  };
}

const listedRow = ticketRow.extend({
  last_sender: z.enum(['person', 'desk']),
  last_at: z.date(),
  not_arrived: z.string().nullable(),
});

const count = z.string().transform(Number);
const countRow = z.object({ open: count, answered: count, unannounced: count });
