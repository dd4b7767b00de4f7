import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { GraphFailure } from '../graph/client.ts';
import type { DirectoryDeps } from './accounts.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { doesServe, fetchReport, type LastReport, lastReport } from './report-fetch.ts';
import { createReportLease, keeping } from './report-lease.ts';
import { isRefusal, whyUnknown } from './why-unknown.ts';

/**
 * `why` is a clause for people and logs: hold what depends on the report and ask again. `isRefused` where Graph does not
 * let this app read it, or gives it no token: asking again soon is of no use. `isUnderWay` while a fetch goes on, here or
 * in another instance: it needs every request that Graph allows.
 */
type Refreshed = { ok: true } | NotRefreshed;

type NotRefreshed = {
  ok: false;
  why: string;
  isRefused?: boolean | undefined;
  isUnderWay?: boolean | undefined;
};

export interface ReportRefresh {
  /**
   * Makes sure that the registration report was completely fetched within the last `maxAgeMs`. Where that takes longer
   * than `withinMs` (20 seconds where not given) the answer is no, and the fetch goes on for those who ask later: a
   * busy Graph can ask for minutes, for which nobody should hold a message claimed. Nobody waits at all where the last
   * fetch took longer than that and its report still serves (`doesServe`).
   */
  ifOlderThan(maxAgeMs: number, withinMs?: number): Promise<Refreshed>;
}

/**
 * Keeps the registration report fresh: one fetch at a time over all instances, however many ask; the others wait for
 * its end. After a failure all of them leave Graph alone for a while.
 */
export function createReportRefresh(deps: DirectoryDeps & { budget?: PersonCheckBudget }): ReportRefresh {
  const { database, clock, log } = deps;
  const lease = createReportLease(database);
  let underWay: Promise<Refreshed> | undefined;

  async function isFresh(maxAgeMs: number): Promise<boolean> {
    return isNew(await lastReport(database, clock.now()), maxAgeMs);
  }

  async function refresh(maxAgeMs: number): Promise<Refreshed> {
    while (!(await lease.take())) {
      const why = await lease.whyResting();
      if (why !== undefined) return failureIn(why);
      await sleep(lookMs, undefined, { ref: false });
      if (await isFresh(maxAgeMs)) return { ok: true };
    }
    try {
      // Another instance may have finished between the first look and the lease.
      if (!(await isFresh(maxAgeMs))) await keeping(lease, () => fetchReport(deps, () => lease.take()));
      return { ok: true };
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      const say = error.code === 'no-licence' ? 'info' : 'warn';
      log[say]({ outcome: error.code, reason: error.message }, 'registration report not refreshed');
      const answer: NotRefreshed = {
        ok: false,
        why: whyUnknown(error),
        ...(isRefusal(error) && { isRefused: true }),
      };
      // Without the licence nothing changes for a day, and a fetch says so again without asking Graph.
      const leastMs = error.code === 'no-licence' ? longestRestMs : shortestRestMs;
      const restMs = Math.min(Math.max(error.retryAfterMs ?? 0, leastMs), longestRestMs);
      await lease.rest(restMs, JSON.stringify(answer));
      return answer;
    } finally {
      // After a failure it is not ours any more: then this changes nothing.
      await lease.giveBack();
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

  return {
    async ifOlderThan(maxAgeMs, withinMs = 20_000) {
      const last = await lastReport(database, clock.now());
      if (isNew(last, maxAgeMs)) return { ok: true };
      underWay ??= begin(maxAgeMs);
      const isInVain = last !== undefined && last.tookMs > withinMs && doesServe(last, maxAgeMs);
      return inTime(underWay, isInVain ? 0 : withinMs);
    },
  };
}

/** A fetch that took long leaves Graph to others for a while: it would otherwise begin again as soon as it ends. */
function isNew(report: LastReport | undefined, maxAgeMs: number): boolean {
  return report !== undefined && report.ageMs <= Math.max(maxAgeMs, report.tookMs + pauseMs);
}

/** The answer that all instances give while Graph is left alone. */
function failureIn(why: string): NotRefreshed {
  return notRefreshed.parse(JSON.parse(why));
}

const notRefreshed = z.object({ ok: z.literal(false), why: z.string(), isRefused: z.boolean().optional() });

async function inTime(refreshed: Promise<Refreshed>, withinMs: number): Promise<Refreshed> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Refreshed>((resolve) => {
    const answer: Refreshed = {
      ok: false,
      why: 'the registration report is still being fetched',
      isUnderWay: true,
    };
    timer = setTimeout(() => resolve(answer), withinMs);
  });
  try {
    return await Promise.race([refreshed, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long at least no fetch begins after the end of the one before, in milliseconds. */
const pauseMs = 5 * 60_000;

/** How often it is looked whether another instance's fetch has ended, in milliseconds. */
const lookMs = 500;

/** After a failure without a Retry-After: thousands of held messages ask, Graph should hear one of them. */
const shortestRestMs = 10_000;

/** However long Graph asks for: an operator who mends the cause should not wait longer. */
const longestRestMs = 300_000;
