import { z } from 'zod';
import { GraphFailure } from '../graph/client.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { cohortsKey } from './account-rows.ts';
import type { DirectoryDeps } from './accounts.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { sweepDirectory } from './sweep.ts';

/**
 * How old the last complete reading of the directory may be, in milliseconds of the rollout's clock. New accounts
 * are rare; an hour bounds how long one goes unnoticed and costs a large tenant some 60 requests.
 */
const sweepEveryMs = 60 * 60 * 1000;

/**
 * How long Graph is left alone after a reading whose accounts were listed but whose report failed, in milliseconds:
 * a tenant without the licence for the report would otherwise be listed all day. Before the first list nothing can
 * be planned, so there is no such rest then.
 */
const restMs = 10 * 60 * 1000;

/**
 * Reads the directory anew when its last complete reading is old. Throws GraphFailure; a later call tries again. Where
 * this app lacks the permission to list accounts, that is written down and said once in the rest that Graph gets: it may
 * be meant so.
 */
export async function sweepIfDue(deps: DirectoryDeps & { budget?: PersonCheckBudget }): Promise<void> {
  const { database, plan, clock, log } = deps;
  const now = clock.now();
  if (!(await isSweepDue(database, plan, now))) return;
  try {
    await sweepDirectory(deps);
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.code !== 'forbidden') throw error;
    const rows = await database.query(
      `update directory_sweeps set refused_at = $1
        where id = (select max(id) from directory_sweeps) and listed_at is null returning id`,
      [now],
    );
    // The accounts were listed and only the report was refused.
    if (rows.length === 0) throw error;
    log.warn({ reason: error.message }, 'accounts cannot be listed: those are known who write to the bot');
  }
}

/** Readings dated after `now` (the clock was moved back) do not count. */
async function isSweepDue(tx: Tx, plan: RolloutPlan, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select max(finished_at) as finished, greatest(max(listed_at), max(refused_at)) as tried
       from directory_sweeps
      where started_at <= $1 and cohorts = $2`,
    [now, cohortsKey(plan)],
  );
  const { finished, tried } = z
    .object({ finished: z.date().nullable(), tried: z.date().nullable() })
    .parse(rows[0]);
  const ageOf = (at: Date | null) => (at ? now.getTime() - at.getTime() : Number.POSITIVE_INFINITY);
  return ageOf(finished) > sweepEveryMs && ageOf(tried) > restMs;
}

/**
 * Whether all accounts of the tenant have been listed and sorted into the plan's cohorts at least once: before that,
 * a wave would miss the rest of them. Also where this app may not list them: nobody is missed then who could be reached.
 */
export async function isDirectoryListed(tx: Tx, plan: RolloutPlan): Promise<boolean> {
  const rows = await tx.query(
    'select id from directory_sweeps where coalesce(listed_at, refused_at) is not null and cohorts = $1 limit 1',
    [cohortsKey(plan)],
  );
  return rows.length > 0;
}
