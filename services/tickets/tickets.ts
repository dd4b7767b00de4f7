import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { enqueue } from '../deliveries/enqueue.ts';
import type { Database, Tx } from '../store/database.ts';
import { type Sender, type Ticket, ticketColumns, ticketRow, toTicket } from './ticket.ts';

/** A ticket to be opened. `text` is kept as it is; empty where somebody pressed without writing. */
export interface NewTicket {
  accountId: string;
  /** Of the card whose button was pressed. */
  requestId: string;
  keeperId?: string | undefined;
  place?: { guideId: string; stepId: string } | undefined;
  text: string;
  now: Date;
}

/** A message to be added; `requestId` is of the card whose button was pressed. */
export interface NewMessage {
  ticketId: string;
  authorId: string;
  requestId: string;
  text: string;
  now: Date;
}

/**
 * - `kept`: the message is in the ticket, from this press or an earlier one that was the same
 * - `closed`: the ticket is closed, so nothing was kept
 * - `unread`: somebody else has written since the pressed card was made, so nothing was kept
 * - `unknown`: no such ticket
 */
export type MessageOutcome =
  | { kind: 'kept'; ticket: Ticket }
  | { kind: 'closed'; ticket: Ticket }
  | { kind: 'unread'; ticket: Ticket }
  | { kind: 'unknown' };

/**
 * Opens a ticket with its first message, once for each request of an account. A further press of the same card
 * opens nothing; if it brought other words, they are added, so that none are lost.
 */
export function openTicket(db: Database, request: NewTicket): Promise<MessageOutcome> {
  return db.transaction(async (tx) => {
    const { accountId, requestId, text, now } = request;
    const rows = await tx.query(
      `insert into tickets as t (id, request_id, account_id, keeper_id, guide_id, step_id, state, opened_at)
       values ($1, $2, $3, $4, $5, $6, 'open', $7)
       on conflict (account_id, request_id) do nothing returning ${ticketColumns}`,
      [
        randomUUID(),
        requestId,
        accountId,
        request.keeperId,
        request.place?.guideId,
        request.place?.stepId,
        now,
      ],
    );
    const made = maybeOne(rows);
    const ticket = made ?? (await lockedTicket(tx, { accountId, requestId }));
    if (!ticket) return { kind: 'unknown' };
    if (!made && text === '') return { kind: 'kept', ticket };
    return addTo(tx, ticket, 'person', { ticketId: ticket.id, authorId: accountId, requestId, text, now });
  });
}

/** Adds a message of the person whose ticket it is. Tickets of other accounts are unknown. */
export function addPersonMessage(db: Database, message: NewMessage): Promise<MessageOutcome> {
  return db.transaction(async (tx) => {
    const ticket = await lockedTicket(tx, { id: message.ticketId, accountId: message.authorId });
    return ticket ? addTo(tx, ticket, 'person', message) : { kind: 'unknown' };
  });
}

/**
 * Adds an answer of the service desk and puts it on the road to the person. `seen` is how many messages the pressed
 * card knew of. The caller has checked that the author may; wake the dispatcher afterwards.
 */
export function addDeskMessage(
  db: Database,
  message: NewMessage & { seen: number },
): Promise<MessageOutcome> {
  return db.transaction(async (tx) => {
    const ticket = await lockedTicket(tx, { id: message.ticketId });
    return ticket ? addTo(tx, ticket, 'desk', message) : { kind: 'unknown' };
  });
}

/**
 * Closes a ticket and puts the word of it on the road to the person. Closing it again changes nothing. Where
 * somebody else has written since the pressed card was made, nothing is closed.
 */
export function closeTicket(
  db: Database,
  close: { ticketId: string; authorId: string; seen: number; now: Date },
): Promise<Exclude<MessageOutcome, { kind: 'kept' }>> {
  return db.transaction(async (tx) => {
    const ticket = await lockedTicket(tx, { id: close.ticketId });
    if (!ticket) return { kind: 'unknown' };
    if (ticket.state === 'closed') return { kind: 'closed', ticket };
    if (await hasUnread(tx, close)) return { kind: 'unread', ticket };
    const rows = await tx.query(
      `update tickets as t set state = 'closed', closed_at = $2, closed_by = $3
        where id = $1 returning ${ticketColumns}`,
      [ticket.id, close.now, close.authorId],
    );
    await enqueueForPerson(tx, ticket, 'closed');
    return { kind: 'closed', ticket: maybeOne(rows) ?? ticket };
  });
}

/** The ticket with this id; with `accountId`, only if it is that account's. Undefined for what is no id at all. */
export async function findTicket(
  tx: Tx,
  which: { id: string; accountId?: string | undefined },
): Promise<Ticket | undefined> {
  if (!z.string().uuid().safeParse(which.id).success) return undefined;
  const rows = await tx.query(
    `select ${ticketColumns} from tickets t where id = $1 and account_id = coalesce($2, account_id)`,
    [which.id, which.accountId],
  );
  return maybeOne(rows);
}

async function lockedTicket(
  tx: Tx,
  which: { id: string; accountId?: string } | { requestId: string; accountId: string },
): Promise<Ticket | undefined> {
  const byId = 'id' in which;
  if (byId && !z.string().uuid().safeParse(which.id).success) return undefined;
  const rows = await tx.query(
    `select ${ticketColumns} from tickets t
      where ${byId ? 'id' : 'request_id'} = $1 and account_id = coalesce($2, account_id) for update`,
    [byId ? which.id : which.requestId, which.accountId],
  );
  return maybeOne(rows);
}

/** The row is locked, so numbering and the look at the state hold until the end of the transaction. */
async function addTo(
  tx: Tx,
  ticket: Ticket,
  from: Sender,
  message: NewMessage & { seen?: number },
): Promise<MessageOutcome> {
  if (await isKept(tx, message)) return { kind: 'kept', ticket };
  if (ticket.state === 'closed') return { kind: 'closed', ticket };
  const { seen } = message;
  if (seen !== undefined && (await hasUnread(tx, { ...message, seen }))) return { kind: 'unread', ticket };
  const numbered = await tx.query(
    `insert into ticket_messages (ticket_id, seq, sender, author_id, request_id, text, at)
     values ($1, (select coalesce(max(seq), 0) + 1 from ticket_messages where ticket_id = $1), $2, $3, $4, $5, $6)
     returning seq`,
    [ticket.id, from, message.authorId, message.requestId, message.text, message.now],
  );
  const { seq } = seqRow.parse(numbered[0]);
  const state = from === 'person' ? 'open' : 'answered';
  await tx.query('update tickets set state = $2 where id = $1', [ticket.id, state]);
  if (from === 'desk') await enqueueForPerson(tx, ticket, seq);
  return { kind: 'kept', ticket: { ...ticket, state } };
}

async function isKept(tx: Tx, message: NewMessage): Promise<boolean> {
  const rows = await tx.query(
    `select from ticket_messages
      where ticket_id = $1 and author_id = $2 and request_id = $3 and md5(text) = md5($4::text)`,
    [message.ticketId, message.authorId, message.requestId, message.text],
  );
  return rows.length > 0;
}

async function hasUnread(
  tx: Tx,
  card: { ticketId: string; authorId: string; seen: number },
): Promise<boolean> {
  const rows = await tx.query(
    'select from ticket_messages where ticket_id = $1 and seq > $2 and author_id <> $3 limit 1',
    [card.ticketId, card.seen, card.authorId],
  );
  return rows.length > 0;
}

/** `message` is the number of the answer, or the closing itself. */
async function enqueueForPerson(tx: Tx, ticket: Ticket, message: number | 'closed'): Promise<void> {
  await enqueue(tx, [
    {
      key: `ticket:${ticket.id}:${message}:${ticket.accountId}`,
      kind: 'ticket',
      operation: 'send',
      target: { accountId: ticket.accountId },
      subject: { ticketId: ticket.id, to: 'person', message: String(message) },
    },
  ]);
}

function maybeOne(rows: unknown[]): Ticket | undefined {
  const [found] = z.array(ticketRow).parse(rows);
  return found && toTicket(found);
}

const seqRow = z.object({ seq: z.number().int() });
