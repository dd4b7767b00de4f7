import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { End } from './guide.ts';

/** How one guide is walked by everybody together. No names and no accounts. */
export interface GuideNumbers {
  guideId: string;
  /** Walks that were ever begun. */
  opened: number;
  /** Walks that last ended well: with nothing left to do, or with Microsoft's yes. */
  done: number;
  /** Between opening and the first end, half of those done were quicker. Undefined while none is done. */
  medianSeconds: number | undefined;
  /** Walks under way that have not moved for long, by the step where they stand; the most first. */
  stopped: { stepId: string; count: number }[];
  /** Where walks stand that ended in another way, such as at the service desk; the most first. */
  ends: { stepId: string; kind: OtherEnd; count: number }[];
  /** The methods that were chosen; the most first. */
  methods: { method: string; count: number }[];
}

/** The kinds of an end that leave something to be done. */
export type OtherEnd = Exclude<End['kind'], 'done' | 'not-needed'>;

/** Numbers of every guide that was ever opened, by id. `stoppedBefore`: who has not moved since then has stopped. */
export async function walkNumbers(
  tx: Tx,
  { stoppedBefore }: { stoppedBefore: Date },
): Promise<GuideNumbers[]> {
  const totals = await tx.query(
    `select guide_id, count(*)::integer as opened,
            count(*) filter (where end_kind in ('done', 'not-needed'))::integer as done,
            percentile_cont(0.5) within group (order by greatest(0, extract(epoch from finished_at - opened_at)))
              filter (where end_kind in ('done', 'not-needed')) as median
       from guide_walks group by guide_id order by guide_id`,
  );
  // A guide that was done once and is being read again has not been given up.
  const counts = await tx.query(
    `select 'stopped' as what, guide_id, trail ->> -1 as value, null as kind, count(*)::integer as count
       from guide_walks
      where state = 'under-way' and (end_kind is null or end_kind not in ('done', 'not-needed')) and updated_at < $1
      group by guide_id, value
      union all
     select 'ends', guide_id, end_step, end_kind, count(*)::integer from guide_walks
      where state = 'done' and end_kind not in ('done', 'not-needed') group by guide_id, end_step, end_kind
      union all
     select 'methods', guide_id, method, null, count(*)::integer from guide_walks
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
      return {
        guideId: guide_id,
        opened,
        done,
        medianSeconds: median === null ? undefined : Math.round(median),
        stopped: of('stopped').map(({ value, count }) => ({ stepId: value, count })),
        ends: of('ends').flatMap(({ value, kind, count }) =>
          kind === null ? [] : [{ stepId: value, kind, count }],
        ),
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
  kind: z.enum(['wait', 'ask-desk', 'other-guide']).nullable(),
  count: z.number(),
});
type Counted = z.output<typeof countRow>['what'];
