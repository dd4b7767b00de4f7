import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { isDirectoryListed } from '../directory/sweep-due.ts';
import { instantAt, isWithinWorkingHours, nextWorkingDayAfter, today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import { nextDueAfter, type Window } from './due.ts';
import { type DueGroup, datesKey, dueGroups } from './due-groups.ts';
import { dropWaves, expandWaves, storeWaves } from './waves.ts';

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

/** What one planning did: how many deliveries it newly made, and whether some are still to be made. */
export interface Planned {
  made: number;
  isComplete: boolean;
}

/**
 * Plans every reminder that has become due since the last planning, by the rollout's clock, and makes deliveries of them
 * as the dispatcher needs them. What is due is written down group by group (`reminder_waves`), so a planning takes
 * milliseconds however large the tenant is; call it again every few seconds to have the rest made.
 *
 * - Outside the plan's working hours it waits: what became due at night or on a day off goes out at the next working hour.
 * - Running it twice, or on two instances, or after a kill at any moment, makes each delivery once (its key: phase, phase
 *   date, offset, account) and loses none: the moment up to which all is planned moves when the last page is made.
 * - After a long silence each account gets at most the latest reminder, not the whole series. What a planning left over on
 *   another day is planned anew with what has become due since.
 * - Where the plan's dates have changed, what falls on this day by the new ones is planned too, and nothing older.
 */
export async function planDue(deps: PlanDueDeps): Promise<Planned> {
  const { plan, database } = deps;
  const now = deps.clock.now();
  if (!isWithinWorkingHours(plan, now) || !(await isDirectoryListed(database, plan))) return nothing;
  const standing = await readStanding(database);
  const dates = datesKey(plan);
  if (isUnderWay(standing, { plan, now, dates })) return goOn(database);

  const after = await planningFrom(deps, { standing, now, dates });
  const next = nextDueAfter(plan, after);
  if (now <= after || !next || next > now) {
    await notePlanned(database, { plan, standing, now, dates });
    return nothing;
  }
  await deps.refreshReport();
  const groups = dueGroups(plan, { after, until: now });
  await begin(deps, { groups, window: { after, until: now }, dates });
  const planned = await goOn(database);
  if (planned.made > 0)
    deps.onLag((now.getTime() - Math.min(...groups.map(({ dueAt }) => dueAt.getTime()))) / 1000);
  return planned;
}

const nothing: Planned = { made: 0, isComplete: true };

const standingRow = z
  .object({
    planned_until: z.date(),
    planning_until: z.date().nullable(),
    planning_day: z.string().nullable(),
    dates: z.string().nullable(),
  })
  .transform((row) => ({
    plannedUntil: row.planned_until,
    planningUntil: row.planning_until,
    planningDay: row.planning_day,
    dates: row.dates,
  }));
type Standing = z.output<typeof standingRow>;

async function readStanding(tx: Tx): Promise<Standing | undefined> {
  const rows = await tx.query('select planned_until, planning_until, planning_day, dates from reminder_plan');
  return z.array(standingRow).parse(rows)[0];
}

interface Moment {
  now: Date;
  /** {@link datesKey} of the plan. */
  dates: string;
}

/** Whether waves of this day, made from these dates, are still to become deliveries. */
function isUnderWay(
  standing: Standing | undefined,
  { plan, now, dates }: Moment & { plan: RolloutPlan },
): boolean {
  if (!standing?.planningUntil) return false;
  return (
    standing.planningDay === today(plan, now) && standing.dates === dates && standing.planningUntil <= now
  );
}

/** Makes the next deliveries, and after the last one moves the moment up to which all is planned. */
async function goOn(database: Database): Promise<Planned> {
  const expanded = await expandWaves(database);
  if (expanded.isComplete) {
    await database.query(
      `update reminder_plan set planned_until = planning_until, planning_until = null, planning_day = null
        where planning_until is not null and not exists (select from reminder_waves)`,
    );
  }
  return expanded;
}

/**
 * The moment after which nothing has been planned. It is written down at the first planning, so that what becomes due
 * while the service is stopped later is not forgotten. One that lies ahead of the clock was written while the clock
 * was wrong: planning begins again with this day, and the keys keep what was sent from being sent again. So it does where
 * the dates have changed since.
 */
async function planningFrom(
  { database, plan, log }: PlanDueDeps,
  { standing, now, dates }: Moment & { standing: Standing | undefined },
): Promise<Date> {
  const until = standing?.plannedUntil;
  const beginning = beginningOfDay(plan, now);
  if (until && until.getTime() - now.getTime() <= longestAheadMs) {
    const haveDatesChanged = standing.dates !== null && standing.dates !== dates;
    return haveDatesChanged && beginning < until ? beginning : until;
  }
  await database.transaction(async (tx) => {
    if (until) {
      log.error({ plannedUntil: until, now }, 'the clock was ahead when reminders were last planned');
      await forgetPlannedAhead(tx, { now, day: today(plan, now) });
    }
    await rememberPlanned(tx, { until: beginning, dates });
  });
  return beginning;
}

/**
 * What was planned by a clock that was ahead, and not sent, is as if it had never been: each comes again when it is really
 * due. So does every wish to be reminded on this day or later; what was sent keeps its key, and is not sent twice.
 */
async function forgetPlannedAhead(tx: Tx, { now, day }: { now: Date; day: IsoDate }): Promise<void> {
  await tx.query(
    `delete from deliveries
      where kind = 'reminder' and operation = 'send' and state in ('due', 'skipped') and attempts = 0
        and subject ->> 'plannedAt' > $1 and subject ->> 'offset' ~ '^-?[0-9]+$'`,
    [now.toISOString()],
  );
  await tx.query('update snoozes set planned = false where planned and until_day >= $1', [day]);
}

/** The day's first planning looks back to midnight, so that a service that starts at nine sends what was due at half past eight. */
function beginningOfDay(plan: RolloutPlan, now: Date): Date {
  return new Date(instantAt(plan, today(plan, now), '00:00').getTime() - 1);
}

/** Several instances' clocks may differ by seconds; a day leaves no doubt that one was wrong. */
const longestAheadMs = 24 * 60 * 60 * 1000;

/**
 * Nothing was due up to now. Written down once a day, and when the dates changed: a date that is moved later then brings
 * what falls on that day, and not what would have been due in the weeks before it was decided.
 */
async function notePlanned(
  database: Database,
  { plan, standing, now, dates }: Moment & { plan: RolloutPlan; standing: Standing | undefined },
): Promise<void> {
  if (!standing || standing.plannedUntil >= now) return;
  const isNoted = today(plan, standing.plannedUntil) === today(plan, now) && standing.dates === dates;
  if (!isNoted) await rememberPlanned(database, { until: now, dates });
}

/** In one transaction with all its groups, so that a planning is begun whole or not at all. */
async function begin(
  { database, plan }: PlanDueDeps,
  planning: { groups: DueGroup[]; window: Window; dates: string },
): Promise<void> {
  const { after, until } = planning.window;
  const day = today(plan, until);
  await database.transaction(async (tx) => {
    // A second instance waits here, and finds the planning begun.
    const rows = await tx.query(
      `update reminder_plan set planned_until = least(planned_until, $1), planning_until = $2, planning_day = $3, dates = $4
        where planning_until is distinct from $2 and planned_until < $2
        returning id`,
      [after, until, day, planning.dates],
    );
    if (rows.length === 0) return;
    await dropWaves(tx);
    await storeWaves(tx, planning.groups, { day, plannedAt: until, expiresAt: lastMoment(plan, day) });
  });
}

/**
 * A reminder that could not leave on its day, because Microsoft or Teams gave no answer, may on the next working day, in
 * the words of that day. After that it is dropped with that outcome: the next one says more.
 */
export function lastMoment(plan: RolloutPlan, day: IsoDate): Date {
  return instantAt(plan, nextWorkingDayAfter(plan.reminders, day), plan.reminders.workingHours.to);
}

async function rememberPlanned(tx: Tx, { until, dates }: { until: Date; dates: string }): Promise<void> {
  await tx.query(
    `with dropped as (delete from reminder_waves)
     insert into reminder_plan (id, planned_until, dates) values (1, $1, $2)
     on conflict (id) do update set planned_until = excluded.planned_until, dates = excluded.dates,
       planning_until = null, planning_day = null`,
    [until, dates],
  );
}
