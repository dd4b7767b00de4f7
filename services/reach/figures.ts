import { z } from 'zod';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { listedSql } from './listed.ts';

/** The accounts of one phase and date that are not ready, as far as is known, and of them those whom Teams cannot reach. */
export interface UnreachedFigures {
  phaseId: string;
  date: IsoDate;
  notReady: number;
  /** Of those that are not ready. */
  notReached: number;
  /** Of those not reached: called about this date. */
  called: number;
}

/** SQL: the figures of all that `listed` names (listed.ts), as one value of JSON that {@link figuresRow} reads. */
export const figuresSql = `(select coalesce(jsonb_agg(f order by f.date, f."phaseId"), '[]')
            from (select phase as "phaseId", date, count(*) as "notReady",
                         count(*) filter (where why is not null) as "notReached",
                         count(*) filter (where why is not null and called_at is not null) as called
                    from listed group by phase, date) as f)`;

export const figuresRow = z.object({
  phaseId: z.string(),
  date: z.string(),
  notReady: z.number(),
  notReached: z.number(),
  called: z.number(),
});

/** The embedded engine works on the event loop: whoever waits for an answer comes in between two pages. */
const accountsAPage = 1_000;

/** The figures of the whole call list in the order of dates, counted page by page of all accounts. */
export async function countUnreached(
  tx: Tx,
  {
    plan,
    now,
    accountsAPage: most = accountsAPage,
  }: { plan: RolloutPlan; now: Date; accountsAPage?: number },
): Promise<UnreachedFigures[]> {
  const totals = new Map<string, UnreachedFigures>();
  for (let after: string | null = ''; after !== null; ) {
    const listed = listedSql({ plan, now, page: { after, most } });
    const [row] = await tx.query(
      `${listed.with} select ${figuresSql} as figures, (select max(id) from page) as last`,
      listed.parameters,
    );
    const { figures, last } = pageRow.parse(row);
    for (const each of figures) addTo(totals, each);
    after = last;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [...totals.values()].sort((one, other) =>
    `${one.date} ${one.phaseId}` < `${other.date} ${other.phaseId}` ? -1 : 1,
  );
}

function addTo(totals: Map<string, UnreachedFigures>, more: UnreachedFigures): void {
  const key = `${more.phaseId} ${more.date}`;
  const total = totals.get(key);
  if (total === undefined) {
    totals.set(key, more);
    return;
  }
  total.notReady += more.notReady;
  total.notReached += more.notReached;
  total.called += more.called;
}

const pageRow = z.object({ figures: z.array(figuresRow), last: z.string().nullable() });
