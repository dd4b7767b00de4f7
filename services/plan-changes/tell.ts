import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue, type NewDelivery } from '../deliveries/enqueue.ts';
import {
  addDays,
  instantAt,
  isWithinWorkingHours,
  nextWorkingDayOnOrAfter,
  today,
} from '../rollout/calendar.ts';
import { toldDateOf } from '../rollout/live-plan.ts';
import type { IsoDate, Phase, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { allChanges, type RecordedChange } from './changes.ts';
import { toldAccounts } from './told-accounts.ts';

export interface TellDeps {
  database: Database;
  clock: Clock;
  /** As the newest change left it. */
  plan: RolloutPlan;
}

/** Somebody who could not be told within so many working days has had a reminder of the new date, or will have. */
const workingDaysToTell = 5;

/**
 * Makes a message for every account that was told another date than holds since a change, also for those who are ready:
 * they were told a wrong date as well. Only within working hours. Page by page from durable state, so a crash loses and
 * doubles nothing; a change that a newer one of the same date follows is left to that one. Gives how many were made.
 */
export async function tellOfChanges({ database, clock, plan }: TellDeps): Promise<number> {
  const now = clock.now();
  if (!isWithinWorkingHours(plan, now)) return 0;
  const open = await openTellings(database);
  if (open.length === 0) return 0;
  const changes = await allChanges(database);
  let made = 0;
  for (const { changeId, after } of open) {
    const change = changes.find(({ id }) => id === changeId);
    const phase = plan.phases.find(({ id }) => id === change?.phaseId);
    if (change && phase && !isFollowed(changes, change)) {
      made += await tellOf({ database, plan, now }, { change, changes, phase, after });
    }
    await database.query(`update plan_tellings set done_at = $2, after_account = '' where change_id = $1`, [
      changeId,
      now,
    ]);
  }
  return made;
}

/** Whether a later change decides the same date for everybody whom this one concerns. */
function isFollowed(changes: readonly RecordedChange[], { id, phaseId, school }: RecordedChange): boolean {
  return changes.some(
    (later) =>
      later.id > id && later.phaseId === phaseId && (later.school === undefined || later.school === school),
  );
}

interface Telling {
  change: RecordedChange;
  changes: readonly RecordedChange[];
  phase: Phase;
  after: string;
}

async function tellOf(
  { database, plan, now }: { database: Database; plan: RolloutPlan; now: Date },
  { change, changes, phase, after: from }: Telling,
): Promise<number> {
  const day = today(plan, now);
  const expiresAt = lastMoment(plan, day);
  let made = 0;
  for await (const { accounts, last } of toldAccounts(database, plan, {
    changes,
    phase,
    school: change.school,
    after: from,
  })) {
    const due = accounts.flatMap(({ id, domain, told }): NewDelivery[] => {
      const current = toldDateOf(phase, domain);
      if (told === current) return [];
      return [
        {
          key: `date-moved:${phase.id}:${current}:${change.id}:${id}`,
          kind: 'date-moved',
          operation: 'send',
          target: { accountId: id },
          subject: { phaseId: phase.id, phaseDate: current, changeId: String(change.id), day },
          expiresAt,
        },
      ];
    });
    made += await database.transaction(async (tx) => {
      await tx.query('update plan_tellings set after_account = $2 where change_id = $1', [change.id, last]);
      return enqueue(tx, due);
    });
  }
  return made;
}

/** The end of the working hours of the fifth working day, this one included. */
function lastMoment(plan: RolloutPlan, day: IsoDate): Date {
  let last = day;
  for (let more = 1; more < workingDaysToTell; more += 1) {
    last = nextWorkingDayOnOrAfter(plan.reminders, addDays(last, 1));
  }
  return instantAt(plan, last, plan.reminders.workingHours.to);
}

const openRow = z
  .object({ change_id: z.coerce.number(), after_account: z.string() })
  .transform((found) => ({ changeId: found.change_id, after: found.after_account }));

async function openTellings(tx: Tx): Promise<{ changeId: number; after: string }[]> {
  return z
    .array(openRow)
    .parse(
      await tx.query(
        'select change_id, after_account from plan_tellings where done_at is null order by change_id',
      ),
    );
}
