import { z } from 'zod';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';

/** How many of a phase's accounts are ready, as far as Microsoft's last answers say. */
export interface PhaseCounts {
  phase: Phase;
  accounts: number;
  ready: number;
  notReady: number;
  unknown: number;
}

const row = z.object({
  cohort: z.string(),
  accounts: z.coerce.number(),
  ready: z.coerce.number(),
  not_ready: z.coerce.number(),
});

/** Counts the enabled accounts of every phase, in date order. Registered counts as ready for both surfaces. */
export async function phaseCounts(tx: Tx, plan: RolloutPlan): Promise<PhaseCounts[]> {
  const rows = await tx.query(
    `select a.cohort, count(*) as accounts,
            count(*) filter (where s.registered) as ready,
            count(*) filter (where not s.registered) as not_ready
       from accounts a left join statuses s on s.account_id = a.id
      where a.enabled and a.cohort is not null
      group by a.cohort`,
  );
  const byCohort = new Map(
    z
      .array(row)
      .parse(rows)
      .map((found) => [found.cohort, found]),
  );
  return [...plan.phases]
    .sort((one, other) => one.date.localeCompare(other.date))
    .map((phase) => {
      const found = byCohort.get(phase.cohort);
      const accounts = found?.accounts ?? 0;
      const ready = found?.ready ?? 0;
      const notReady = found?.not_ready ?? 0;
      return { phase, accounts, ready, notReady, unknown: accounts - ready - notReady };
    });
}
