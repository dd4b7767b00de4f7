import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { Delivery } from './delivery.ts';

/**
 * What the bot starts by itself about a phase: of these together an account gets at most one message a day. What a
 * person asked for or wrote (a ticket, a notice) is not meant.
 */
export const onePerDay = ['reminder', 'school', 'date-moved'] as const;

/**
 * Whether another message about a phase (a reminder, a school card, a date that moved) went to the same account on this
 * day of the rollout, or is on its way there now. A message belongs to the day that its subject names (`day`, a date in
 * the plan's zone), or to the later one that {@link noteSendingDay} wrote down.
 */
export async function wasSentOnDay(tx: Tx, delivery: Delivery, day: string): Promise<boolean> {
  return (await sentOnDay(tx, delivery, day)).length > 0;
}

/** What {@link wasSentOnDay} found: as a rule one message. */
export async function sentOnDay(
  tx: Tx,
  delivery: Delivery,
  day: string,
): Promise<{ kind: string; subject: Record<string, string> }[]> {
  const rows = await tx.query(
    `select kind, subject from deliveries
      where account_id = $1 and kind = any($2::text[]) and operation = 'send' and id <> $3::bigint
        and coalesce(day, subject ->> 'day') = $4
        and (state = 'sent' or (state = 'claimed' and started_at is not null))`,
    [delivery.accountId, onePerDay, delivery.id, day],
  );
  return z.array(sentRow).parse(rows);
}

const sentRow = z.object({ kind: z.string(), subject: z.record(z.string()) });

/**
 * Notes that a message goes out on another day of the rollout than its subject names, because it waited. Call it when the
 * decision is to send, before the request. Writes nothing where the subject names that day.
 */
export async function noteSendingDay(tx: Tx, delivery: Delivery, day: string): Promise<void> {
  if (delivery.subject.day === day) {
    await tx.query('update deliveries set day = null where id = $1::bigint and day is not null', [
      delivery.id,
    ]);
    return;
  }
  await tx.query('update deliveries set day = $2 where id = $1::bigint', [delivery.id, day]);
}
