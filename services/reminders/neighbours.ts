import { z } from 'zod';
import type { Delivery } from '../deliveries/delivery.ts';
import type { Tx } from '../store/database.ts';
import { askedPrefix } from './asked.ts';

/** What the other reminders of an account mean for one that is about to go out. */
export interface Neighbours {
  /** A later one was planned, which says what is right now: it is on the road, or it has gone. */
  isSuperseded: boolean;
  /**
   * Since when, by the rollout's clock, the account has been waiting for a reminder that did not come: when the oldest was
   * planned that still waits, or that ended because this one took its place. Undefined where nothing waited before.
   */
  waitingSince: Date | undefined;
}

/**
 * Looks at the reminders of one account, which tell of their planning in their subject (`plannedAt`, ISO 8601 in UTC, so
 * that they sort as text). What was planned before the last one that was sent does not wait any more. One that somebody
 * asked for and a planned one never take each other's place, since each may be of a phase for which the account is ready:
 * the first of them to go out is the day's. `now` is the rollout's clock: what was planned after it, while the clock was
 * ahead, says nothing yet.
 */
export async function neighboursOf(tx: Tx, delivery: Delivery, now: Date): Promise<Neighbours> {
  const { plannedAt = '', offset = '' } = delivery.subject;
  const rows = await tx.query(
    `with others as (
       select state, why, subject ->> 'plannedAt' as planned_at,
              coalesce(subject ->> 'offset', '') like '${askedPrefix}%' as is_asked
         from deliveries
        where account_id = $1 and kind = 'reminder' and operation = 'send' and id <> $2::bigint
          and subject ->> 'plannedAt' <= $5
     )
     select exists (select from others where planned_at > $3 and is_asked = $4 and state in ('due', 'claimed', 'sent')) as is_superseded,
            (select min(planned_at) from others
              where planned_at < $3 and (state = 'due' or (state = 'skipped' and why = 'superseded'))
                and planned_at > coalesce((select max(planned_at) from others where state = 'sent'), '')
            ) as waiting_since`,
    [
      delivery.accountId,
      delivery.id,
      plannedAt,
      offset.startsWith(askedPrefix),
      new Date(now.getTime() + clocksDifferMs).toISOString(),
    ],
  );
  const { is_superseded, waiting_since } = neighboursRow.parse(rows[0]);
  return {
    isSuperseded: is_superseded,
    waitingSince: waiting_since === null ? undefined : new Date(waiting_since),
  };
}

/** By how much the clocks of two instances may differ. */
const clocksDifferMs = 60_000;

const neighboursRow = z.object({ is_superseded: z.boolean(), waiting_since: z.string().nullable() });
