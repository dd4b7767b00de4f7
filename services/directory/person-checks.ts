import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { getMethods } from '../graph/authentication.ts';
import { GraphFailure } from '../graph/client.ts';
import { createLease } from '../jobs/lease.ts';
import { isWithinWorkingHours } from '../rollout/calendar.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { DirectoryDeps } from './accounts.ts';
import { clocksDiffer } from './clocks.ts';
import { closeGap, gapIn, noteGap, readGap } from './graph-gaps.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { checkServesMs, dueForCheck } from './person-check-queue.ts';
import { isPassing } from './reading-place.ts';
import { storeCheckedMethods } from './status-rows.ts';

export interface PersonChecksDeps extends DirectoryDeps {
  budget: PersonCheckBudget;
}

/**
 * How many accounts can be asked about singly in an hour, rounded down: four in ten seconds and one for the way
 * (person-check-budget.ts), less what people press and messages take.
 */
export const personChecksAnHour = 1_300;

/**
 * One turn of the checks that nobody pressed for: spends what is left of the budget at this moment on the accounts that
 * are due soonest, and gives how many were asked. People who press a button take no slot, and while a message waits to
 * go out nothing is asked here. What was learnt and when somebody was asked is stored with the account, so that a
 * restart goes on; the list kept in between is only a list of whom to ask next.
 */
export function createPersonChecks(deps: PersonChecksDeps): () => Promise<number> {
  const { database, plan, clock, budget, log } = deps;
  const rest = createLease({ database, name: restName, holder: randomUUID(), seconds: 1 });
  let queue: string[] = [];
  let listedAt = Number.NEGATIVE_INFINITY;
  let isIdle = false;

  async function next(): Promise<string | undefined> {
    const ageMs = performance.now() - listedAt;
    const isStale = ageMs > listServesMs || (queue.length === 0 && (!isIdle || ageMs > idleMs));
    if (isStale) {
      const isReportThere = (await readGap(database, 'registration-report')) === undefined;
      queue = await dueForCheck(database, { plan, now: clock.now(), most: listLength, isReportThere });
      listedAt = performance.now();
      isIdle = queue.length === 0;
    }
    return queue[0];
  }

  return async () => {
    let asked = 0;
    for (;;) {
      if ((await rest.whyResting()) !== undefined || (await isMessageWaiting(database, plan, clock.now())))
        return asked;
      const accountId = await next();
      if (accountId === undefined) return asked;
      if (await wasAskedLately(database, accountId, clock.now())) {
        queue.shift();
        continue;
      }
      if (!(await budget.reserve(0))) return asked;
      queue.shift();
      const failure = await askOne(deps, accountId);
      asked += 1;
      await noteWhetherAllowed(deps, failure);
      if (failure === undefined || failure.code === 'not-found') continue;
      const restMs = Math.max(failure.retryAfterMs ?? 0, isPassing(failure) ? shortestRestMs : refusedRestMs);
      log.info({ outcome: failure.code, restMs }, 'accounts are not asked about singly for a while');
      if (await rest.take()) await rest.rest(Math.min(restMs, refusedRestMs), failure.code);
      return asked;
    }
  };
}

/** Written down for whoever is told what the bot does instead of reading the report. */
async function noteWhetherAllowed({ database, clock }: PersonChecksDeps, failure: GraphFailure | undefined) {
  const why = failure && gapIn(failure);
  if (why) await noteGap(database, 'person-checks', why, clock.now());
  else if (failure === undefined) await closeGap(database, 'person-checks');
}

/** Stores what Graph says; gives the failure where it says nothing. That it was asked is stored before. */
async function askOne(deps: PersonChecksDeps, accountId: string): Promise<GraphFailure | undefined> {
  const { database, graph, clock } = deps;
  const asOf = clock.now();
  await database.query(
    `insert into statuses (account_id, asked_at) values ($1, $2)
     on conflict (account_id) do update set asked_at = excluded.asked_at`,
    [accountId, asOf],
  );
  try {
    const methods = await getMethods(graph, accountId, { tries: 1, totalMs: answerWithinMs });
    await storeCheckedMethods(database, accountId, methods, asOf);
    return undefined;
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}

/** Somebody may have pressed a button, or a message have asked, since the list was made. */
async function wasAskedLately(tx: Tx, accountId: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as found from statuses
      where account_id = $1 and (methods_source = 'person-check' or methods is null)
        and (methods_as_of between $2 and $3::timestamptz + ${clocksDiffer}
          or asked_at between $2 and $3::timestamptz + ${clocksDiffer})`,
    [accountId, new Date(now.getTime() - checkServesMs), now],
  );
  return rows.length > 0;
}

/**
 * Messages that look at a status before they go out, and may now. Those that wait for their hour or day come back to be
 * looked at again and again, and ask nothing; outside working hours none of them does.
 */
async function isMessageWaiting(tx: Tx, plan: RolloutPlan, now: Date): Promise<boolean> {
  if (!isWithinWorkingHours(plan, now)) return false;
  const rows = await tx.query(
    `select exists (
       select from deliveries
        where state = 'due' and not_before <= clock_timestamp() and kind = any($1::text[])
          and (why is null or why <> all($2::text[]))) as waits`,
    [kindsThatAsk, waitsForItsTime],
  );
  return z.object({ waits: z.boolean() }).parse(rows[0]).waits;
}

const kindsThatAsk = ['guide-check', 'date-moved', 'reminder', 'school', 'notice'];

/** Why a message was held without a look at the status (services/reminders and plan-changes, at-send.ts). */
const waitsForItsTime = ['outside-hours', 'not-yet-due', 'already-reminded-today'];

const restName = 'graph-person-checks-rest';

/** How many accounts are listed at a time: some nine minutes of work. */
const listLength = 200;

/** After so long whoever registered, or moved up because a date was moved, counts, in milliseconds. */
const listServesMs = 15 * 60_000;

/** How long nobody is looked for after nobody was found, in milliseconds. */
const idleMs = 5 * 60_000;

const answerWithinMs = 10_000;
const shortestRestMs = 10_000;

/** Where this app may not ask, or Graph asks for longer: somebody who mends it should not wait longer. */
const refusedRestMs = 10 * 60_000;
