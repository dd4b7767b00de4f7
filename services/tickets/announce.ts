import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import type { Graph } from '../graph/client.ts';
import { eachMemberPage } from '../graph/groups.ts';
import type { Database, Tx } from '../store/database.ts';
import { countTickets } from './list.ts';

export interface AnnounceDeps {
  database: Database;
  graph: Graph;
  clock: Clock;
  serviceDeskGroupId: string;
  /** Told how many tickets are not closed. */
  onOpen?(count: number): void;
}

/** At most this many messages a run: a flood of them is told in several. */
const messagesARun = 100;

/**
 * Makes a delivery to every member of the service desk for each message of a person that they have not been told of;
 * whoever lacks the app ends as skipped with that reason, and the ticket stays listed. Graph is asked only where
 * something waits. Everything is read from durable state: a crash loses nothing, and running it twice makes nothing
 * twice. Gives the number of deliveries made. Throws GraphFailure where Graph does not say who is in the group: then
 * the messages wait for the next run.
 */
export async function announceTickets(deps: AnnounceDeps): Promise<number> {
  const { open, answered } = await countTickets(deps.database);
  deps.onOpen?.(open + answered);
  const waiting = await waitingMessages(deps.database);
  if (waiting.length === 0) return 0;
  const members = await deskMembers(deps);
  let made = 0;
  for (const message of waiting) {
    made += await deps.database.transaction((tx) => announce(tx, message, members, deps.clock.now()));
  }
  return made;
}

interface Waiting {
  ticketId: string;
  seq: number;
}

async function waitingMessages(tx: Tx): Promise<Waiting[]> {
  const rows = await tx.query(
    `select m.ticket_id, m.seq from ticket_messages m join tickets t on t.id = m.ticket_id
      where m.sender = 'person' and m.announced_at is null order by m.at, t.number, m.seq limit ${messagesARun}`,
  );
  return z
    .array(z.object({ ticket_id: z.string(), seq: z.number().int() }))
    .parse(rows)
    .map((row) => ({ ticketId: row.ticket_id, seq: row.seq }));
}

/** Blocked accounts are left out: nobody reads their chats. */
async function deskMembers({ graph, serviceDeskGroupId }: AnnounceDeps): Promise<string[]> {
  const members: string[] = [];
  for await (const page of eachMemberPage(graph, serviceDeskGroupId)) {
    members.push(...page.filter(({ accountEnabled }) => accountEnabled).map(({ id }) => id));
  }
  return members;
}

async function announce(tx: Tx, { ticketId, seq }: Waiting, members: string[], now: Date): Promise<number> {
  const made = await enqueue(
    tx,
    members.map((accountId) => ({
      key: `ticket:${ticketId}:${seq}:${accountId}`,
      kind: 'ticket',
      operation: 'send',
      target: { accountId },
      subject: { ticketId, to: 'desk', message: String(seq) },
    })),
  );
  await tx.query('update ticket_messages set announced_at = $3 where ticket_id = $1 and seq = $2', [
    ticketId,
    seq,
    now,
  ]);
  return made;
}
