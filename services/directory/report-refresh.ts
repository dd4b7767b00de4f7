import { randomUUID } from 'node:crypto';
import { GraphFailure } from '../graph/client.ts';
import type { DirectoryDeps } from './accounts.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { fetchReport, reportAge } from './sweep.ts';
import { whyUnknown } from './why-unknown.ts';

/** `why` is a clause for people and logs: hold what depends on the report and ask again. */
type Refreshed = { ok: true } | { ok: false; why: string };

export interface ReportRefresh {
  /**
   * Makes sure that the registration report was completely fetched within the last `maxAgeMs`. Where that takes longer
   * than `withinMs` (20 seconds where not given) the answer is no, and the fetch goes on for those who ask later: a
   * busy Graph can ask for minutes, for which nobody should hold a message claimed.
   */
  ifOlderThan(maxAgeMs: number, withinMs?: number): Promise<Refreshed>;
}

/**
 * Keeps the registration report fresh: one fetch at a time in this process, however many ask, and as good as one for
 * all instances. After a failure Graph is left alone for a while and everybody gets the same answer.
 * @param monotonicMs time that nobody moves, in milliseconds
 */
export function createReportRefresh(
  deps: DirectoryDeps & { budget?: PersonCheckBudget },
  monotonicMs = () => performance.now(),
): ReportRefresh {
  const { database, clock, log } = deps;
  const holder = randomUUID();
  let underWay: Promise<Refreshed> | undefined;
  let lastFailure: { answer: Refreshed; until: number } | undefined;

  async function isFresh(maxAgeMs: number): Promise<boolean> {
    const age = await reportAge(database, clock.now());
    return age !== undefined && age <= maxAgeMs;
  }

  async function refresh(maxAgeMs: number): Promise<Refreshed> {
    if (!(await takeLease()))
      return { ok: false, why: 'another instance is fetching the registration report' };
    try {
      // Another instance may have finished between the first look and the lease.
      if (await isFresh(maxAgeMs)) return { ok: true };
      await fetchReport(deps, takeLease);
      return { ok: true };
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      log.warn({ outcome: error.code, reason: error.message }, 'registration report not refreshed');
      const answer: Refreshed = { ok: false, why: whyUnknown(error) };
      const restMs = Math.min(Math.max(error.retryAfterMs ?? 0, shortestRestMs), longestRestMs);
      lastFailure = { answer, until: monotonicMs() + restMs };
      return answer;
    } finally {
      await database.query('delete from leases where name = $1 and holder = $2', [leaseName, holder]);
    }
  }

  function begin(maxAgeMs: number): Promise<Refreshed> {
    const refreshed = refresh(maxAgeMs).finally(() => {
      underWay = undefined;
    });
    // When all who asked have stopped waiting, a broken database must not count as an unhandled rejection.
    refreshed.catch((error) => log.error({ error }, 'registration report not refreshed'));
    return refreshed;
  }

  async function takeLease(): Promise<boolean> {
    const rows = await database.query(
      `insert into leases (name, holder, held_until)
       values ($1, $2, clock_timestamp() + make_interval(secs => $3::float8))
       on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
         where leases.holder = excluded.holder or leases.held_until < clock_timestamp()
       returning name`,
      [leaseName, holder, leaseSeconds],
    );
    return rows.length > 0;
  }

  return {
    async ifOlderThan(maxAgeMs, withinMs = 20_000) {
      if (await isFresh(maxAgeMs)) return { ok: true };
      if (lastFailure && monotonicMs() < lastFailure.until) return lastFailure.answer;
      underWay ??= begin(maxAgeMs);
      return inTime(underWay, withinMs);
    },
  };
}

async function inTime(refreshed: Promise<Refreshed>, withinMs: number): Promise<Refreshed> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Refreshed>((resolve) => {
    const answer: Refreshed = { ok: false, why: 'the registration report is still being fetched' };
    timer = setTimeout(() => resolve(answer), withinMs);
  });
  try {
    return await Promise.race([refreshed, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const leaseName = 'registration-report';

/**
 * Renewed with each page. Where a page takes longer, two instances may fetch side by side, which costs requests and
 * harms nothing; a longer lease would keep everybody waiting after its holder died.
 */
const leaseSeconds = 20;

/** After a failure without a Retry-After: thousands of held messages ask, Graph should hear one of them. */
const shortestRestMs = 10_000;

/** However long Graph asks for: an operator who mends the cause should not wait longer. */
const longestRestMs = 300_000;
