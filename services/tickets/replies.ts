import { z } from 'zod';
import { enqueue } from '../deliveries/enqueue.ts';
import type { Database, Tx } from '../store/database.ts';

/**
 * Notes how the deliveries of the desk's messages to their persons ended. A ticket whose last answer did not arrive
 * waits for the desk again, unless it is closed, and the author of that answer is told. Everything is read from durable
 * state: a crash loses nothing, and running it twice changes nothing. Gives the number of deliveries made.
 */
export async function followReplies(database: Database): Promise<number> {
  let made = 0;
  for (const reply of await endedReplies(database)) {
    made += await database.transaction((tx) => noteEnd(tx, reply));
  }
  return made;
}

interface EndedReply {
  ticketId: string;
  seq: number;
  authorId: string;
  outcome: 'sent' | 'skipped' | 'failed';
  why: string | undefined;
}

/** An answer that the closing overtook stands on the card of the closing: it shares that one's fate. */
async function endedReplies(tx: Tx): Promise<EndedReply[]> {
  const rows = await tx.query(
    `select m.ticket_id, m.seq, m.author_id, coalesce(c.state, d.state) as state, coalesce(c.why, d.why) as why
       from ticket_messages m
       join tickets t on t.id = m.ticket_id
       join deliveries d on d.key = 'ticket:' || m.ticket_id || ':' || m.seq || ':' || t.account_id
       left join deliveries c on d.state = 'skipped' and d.why = 'ticket-closed'
         and c.key = 'ticket:' || m.ticket_id || ':closed:' || t.account_id
      where m.sender = 'desk' and m.outcome is null
        and coalesce(c.state, d.state) in ('sent', 'skipped', 'failed')
      order by m.at, m.ticket_id, m.seq`,
  );
  return z
    .array(endedRow)
    .parse(rows)
    .map(({ ticket_id: ticketId, author_id: authorId, seq, state, why }) => ({
      ticketId,
      seq,
      authorId,
      outcome: state,
      why: why ?? undefined,
    }));
}

async function noteEnd(tx: Tx, { ticketId, seq, authorId, outcome, why }: EndedReply): Promise<number> {
  // As whoever answers does: the look at the last answer holds until the end of the transaction.
  await tx.query('select from tickets where id = $1 for update', [ticketId]);
  const noted = await tx.query(
    `update ticket_messages set outcome = $3, outcome_why = $4
      where ticket_id = $1 and seq = $2 and outcome is null returning seq`,
    [ticketId, seq, outcome, outcome === 'sent' ? null : why],
  );
  if (noted.length === 0 || outcome === 'sent') return 0;
  await tx.query(
    `update tickets set state = 'open'
      where id = $1 and state = 'answered'
        and $2::integer = (select max(seq) from ticket_messages where ticket_id = $1 and sender = 'desk')`,
    [ticketId, seq],
  );
  return enqueue(tx, [
    {
      key: `ticket:${ticketId}:${seq}:not-arrived:${authorId}`,
      kind: 'ticket',
      operation: 'send',
      target: { accountId: authorId },
      subject: { ticketId, to: 'desk', notArrived: String(seq) },
    },
  ]);
}

const endedRow = z.object({
  ticket_id: z.string(),
  seq: z.number().int(),
  author_id: z.string(),
  state: z.enum(['sent', 'skipped', 'failed']),
  why: z.string().nullable(),
});
