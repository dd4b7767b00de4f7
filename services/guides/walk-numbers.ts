import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** How one guide is walked by everybody together. No names and no accounts. */
export interface GuideNumbers {
  guideId: string;
  /** Walks that were ever begun. */
  opened: number;
  /** Walks that have come to an end at least once. */
  done: number;
  /** Between opening and the first end, half of the walks were quicker. Undefined while none has ended. */
  medianSeconds: number | undefined;
  /** Walks under way that have not moved for long, by the step where they stand; the most first. */
  stopped: { stepId: string; count: number }[];
  /** Where walks last ended; the most first. */
  ends: { stepId: string; count: number }[];
  /** The methods that were chosen; the most first. */
  methods: { method: string; count: number }[];
}

/** Numbers of every guide that was ever opened, by id. `stoppedBefore`: who has not moved since then has stopped. */
export async function walkNumbers(
  tx: Tx,
  { stoppedBefore }: { stoppedBefore: Date },
): Promise<GuideNumbers[]> {
  const totals = await tx.query(
    `select guide_id, count(*)::integer as opened, count(finished_at)::integer as done,
            percentile_cont(0.5) within group (order by greatest(0, extract(epoch from finished_at - opened_at)))
              filter (where finished_at is not null) as median
       from guide_walks group by guide_id order by guide_id`,
  );
  // A guide that was finished once and is being read again has not been given up.
  const counts = await tx.query(
    `select 'stopped' as what, guide_id, trail ->> -1 as value, count(*)::integer as count from guide_walks
      where state = 'under-way' and finished_at is null and updated_at < $1 group by guide_id, value
      union all
     select 'ends', guide_id, end_step, count(*)::integer from guide_walks
      where state = 'done' and end_step is not null group by guide_id, end_step
      union all
     select 'methods', guide_id, method, count(*)::integer from guide_walks
      where method is not null group by guide_id, method
      order by count desc, value`,
    [stoppedBefore],
  );
  const counted = z.array(countRow).parse(counts);
  return z
    .array(totalRow)
    .parse(totals)
    .map(({ guide_id, opened, done, median }) => {
      const of = (what: Counted) => counted.filter((one) => one.guide_id === guide_id && one.what === what);
      const steps = (what: Counted) => of(what).map(({ value, count }) => ({ stepId: value, count }));
      return {
        guideId: guide_id,
        opened,
        done,
        medianSeconds: median === null ? undefined : Math.round(median),
        stopped: steps('stopped'),
        ends: steps('ends'),
        methods: of('methods').map(({ value, count }) => ({ method: value, count })),
      };
    });
}

const totalRow = z.object({
  guide_id: z.string(),
  opened: z.number(),
  done: z.number(),
  median: z.number().nullable(),
});

const countRow = z.object({
  what: z.enum(['stopped', 'ends', 'methods']),
  guide_id: z.string(),
  value: z.string(),
  count: z.number(),
});
type Counted = z.output<typeof countRow>['what'];
