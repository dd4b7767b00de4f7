import { isDirectoryListed } from '../directory/sweep-due.ts';
import { GraphFailure } from '../graph/client.ts';
import { type AnnounceCallListDeps, announceCallList, createDailyCount } from './announce.ts';

export interface CallListAnnouncerDeps extends AnnounceCallListDeps {
  /** Milliseconds that never go back. */
  monotonicMs?: () => number;
}

/** After a failure of Graph it is left alone for so long: the news is of the day, not of the minute. */
const restMs = 5 * 60_000;

/**
 * {@link announceCallList} for an interval of seconds: gives the number of messages made. Throws the GraphFailure that
 * keeps it from telling anybody, at most once in five minutes. Waits until the accounts have been listed once.
 */
export function createCallListAnnouncer(deps: CallListAnnouncerDeps): () => Promise<number> {
  const { monotonicMs = () => performance.now() } = deps;
  const count = createDailyCount(deps);
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (monotonicMs() < notBeforeMs || !(await isDirectoryListed(deps.database, deps.plan))) return 0;
    try {
      return await announceCallList(deps, count);
    } catch (error) {
      if (error instanceof GraphFailure) notBeforeMs = monotonicMs() + restMs;
      throw error;
    }
  };
}
