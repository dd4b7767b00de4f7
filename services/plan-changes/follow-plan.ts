import { takeChanges } from '../rollout/live-plan.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database } from '../store/database.ts';
import { allChanges, newestRevision } from './changes.ts';

/** Keeps the one plan object that everything in a process holds as the service desk last changed it, on every instance. */
export interface PlanFollower {
  /** Looks now; one cheap query where nothing has changed. Throws what the database throws. */
  now(): Promise<void>;
  /** Looks unless somebody has in the last second. */
  withinASecond(): Promise<void>;
}

/** At most one look in this time, in milliseconds of real time, for whatever happens many times a second. */
const lookEveryMs = 1_000;

/** `monotonicMs` gives milliseconds that no clock change moves; tests pass their own. */
export function createPlanFollower(
  { database, plan }: { database: Database; plan: RolloutPlan },
  monotonicMs: () => number = () => performance.now(),
): PlanFollower {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function now(): Promise<void> {
    const startedAt = monotonicMs();
    if ((await newestRevision(database)) > (plan.revision ?? 0)) {
      takeChanges(plan, await allChanges(database));
    }
    lookedAt = Math.max(lookedAt, startedAt);
  }

  return {
    now,
    async withinASecond() {
      if (monotonicMs() - lookedAt < lookEveryMs) return;
      looking ??= now().finally(() => {
        looking = undefined;
      });
      await looking;
    },
  };
}
