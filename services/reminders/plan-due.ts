import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue, type NewDelivery } from '../deliveries/enqueue.ts';
import { isDirectoryListed } from '../directory/sweep-due.ts';
import { instantAt, isWithinWorkingHours, today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import { type Due, dueBetween, nextDueAfter, reminderKey } from './due.ts';

export interface PlanDueDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
  log: Pick<Log, 'error'>;
  /** Reads the registration report anew if it is too old for a wave. A failure holds the wave's messages, not its planning. */
  refreshReport(): Promise<void>;
  /** Told how late the oldest of this wave's reminders was planned, in seconds. */
  onLag(seconds: number): void;
}

/** What one planning did: how many deliveries it newly made. */
export interface Planned {
  made: number;
}

/**
 * Makes the deliveries of every reminder that has become due since the last planning, by the rollout's clock.
 * Outside the plan's working hours it waits: what became due at night or on a day off goes out at the next
 * working hour. Running it twice, or on two instances, makes each delivery once (its key: phase, phase date,
 * offset, account). After a long silence each account gets at most the latest reminder, not the whole series.
 */
export async function planDue(deps: PlanDueDeps): Promise<Planned> {
  const { plan, database } = deps;
  const now = deps.clock.now();
  if (!isWithinWorkingHours(plan, now) || !(await isDirectoryListed(database, plan))) return { made: 0 };
  const after = await planningFrom(deps, now);
  const next = nextDueAfter(plan, after);
  if (now <= after || !next || next > now) return { made: 0 };

  await deps.refreshReport();
  const due = dueBetween(plan, await readReachable(database), { after, until: now });
  const day = today(plan, now);
  // Not one transaction: 25,000 rows would hold the embedded database for seconds. The keys make a repeat harmless.
  const made = await enqueue(
    database,
    due.map((one) => deliveryOf(one, { day, plannedAt: now, expiresAt: endOfWorkingDay(plan, day) })),
  );
  await rememberPlanned(database, now);
  if (due.length > 0) deps.onLag((now.getTime() - Math.min(...due.map((one) => one.dueAt.getTime()))) / 1000);
  return { made };
}

/** The day's first planning looks back to midnight, so that a service that starts at nine sends what was due at half past eight. */
function beginningOfDay(plan: RolloutPlan, now: Date): Date {
  return new Date(instantAt(plan, today(plan, now), '00:00').getTime() - 1);
}

/**
 * The moment after which nothing has been planned. It is written down at the first planning, so that what becomes due
 * while the service is stopped later is not forgotten. One that lies ahead of the clock was written while the clock
 * was wrong: planning begins again with this day, and the keys keep what was sent from being sent again.
 */
async function planningFrom({ database, plan, log }: PlanDueDeps, now: Date): Promise<Date> {
  const until = await plannedUntil(database);
  if (until && until.getTime() - now.getTime() <= longestAheadMs) return until;
  if (until) log.error({ plannedUntil: until, now }, 'the clock was ahead when reminders were last planned');
  const from = beginningOfDay(plan, now);
  await rememberPlanned(database, from);
  return from;
}

/** Several instances' clocks may differ by seconds; a day leaves no doubt that one was wrong. */
const longestAheadMs = 24 * 60 * 60 * 1000;

/** A reminder that has not gone out when people go home is dropped with that outcome: the next one says more. */
function endOfWorkingDay(plan: RolloutPlan, day: IsoDate): Date {
  return instantAt(plan, day, plan.reminders.workingHours.to);
}

function deliveryOf(due: Due, wave: { day: IsoDate; plannedAt: Date; expiresAt: Date }): NewDelivery {
  return {
    key: reminderKey(due),
    kind: 'reminder',
    operation: 'send',
    target: { accountId: due.accountId },
    subject: {
      phaseId: due.phaseId,
      phaseDate: due.phaseDate,
      offset: String(due.offset),
      day: wave.day,
      plannedAt: wave.plannedAt.toISOString(),
    },
    expiresAt: wave.expiresAt,
  };
}

async function plannedUntil(tx: Tx): Promise<Date | undefined> {
  const rows = await tx.query('select planned_until from reminder_plan');
  return z.array(z.object({ planned_until: z.date() })).parse(rows)[0]?.planned_until;
}

async function rememberPlanned(tx: Tx, now: Date): Promise<void> {
  await tx.query(
    `insert into reminder_plan (id, planned_until) values (1, $1)
     on conflict (id) do update set planned_until = excluded.planned_until`,
    [now],
  );
}

/**
 * The enabled accounts that a reminder may be meant for. Those that the last known status calls registered are
 * left out here, unless one of their keepers is missing or says that Outlook does not work; everyone else is looked at
 * again at the moment of sending.
 */
async function readReachable(tx: Tx): Promise<{ id: string; upn: string }[]> {
  const rows = await tx.query(
    `select a.id, a.upn
       from accounts a
       left join statuses s on s.account_id = a.id
       left join account_words w on w.account_id = a.id
      where a.enabled and a.cohort is not null
        and (s.registered is not true or w.keepers_waiting > 0 or w.outlook = 'not-working')
      order by a.id`,
  );
  return z.array(z.object({ id: z.string(), upn: z.string() })).parse(rows);
}
