import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue, type NewDelivery } from '../deliveries/enqueue.ts';
import { isDirectoryListed } from '../directory/sweep-due.ts';
import { instantAt, isWithinWorkingHours, today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { nextSchoolCardAfter, type SchoolCardDue, schoolCardKey, schoolCardsBetween } from './due.ts';

export interface PlanSchoolCardsDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
}

/**
 * Makes the deliveries of every school card that has become due since the last planning, by the rollout's clock and within
 * the plan's working hours. Running it twice, or on two instances, makes each once. Call it before reminders are planned:
 * a head's own reminder of that day goes into the card.
 */
export async function planSchoolCards({
  database,
  clock,
  plan,
}: PlanSchoolCardsDeps): Promise<{ made: number }> {
  const now = clock.now();
  if (!plan.heads || !isWithinWorkingHours(plan, now) || !(await isDirectoryListed(database, plan))) {
    return { made: 0 };
  }
  const after = await planningFrom({ database, plan, now });
  const next = nextSchoolCardAfter(plan, after);
  if (!next || next > now) return { made: 0 };
  const due = schoolCardsBetween(plan, await readHeads(database, plan.heads.cohort), { after, until: now });
  const day = today(plan, now);
  const wave = { day, plannedAt: now, expiresAt: instantAt(plan, day, plan.reminders.workingHours.to) };
  const made = await enqueue(
    database,
    due.map((one) => deliveryOf(one, wave)),
  );
  await rememberPlanned(database, now);
  return { made };
}

function deliveryOf(
  due: SchoolCardDue,
  wave: { day: IsoDate; plannedAt: Date; expiresAt: Date },
): NewDelivery {
  return {
    key: schoolCardKey(due),
    kind: 'school',
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

/**
 * The moment after which nothing has been planned: at the first planning the beginning of the day, so that a service which
 * starts at nine sends what was due at half past eight. A moment far ahead was written while the clock was wrong.
 */
async function planningFrom({ database, plan, now }: Omit<PlanSchoolCardsDeps, 'clock'> & { now: Date }) {
  const until = await plannedUntil(database, now);
  if (until) return until;
  const from = beginningOfDay(plan, now);
  await rememberPlanned(database, from);
  return from;
}

/** Undefined where nothing has been planned, or by a clock that was wrong. */
async function plannedUntil(tx: Tx, now: Date): Promise<Date | undefined> {
  const rows = await tx.query('select planned_until from school_plan');
  const until = z.array(z.object({ planned_until: z.date() })).parse(rows)[0]?.planned_until;
  return until && until.getTime() - now.getTime() <= longestAheadMs ? until : undefined;
}

function beginningOfDay(plan: RolloutPlan, now: Date): Date {
  return new Date(instantAt(plan, today(plan, now), '00:00').getTime() - 1);
}

/**
 * Whether an account is a head's that has a card coming today which is still to be planned. No longer than some minutes
 * after the plan's reminder time: where planning fails, nothing waits for it.
 */
export async function isSchoolCardComing(
  { database, plan }: Omit<PlanSchoolCardsDeps, 'clock'>,
  { accountId, now }: { accountId: string; now: Date },
): Promise<boolean> {
  const until = instantAt(plan, today(plan, now), plan.reminders.time);
  if (!plan.heads || !isWithinWorkingHours(plan, now)) return false;
  if (now.getTime() >= until.getTime() + planningWithinMs) return false;
  const after = (await plannedUntil(database, now)) ?? beginningOfDay(plan, now);
  if (after >= until) return false;
  const rows = await database.query(
    'select id, upn from accounts where id = $1 and cohort = $2 and enabled',
    [accountId, plan.heads.cohort],
  );
  return schoolCardsBetween(plan, z.array(headRow).parse(rows), { after, until }).length > 0;
}

/** Within two seconds as a rule; a planning that waits for Microsoft's report first takes longer. In milliseconds. */
const planningWithinMs = 5 * 60_000;

/** Several instances' clocks may differ by seconds; a day leaves no doubt that one was wrong. */
const longestAheadMs = 24 * 60 * 60 * 1000;

async function rememberPlanned(tx: Tx, now: Date): Promise<void> {
  await tx.query(
    `insert into school_plan (id, planned_until) values (1, $1)
     on conflict (id) do update set planned_until = excluded.planned_until`,
    [now],
  );
}

/** One account a school: a few hundred narrow rows. */
async function readHeads(tx: Tx, cohort: string): Promise<z.infer<typeof headRow>[]> {
  const rows = await tx.query('select id, upn from accounts where cohort = $1 and enabled order by id', [
    cohort,
  ]);
  return z.array(headRow).parse(rows);
}

const headRow = z.object({ id: z.string(), upn: z.string() });
