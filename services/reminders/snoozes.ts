import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue, type NewDelivery } from '../deliveries/enqueue.ts';
import { isWithinWorkingHours, today } from '../rollout/calendar.ts';
import { daysUntil } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { lastMoment } from './plan-due.ts';
import { type Snooze, snoozeEnds } from './snooze-days.ts';

/** An account's wish, with the reminder on whose card it was made. */
export interface NewSnooze extends Snooze {
  accountId: string;
  deliveryId: string;
  now: Date;
}

/**
 * How many reminders of this phase and date the account has put off, the one of this card left out: pressed again, a card
 * changes the day and costs nothing more.
 */
export async function snoozesUsed(
  tx: Tx,
  of: { accountId: string; phaseId: string; phaseDate: IsoDate; deliveryId: string },
): Promise<number> {
  const rows = await tx.query(
    `select case when delivery_id = $4::bigint then used - 1 else used end as used from snoozes
      where account_id = $1 and phase_id = $2 and phase_date = $3`,
    [of.accountId, of.phaseId, of.phaseDate, of.deliveryId],
  );
  return z.array(z.object({ used: z.number().int() })).parse(rows)[0]?.used ?? 0;
}

/**
 * Puts an account's reminders off. Done twice it is done once. `most` is the plan's number: where two presses of different
 * cards meet, it says false for the one that would be too many, and nothing changes.
 */
export async function snooze(tx: Tx, wish: NewSnooze, most: number): Promise<boolean> {
  const { accountId, phaseId, phaseDate, untilDay, deliveryId, now } = wish;
  const rows = await tx.query(
    `insert into snoozes as s (account_id, phase_id, phase_date, until_day, used, delivery_id, snoozed_at)
     select $1, $2, $3, $4, 1, $5::bigint, $6 where $7::integer > 0
     on conflict (account_id, phase_id, phase_date) do update
       set until_day = excluded.until_day, delivery_id = excluded.delivery_id, snoozed_at = excluded.snoozed_at,
         planned = s.planned and s.until_day = excluded.until_day,
         used = s.used + (s.delivery_id <> excluded.delivery_id)::integer
       where s.used + (s.delivery_id <> excluded.delivery_id)::integer <= $7::integer
     returning account_id`,
    [accountId, phaseId, phaseDate, untilDay, deliveryId, now, most],
  );
  return rows.length > 0;
}

/** What an account has put off to a day after this one. */
export async function snoozesOf(tx: Tx, accountId: string, day: IsoDate): Promise<Snooze[]> {
  const rows = await tx.query(
    'select phase_id, phase_date, until_day from snoozes where account_id = $1 and until_day > $2',
    [accountId, day],
  );
  return z
    .array(snoozeRow)
    .parse(rows)
    .map((row) => ({ phaseId: row.phase_id, phaseDate: row.phase_date, untilDay: row.until_day }));
}

export interface PlanSnoozedDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
}

/**
 * Makes the deliveries of every reminder that was put off to this day, or to one that passed while nothing was planned,
 * from the plan's reminder time on and in working hours. One whose date has come meanwhile is dropped: the phase's own
 * reminders say more. Whether the account still needs it, and whether the day has brought it a message already, is for the
 * moment of sending to decide. Page by page, each in a transaction: a crash loses nothing and doubles nothing.
 */
export async function planSnoozed(deps: PlanSnoozedDeps): Promise<{ made: number }> {
  const { plan, database } = deps;
  const now = deps.clock.now();
  const day = today(plan, now);
  if (!isWithinWorkingHours(plan, now) || now < snoozeEnds(plan, day)) return { made: 0 };
  let made = 0;
  for (let count = rowsAPage; count === rowsAPage; ) {
    const page = await database.transaction((tx) => planPage(tx, plan, { day, now }));
    made += page.made;
    count = page.count;
  }
  return { made };
}

/** As many rows as one statement may have on the embedded engine. */
const rowsAPage = 500;

async function planPage(
  tx: Tx,
  plan: RolloutPlan,
  { day, now }: { day: IsoDate; now: Date },
): Promise<{ count: number; made: number }> {
  const rows = await tx.query(
    `update snoozes set planned = true
      where (account_id, phase_id, phase_date) in (
        select account_id, phase_id, phase_date from snoozes
         where not planned and until_day <= $1 order by until_day, account_id limit ${rowsAPage} for update)
     returning account_id, phase_id, phase_date, until_day`,
    [day],
  );
  const wishes = z.array(snoozeRow.extend({ account_id: z.string() })).parse(rows);
  const expiresAt = lastMoment(plan, day);
  const deliveries = wishes
    .filter((wish) => wish.phase_date >= day)
    .map(
      (wish): NewDelivery => ({
        key: `reminder:${wish.phase_id}:${wish.phase_date}:snooze-${wish.until_day}:${wish.account_id}`,
        kind: 'reminder',
        operation: 'send',
        target: { accountId: wish.account_id },
        subject: {
          phaseId: wish.phase_id,
          phaseDate: wish.phase_date,
          offset: String(daysUntil(day, wish.phase_date)),
          day,
          plannedAt: now.toISOString(),
        },
        expiresAt,
      }),
    );
  return { count: wishes.length, made: await enqueue(tx, deliveries) };
}

const snoozeRow = z.object({ phase_id: z.string(), phase_date: z.string(), until_day: z.string() });
