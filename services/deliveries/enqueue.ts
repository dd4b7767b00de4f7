import type { Tx } from '../store/database.ts';
import { type DeliveryKind, type Operation, priorityOf } from './delivery.ts';

export interface NewDelivery {
  /** Says what it is, so that planning it twice makes it once: a reminder's is phase, phase date, offset, account. */
  key: string;
  kind: DeliveryKind;
  operation: Operation;
  target: {
    /** Entra object id. */
    accountId: string;
    /** Of the message to edit or remove. */
    activityId?: string | undefined;
  };
  /** Ids, never content: content is made when it is sent, from the facts of that moment. */
  subject: Record<string, string>;
  /** By the rollout's clock: not sent after it, but skipped as `too-late`. */
  expiresAt?: Date | undefined;
}

/**
 * Puts deliveries on the road and returns how many were new; those whose key is known already are left as they are,
 * whatever became of them. Call it in the transaction that decides on them, and wake the dispatcher after the commit.
 */
export async function enqueue(tx: Tx, deliveries: NewDelivery[]): Promise<number> {
  let made = 0;
  for (let from = 0; from < deliveries.length; from += rowsPerStatement) {
    const rows = deliveries.slice(from, from + rowsPerStatement).map(toRow);
    const inserted = await tx.query(insert, [JSON.stringify(rows)]);
    made += inserted.length;
  }
  return made;
}

/** The embedded engine works on the event loop: a larger insert holds up every conversation. */
const rowsPerStatement = 500;

const insert = `
  insert into deliveries (key, kind, operation, account_id, activity_id, subject, priority, expires_at)
  select key, kind, operation, account_id, activity_id, subject, priority, expires_at
  from jsonb_to_recordset($1::jsonb) as new(
    key text, kind text, operation text, account_id text, activity_id text, subject jsonb, priority smallint,
    expires_at timestamptz)
  on conflict (key) do nothing
  returning id`;

function toRow(delivery: NewDelivery): Record<string, unknown> {
  return {
    key: delivery.key,
    kind: delivery.kind,
    operation: delivery.operation,
    account_id: delivery.target.accountId,
    activity_id: delivery.target.activityId,
    subject: delivery.subject,
    priority: priorityOf(delivery.kind),
    expires_at: delivery.expiresAt?.toISOString(),
  };
}
