import type { Clock } from '../clock.ts';
import { vacuumLearning } from '../learning/vacuum.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { RetentionClass } from '../rollout/retention.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import { deleteLeavers } from './leavers.ts';
import { rowsAStatement, rulesAt } from './rules.ts';

export interface PurgeDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
  log: Pick<Log, 'info'>;
}

/** How many rows of each class a run deleted; of leavers, how many accounts. */
export type Purged = Partial<Record<RetentionClass, number>>;

/**
 * Deletes what is older than the plan keeps it, at most 500 rows a statement, each committed by itself: a run that is
 * cut short has done its part, and running it again deletes nothing twice and nothing more.
 */
export async function purge(deps: PurgeDeps): Promise<Purged> {
  const { database, plan } = deps;
  const now = deps.clock.now();
  const purged: Purged = {};
  const add = (what: RetentionClass, count: number) => {
    if (count > 0) purged[what] = (purged[what] ?? 0) + count;
  };
  for (const { class: what, sql, parameters } of rulesAt(plan, now)) {
    for (let count = rowsAStatement; count === rowsAStatement; ) {
      count = (await database.query(sql, parameters)).length;
      add(what, count);
    }
  }
  add('leavers', await deleteLeavers(database, plan.retention, now));
  const learning = await vacuumLearning(database, now, plan.retention);
  add('questions', learning.questions);
  add('feedback', learning.feedback);
  if (Object.keys(purged).length > 0) deps.log.info({ purged }, 'what the plan keeps no longer was deleted');
  return purged;
}
