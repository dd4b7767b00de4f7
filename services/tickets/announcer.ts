import { GraphFailure } from '../graph/client.ts';
import type { Log } from '../telemetry/log.ts';
import { type AnnounceDeps, announceTickets } from './announce.ts';
import { countTickets, type TicketCounts } from './list.ts';

export interface AnnouncerDeps extends AnnounceDeps {
  log: Log;
  /** Told, at every run, how many tickets are not closed, and how many of those nobody was told of. */
  onCounts?(counts: TicketCounts): void;
  /** Milliseconds that never go back. */
  monotonicMs?: () => number;
}

/** While Graph fails, it is asked after 2 s, 4 s and so on, at most this far apart. */
const longestPauseMs = 60_000;
const shortestPauseMs = 2_000;

/** While no member of the desk has the app: soon enough for whoever installs it, seldom enough for Graph. */
const nobodyPauseMs = 10_000;

/** What stays wrong is said this often, and not at each of the runs every other second. */
const failureEveryMs = 5 * 60_000;
const nobodyEveryMs = 60 * 60_000;

/**
 * Tells the service desk of what people wrote, for an interval of seconds: gives the number of deliveries made. It
 * throws the GraphFailure that keeps it from telling anybody, at most once in five minutes: what happens in between is
 * counted by Graph's own figures and seen in the number of tickets that nobody was told of.
 */
export function createTicketAnnouncer(deps: AnnouncerDeps): () => Promise<number> {
  const { log, onCounts, monotonicMs = () => performance.now() } = deps;
  const mayThrow = atMostEvery(failureEveryMs, monotonicMs);
  const mayWarn = atMostEvery(nobodyEveryMs, monotonicMs);
  let failures = 0;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  async function announce(): Promise<number> {
    try {
      const outcome = await announceTickets(deps);
      failures = 0;
      if (outcome.kind === 'told') return outcome.made;
      notBeforeMs = monotonicMs() + nobodyPauseMs;
      if (mayWarn()) log.warn({ why: outcome.why }, 'Nobody of the service desk can be told of the tickets');
      return 0;
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      notBeforeMs = monotonicMs() + Math.min(longestPauseMs, shortestPauseMs * 2 ** failures);
      failures += 1;
      if (mayThrow()) throw error;
      return 0;
    }
  }

  return async () => {
    try {
      return monotonicMs() < notBeforeMs ? 0 : await announce();
    } finally {
      onCounts?.(await countTickets(deps.database));
    }
  };
}

function atMostEvery(everyMs: number, monotonicMs: () => number): () => boolean {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = monotonicMs();
    if (nowMs - lastMs < everyMs) return false;
    lastMs = nowMs;
    return true;
  };
}
