import type { Tx } from '../store/database.ts';
import type { Delivery } from './delivery.ts';

/**
 * Whether another delivery of the same kind, planned for the same day of the rollout, went to the same account or
 * is on its way there now. The day is a part of the subject (`day`, a date in the plan's zone).
 */
export async function wasSentOnDay(tx: Tx, delivery: Delivery, day: string): Promise<boolean> {
  const rows = await tx.query(
    `select id from deliveries
      where account_id = $1 and kind = $2 and id <> $3::bigint and subject @> $4::jsonb
        and (state = 'sent' or (state = 'claimed' and started_at is not null))
      limit 1`,
    [delivery.accountId, delivery.kind, delivery.id, JSON.stringify({ day })],
  );
  return rows.length > 0;
}
