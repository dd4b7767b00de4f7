import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import type { Graph } from '../graph/client.ts';
import { eachMemberPage } from '../graph/groups.ts';
import { isAnyReachable } from '../people/conversations.ts';
import type { Database, Tx } from '../store/database.ts';

export interface AnnounceDeps {
  database: Database;
  graph: Graph;
  clock: Clock;
  serviceDeskGroupId: string;
  /** Asks that the app be brought to a member of the desk; without it somebody of the desk has to install it. */
  askForApp?(accountId: string): Promise<void>;
}

/**
 * - `told`: `made` deliveries were made; none where nothing waits
 * - `nobody`: no member of the desk can be told, so all that waits goes on waiting
 */
export type Announced = { kind: 'told'; made: number } | { kind: 'nobody'; why: 'group-empty' | 'no-app' };

/** At most this many messages a run: a flood of them is told in several. */
const messagesARun = 100;

/**
 * Makes a delivery to every member of the service desk for each message of a person that they have not been told of, as
 * soon as one of them has the app; until then it is asked for where that can be done. Graph is asked only where
 * something waits. Everything is read from durable state: a crash loses nothing, and running it twice makes nothing
 * twice. Throws GraphFailure where Graph does not say who is in the group: then the messages wait for the next run.
 */
export async function announceTickets(deps: AnnounceDeps): Promise<Announced> {
  const waiting = await waitingMessages(deps.database);
  if (waiting.length === 0) return { kind: 'told', made: 0 };
  const members = await deskMembers(deps);
  if (members.length === 0) return { kind: 'nobody', why: 'group-empty' };
  if (!(await isAnyReachable(deps.database, members))) {
    for (const member of members) await deps.askForApp?.(member);
    return { kind: 'nobody', why: 'no-app' };
  }
  let made = 0;
  for (const message of waiting) {
    made += await deps.database.transaction((tx) => announce(tx, message, members, deps.clock.now()));
  }
  return { kind: 'told', made };
}

interface Waiting {
  ticketId: string;
  seq: number;
}

/** Nobody is told of what was closed before anybody could be. */
async function waitingMessages(tx: Tx): Promise<Waiting[]> {
  const rows = await tx.query(
    `select m.ticket_id, m.seq from ticket_messages m join tickets t on t.id = m.ticket_id
      where m.sender = 'person' and m.announced_at is null and t.state <> 'closed'
      order by m.at, t.number, m.seq limit ${messagesARun}`,
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
