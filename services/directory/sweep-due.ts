import { z } from 'zod';
import { GraphFailure } from '../graph/client.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { cohortsKey } from './account-rows.ts';
import { clocksDiffer } from './clocks.ts';
import { openSweep } from './reading-place.ts';
import { type SweepDeps, sweepDirectory } from './sweep.ts';

/**
 * How old the last complete reading of the directory may be, in milliseconds of the rollout's clock. New accounts
 * are rare; an hour bounds how long one goes unnoticed and costs a large tenant some 60 requests.
 */
const sweepEveryMs = 60 * 60 * 1000;

/**
 * How often the last sign-ins are read along, in milliseconds of the rollout's clock: once a day. Graph tells them up to
 * a day late, allows ten pages a minute, and a page with them holds half as many accounts. The hour is for the reading.
 */
const signInsEveryMs = 23 * 60 * 60 * 1000;

/**
 * How long Graph is left alone after a reading whose accounts were listed but whose report failed, in milliseconds.
 * Before the first list nothing can be planned, so there is no such rest then.
 */
const restMs = 10 * 60 * 1000;

/**
 * Reads the directory anew when its last complete reading is old, and takes one further that was cut short. Throws
 * GraphFailure; a later call tries again. Where this app lacks the permission to list accounts, that is written down and
 * said once in the rest that Graph gets: it may be meant so.
 */
export async function sweepIfDue(deps: SweepDeps): Promise<void> {
  const { database, plan, clock, log } = deps;
  const now = clock.now();
  if (!(await isSweepDue(database, plan, now))) return;
  try {
    await sweepDirectory(deps, { withSignIns: await areSignInsDue(database, plan, now) });
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.code !== 'forbidden') throw error;
    const rows = await database.query(
      `update directory_sweeps set refused_at = $1
        where id = (select max(id) from directory_sweeps) and listed_at is null returning id`,
      [now],
    );
    if (rows.length === 0) throw error;
    log.warn({ reason: error.message }, 'accounts cannot be listed: those are known who write to the bot');
  }
}

/** $1 is now. What is dated later is from before the clock was set back and does not count. */
const latest = `$1::timestamptz + ${clocksDiffer}`;

async function isSweepDue(tx: Tx, plan: RolloutPlan, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select max(finished_at) filter (where finished_at <= ${latest}) as finished,
            greatest(max(report_failed_at) filter (where report_failed_at <= ${latest}),
                     max(refused_at) filter (where refused_at <= ${latest})) as failed
       from directory_sweeps
      where started_at <= ${latest} and cohorts = $2`,
    [now, cohortsKey(plan)],
  );
  const { finished, failed } = z
    .object({ finished: z.date().nullable(), failed: z.date().nullable() })
    .parse(rows[0]);
  if (ageOf(failed, now) <= restMs) return false;
  return ageOf(finished, now) > sweepEveryMs || (await openSweep(tx, plan, now)) !== undefined;
}

/**
 * The first reading goes without: reminders wait for it, and with the last sign-ins it would take minutes. So does one
 * that follows on a change of the plan's cohorts.
 */
async function areSignInsDue(tx: Tx, plan: RolloutPlan, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select max(listed_at) filter (where cohorts = $2) as listed,
            max(listed_at) filter (where with_sign_ins) as told
       from directory_sweeps where listed_at <= ${latest}`,
    [now, cohortsKey(plan)],
  );
  const { listed, told } = z
    .object({ listed: z.date().nullable(), told: z.date().nullable() })
    .parse(rows[0]);
  return listed !== null && ageOf(told, now) > signInsEveryMs;
}

function ageOf(at: Date | null, now: Date): number {
  return at ? now.getTime() - at.getTime() : Number.POSITIVE_INFINITY;
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
