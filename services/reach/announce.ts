import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import type { Graph } from '../graph/client.ts';
import { eachMemberPage } from '../graph/groups.ts';
import { instantAt, isWithinWorkingHours, today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { countUnreached, type UnreachedFigures } from './figures.ts';
import { callFromDays, lastDateWithin } from './school-days.ts';

export interface AnnounceCallListDeps {
  database: Database;
  graph: Graph;
  clock: Clock;
  plan: RolloutPlan;
  serviceDeskGroupId: string;
}

/**
 * Once a working day, from the plan's reminder time on: where more accounts than the desk was last told of are to be called
 * for some phase now, because its date has come near or because they were lost, a message to every member of the service
 * desk who has the app. Gives the number of messages made. Everything is in durable state: running it twice, or on two
 * instances, makes nothing twice. Throws GraphFailure where Graph does not say who is in the group; the next run tries again, and
 * counts anew unless it is given the same `count`.
 */
export async function announceCallList(
  deps: AnnounceCallListDeps,
  count = createDailyCount(deps),
): Promise<number> {
  const { database, plan, clock } = deps;
  const now = clock.now();
  const day = today(plan, now);
  if (!isWithinWorkingHours(plan, now) || now < instantAt(plan, day, plan.reminders.time)) return 0;
  const before = await lastTold(database);
  if (before.lookedOn === day) return 0;

  const toCall = await count(now);
  const hasNews = [...toCall].some(([key, count]) => count > (before.told[key] ?? 0));
  const members = hasNews ? await reachableMembers(deps) : [];
  // Whoever could not be told today is told tomorrow.
  const isTold = !hasNews || members.length > 0;
  return database.transaction(async (tx) => {
    const made = await enqueue(
      tx,
      members.map((accountId) => ({
        key: `call-list:${day}:${accountId}`,
        kind: 'call-list',
        operation: 'send',
        target: { accountId },
        subject: { day },
        expiresAt: instantAt(plan, day, plan.reminders.workingHours.to),
      })),
    );
    await remember(tx, day, isTold ? Object.fromEntries(toCall) : before.told);
    return made;
  });
}

/** The figures of the dates that at most five school days are left before, or that have come. */
export function figuresToCall(plan: RolloutPlan, now: Date, figures: UnreachedFigures[]): UnreachedFigures[] {
  const last = lastDateWithin(plan.reminders, today(plan, now), callFromDays);
  return figures.filter(({ date, notReached, called }) => date <= last && notReached > called);
}

/**
 * Gives a function that counts, by phase and date, whom the desk is to call. It counts all accounts, so it does it once for
 * each day and state of the plan. Memory only: a process that starts anew counts anew.
 */
export function createDailyCount({
  database,
  plan,
}: Pick<AnnounceCallListDeps, 'database' | 'plan'>): (now: Date) => Promise<Map<string, number>> {
  let counted: { of: string; counts: Map<string, number> } | undefined;
  return async (now) => {
    const of = `${today(plan, now)} ${plan.revision ?? 0}`;
    if (counted?.of !== of) {
      counted = { of, counts: countsToCall(plan, now, await countUnreached(database, { plan, now })) };
    }
    return counted.counts;
  };
}

function countsToCall(plan: RolloutPlan, now: Date, figures: UnreachedFigures[]): Map<string, number> {
  return new Map(
    figuresToCall(plan, now, figures).map(({ phaseId, date, notReached, called }) => [
      `${phaseId} ${date}`,
      notReached - called,
    ]),
  );
}

/** Blocked accounts are left out, and those without the app: a message to a person is no reason to install it for them. */
async function reachableMembers({
  database,
  graph,
  serviceDeskGroupId,
}: AnnounceCallListDeps): Promise<string[]> {
  const found: string[] = [];
  for await (const page of eachMemberPage(graph, serviceDeskGroupId)) {
    const ids = page.filter(({ accountEnabled }) => accountEnabled).map(({ id }) => id);
    const rows = await database.query<{ account_id: string }>(
      'select account_id from conversations where account_id = any($1::text[]) and installed and blocked is null',
      [ids],
    );
    found.push(...rows.map(({ account_id }) => account_id));
  }
  return found;
}

interface Told {
  lookedOn: IsoDate | undefined;
  told: Record<string, number>;
}

async function lastTold(tx: Tx): Promise<Told> {
  const [row] = z.array(toldRow).parse(await tx.query('select looked_on, told from reach_told'));
  return { lookedOn: row?.looked_on, told: row?.told ?? {} };
}

async function remember(tx: Tx, day: IsoDate, told: Record<string, number>): Promise<void> {
  await tx.query(
    `insert into reach_told (id, looked_on, told) values (1, $1, $2::jsonb)
     on conflict (id) do update set looked_on = excluded.looked_on, told = excluded.told`,
    [day, JSON.stringify(told)],
  );
}

const toldRow = z.object({ looked_on: z.string(), told: z.record(z.number()) });
