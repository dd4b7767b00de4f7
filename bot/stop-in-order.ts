import { setTimeout as sleep } from 'node:timers/promises';
import type restify from 'restify';

/** Everything that has to end, in the order in which it ends. */
export interface Stopping {
  server: restify.Server;
  /** Turns under way; it grows for as long as the server is open. */
  turns: ReadonlySet<Promise<unknown>>;
  /** Begin nothing new and wait for what is under way, however long that takes. */
  works: { stop(): Promise<void> }[];
  /** Begin nothing new, and give back what has not ended in time. */
  outbound: { stop(graceMs: number): Promise<void> }[];
  /** What all the others need: closed one after the other when they have ended. */
  floor: { close(): Promise<void> }[];
}

export interface StopOptions {
  /**
   * For so many milliseconds requests are still taken, while /health/ready says no: whoever spreads the requests over
   * several instances needs that long to leave this one out. A message that finds the door shut is lost, since Teams
   * does not bring it again.
   */
  drainMs?: number;
}

/** How long turns and deliveries that are under way may take at the end, in milliseconds. */
const graceMs = 10_000;

/**
 * Stops without losing anything: no new work of its own at once, no new requests after `drainMs`, then what is under
 * way ends within ten seconds, then the floor is closed.
 */
export async function stopInOrder(parts: Stopping, { drainMs = 0 }: StopOptions = {}): Promise<void> {
  const { server, works, outbound } = parts;
  const worksEnd = Promise.allSettled(works.map((work) => work.stop()));
  const outboundEnd = Promise.all(outbound.map((road) => road.stop(graceMs)));
  // Connections that are kept open would bring requests until the last moment, and then lose one.
  server.server.prependListener('request', (_request, response) => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  });
  await sleep(drainMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const ends = Promise.all([worksEnd, endOf(parts.turns)]);
  await Promise.all([Promise.race([ends, sleep(graceMs, undefined, { ref: false })]), outboundEnd]);
  server.server.closeAllConnections();
  await closed;
  for (const part of parts.floor) await part.close();
}

/** A request that was being read when the door was shut still becomes a turn. */
async function endOf(turns: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (turns.size > 0) await Promise.allSettled(turns);
}
