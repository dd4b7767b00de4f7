import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { DeliveryKind, Outcome } from './delivery.ts';

/** How many deliveries stand where. `why` is undefined for those that were sent or never had to wait. */
export interface Count {
  state: 'waiting' | Outcome;
  why?: string | undefined;
  count: number;
}

/** Counts the deliveries of one kind whose subject holds all of `subject`, such as `{ noticeId }`. */
export async function countsFor(
  tx: Tx,
  which: { kind: DeliveryKind; subject: Record<string, string> },
): Promise<Count[]> {
  const rows = await tx.query(
    `select case when state in ('due', 'claimed') then 'waiting' else state end as state,
       case when state = 'sent' then null else why end as why, count(*) as count
     from deliveries where kind = $1 and subject @> $2::jsonb group by 1, 2 order by 1, 2`,
    [which.kind, JSON.stringify(which.subject)],
  );
  return rows.map((row) => {
    const { state, why, count } = countRow.parse(row);
    return { state, why: why ?? undefined, count };
  });
}

/**
 * What waits now: how many are not settled, and by how many seconds the longest waiting one is late. It is asked for every
 * twenty seconds for ever: the two states are counted apart, so that each is read from its own partial index and never
 * all that was ever sent.
 */
export async function backlog(tx: Tx): Promise<{ waiting: number; lagSeconds: number }> {
  const [row] = await tx.query(
    `select sum(waiting) as waiting,
       coalesce(greatest(0, extract(epoch from clock_timestamp() - min(since))), 0)::float8 as lag
     from (select count(*) as waiting, min(not_before) as since from deliveries where state = 'due'
           union all
           select count(*), min(not_before) from deliveries where state = 'claimed') as waits`,
  );
  const { waiting, lag } = backlogRow.parse(row);
  return { waiting, lagSeconds: lag };
}

/** Whether a delivery of this kind and about this subject is still on the road. */
export async function isOnTheRoad(
  tx: Tx,
  { kind, subject }: { kind: DeliveryKind; subject: Record<string, string> },
): Promise<boolean> {
  const rows = await tx.query(
    `select from deliveries where state in ('due', 'claimed') and kind = $1 and subject @> $2::jsonb limit 1`,
    [kind, JSON.stringify(subject)],
  );
  return rows.length > 0;
}

/** Whether nothing is due at this moment and nobody is at work, on any instance. */
export async function isNothingDue(tx: Tx): Promise<boolean> {
  const rows = await tx.query(
    `select from deliveries
     where state = 'claimed' or (state = 'due' and not_before <= clock_timestamp()) limit 1`,
  );
  return rows.length === 0;
}

const countRow = z.object({
  state: z.enum(['waiting', 'sent', 'skipped', 'failed']),
  why: z.string().nullable(),
  count: z.string().transform(Number),
});

const backlogRow = z.object({ waiting: z.string().transform(Number), lag: z.number() });
