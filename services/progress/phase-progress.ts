import { z } from 'zod';
import type { Phase, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';

/** How many of a phase's accounts are ready, as far as Microsoft's last answers and their own people say. */
export interface PhaseCounts {
  phase: Phase;
  accounts: number;
  ready: number;
  notReady: number;
  unknown: number;
  /** Client phases only: accounts whose people say that installed Outlook works, or that they need nothing for it. */
  confirmed?: number;
}

const row = z.object({
  cohort: z.string(),
  accounts: z.coerce.number(),
  known: z.coerce.number(),
  ready_online: z.coerce.number(),
  ready_client: z.coerce.number(),
  confirmed: z.coerce.number(),
});

/**
 * Counts the enabled accounts of every phase, in date order. Registered counts as ready for both surfaces, unless a
 * keeper is missing or, for a client phase, somebody says that Outlook does not work.
 */
export async function phaseCounts(tx: Tx, plan: RolloutPlan): Promise<PhaseCounts[]> {
  const rows = await tx.query(
    `select a.cohort, count(*) as accounts,
            count(s.registered) as known,
            count(*) filter (where s.registered and coalesce(w.keepers_waiting, 0) = 0) as ready_online,
            count(*) filter (where s.registered and coalesce(w.keepers_waiting, 0) = 0
                               and w.outlook is distinct from 'not-working') as ready_client,
            count(*) filter (where w.outlook in ('works', 'not-needed')) as confirmed
       from accounts a
       left join statuses s on s.account_id = a.id
       left join account_words w on w.account_id = a.id
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
      const known = found?.known ?? 0;
      const isClient = phase.surface === 'client';
      const ready = (isClient ? found?.ready_client : found?.ready_online) ?? 0;
      return {
        phase,
        accounts,
        ready,
        notReady: known - ready,
        unknown: accounts - known,
        ...(isClient && { confirmed: found?.confirmed ?? 0 }),
      };
    });
}
