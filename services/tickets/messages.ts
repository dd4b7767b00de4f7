import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { TicketMessage } from './ticket.ts';

/**
 * The last `most` messages of a ticket, oldest first, and how many there are in all: the number of the last one, since
 * there are no gaps.
 */
export async function lastMessages(
  tx: Tx,
  ticketId: string,
  most: number,
): Promise<{ messages: TicketMessage[]; count: number }> {
  const rows = await tx.query(
    `select ${messageColumns} from ticket_messages where ticket_id = $1 order by seq desc limit $2`,
    [ticketId, most],
  );
  const messages = rows.map(toMessage).reverse();
  return { messages, count: messages.at(-1)?.seq ?? 0 };
}

/** One message of a ticket; undefined where there is none of that number. */
export async function findMessage(tx: Tx, ticketId: string, seq: number): Promise<TicketMessage | undefined> {
  const rows = await tx.query(
    `select ${messageColumns} from ticket_messages where ticket_id = $1 and seq = $2`,
    [ticketId, seq],
  );
  return rows.map(toMessage)[0];
}

function toMessage(row: unknown): TicketMessage {
  const { seq, sender, author_id: authorId, text, at, not_arrived: why } = messageRow.parse(row);
  return { seq, from: sender, authorId, text, at, ...(why !== null && { notArrived: why }) };
}

/** Why a message of `ticket_messages` did not arrive, in the words of deliveries; null for all others. */
export const notArrived = `case when outcome in ('skipped', 'failed') then coalesce(outcome_why, outcome) end`;

const messageColumns = `seq, sender, author_id, text, at, ${notArrived} as not_arrived`;

const messageRow = z.object({
  seq: z.number().int(),
  sender: z.enum(['person', 'desk']),
  author_id: z.string(),
  text: z.string(),
  at: z.date(),
  not_arrived: z.string().nullable(),
});
