import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { getPerUserStates, itemsABatch, type StateAnswer } from '../graph/batch.ts';
import { GraphFailure } from '../graph/client.ts';
import { createLease } from '../jobs/lease.ts';
import { addDays, instantAt, lastWorkingDayOnOrBefore, today } from '../rollout/calendar.ts';
import { datedFor } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { DirectoryDeps } from './accounts.ts';
import { clocksDiffer, isWithin } from './clocks.ts';
import { beginReading, endReading, findReading, keepPosition } from './graph-readings.ts';
import { storeStates } from './status-rows.ts';

/** From two weeks before a date, when the first reminders go out, to four weeks after it, while weekly ones do. */
const daysAround = { daysAhead: 14, daysPast: 28 };

/** Before people come to work and a wave goes out at its usual half past eight. */
const refreshTime = '06:00';

const name = 'per-user-states';

/**
 * - `done`: this morning's reading is there; `asked` is 0 where it was there already
 * - `resting`: Graph asked to be left alone; what was learnt is kept, and the next call goes on
 */
export interface StatesRead {
  kind: 'done' | 'resting';
  asked: number;
}

/**
 * Reads the per-user MFA state of every account of a current phase that is not known to be enforced, once a working day
 * from six in the morning, twenty in a batch and one batch at a time: its throttle is not documented (facts page,
 * section 5). An item that Graph throttles is asked again after as long as it asks, the others of its batch are kept,
 * and those that fail stay as unknown as they were. Goes on where it was cut short. Throws GraphFailure where a whole
 * batch fails before Graph has answered about anybody, or several do in a row; where this app may not ask it gives up until the next working morning.
 */
export async function refreshPerUserStates(deps: DirectoryDeps): Promise<StatesRead> {
  const { database, plan, clock, log } = deps;
  const rest = createLease({ database, name: 'graph-states-rest', holder: randomUUID(), seconds: 1 });
  if ((await rest.whyResting()) !== undefined) return { kind: 'resting', asked: 0 };
  const now = clock.now();
  const from = lastRefresh(plan, now);
  const reading = await findReading(database, name);
  const isThisMornings =
    reading !== undefined && isWithin(now.getTime() - from.getTime(), reading.begunAt, now);
  if (isThisMornings && reading.finishedAt) return { kind: 'done', asked: 0 };
  if (!isThisMornings) await beginReading(database, name, now);
  const begunAt = isThisMornings ? reading.begunAt : now;
  let isAnswered = false;
  let silent = 0;
  let asked = 0;
  try {
    for await (const ids of accountsToAsk(deps, from, isThisMornings ? reading.position : undefined)) {
      const asOf = clock.now();
      const answers = await getPerUserStates(deps.graph, ids);
      silent = areAll(answers, 'no-answer') ? silent + 1 : 0;
      const isInVain = silent > 0 || areAll(answers, 'refused');
      isAnswered ||= isInVain && (await wasAnswered(database, begunAt, asOf));
      // Graph has answered about others: then it is these accounts, which are not asked about again before the next morning.
      const isTheirs = isAnswered && silent < silentInARow;
      await keep(database, answers, { asOf, withSilent: silent > 0 && isTheirs });
      asked += ids.length;
      if (silent > 0 && !isTheirs) throw new GraphFailure('unavailable', noneAnswered);
      if (isInVain && !isAnswered) throw new GraphFailure('forbidden', allRefused);
      const waitMs = longestWait(answers);
      if (waitMs > 0) {
        await rest.take();
        await rest.rest(waitMs, 'throttled');
        return { kind: 'resting', asked };
      }
    }
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.code !== 'forbidden') throw error;
    log.info({ reason: error.message }, 'per-user states are not read until the next working morning');
  }
  await endReading(database, name, clock.now());
  return { kind: 'done', asked };
}

/** The last six o'clock of a working day, in the plan's zone. */
export function lastRefresh(plan: RolloutPlan, now: Date): Date {
  const day = today(plan, now);
  const ofToday = instantAt(plan, day, refreshTime);
  const latest = now >= ofToday ? day : addDays(day, -1);
  return instantAt(plan, lastWorkingDayOnOrBefore(plan.reminders, latest), refreshTime);
}

/** Lots of at most twenty, cohort by cohort. A place is kept after each page of accounts, once all of it was asked. */
async function* accountsToAsk(
  { database, plan, clock }: DirectoryDeps,
  from: Date,
  position: string | undefined,
): AsyncGenerator<string[]> {
  const now = clock.now();
  const kept = position === undefined ? undefined : place.parse(JSON.parse(position));
  const cohorts = plan.cohorts.map(({ id }) => id).sort();
  for (const cohort of cohorts.filter((id) => kept === undefined || id >= kept.cohort)) {
    const isCurrent = currency(plan, cohort, today(plan, now));
    if (!isCurrent.canBe) continue;
    for (let after: string | undefined = cohort === kept?.cohort ? kept.after : ''; after !== undefined; ) {
      const page: Row[] = await readPage(database, { cohort, after, from, now: clock.now() });
      const ids = page.filter((row) => row.is_wanted && isCurrent.of(row.school_domain)).map(({ id }) => id);
      for (let start = 0; start < ids.length; start += itemsABatch)
        yield ids.slice(start, start + itemsABatch);
      after = page.at(-1)?.id;
      if (after !== undefined) await keepPosition(database, name, JSON.stringify({ cohort, after }));
    }
  }
}

const place = z.object({ cohort: z.string(), after: z.string() });

/** Whether a school of a cohort has a current phase. */
function currency(plan: RolloutPlan, cohort: string, day: IsoDate) {
  const [earliest, latest] = [addDays(day, -daysAround.daysPast), addDays(day, daysAround.daysAhead)];
  const isWithin = (date: IsoDate) => earliest <= date && date <= latest;
  const phases = plan.phases.filter((phase) => phase.cohort === cohort);
  const known = new Map<string | null, boolean>();
  return {
    canBe: phases.some(({ date, waves }) => isWithin(date) || waves.some((wave) => isWithin(wave.date))),
    of(school: string | null): boolean {
      const isSo =
        known.get(school) ?? phases.some((phase) => isWithin(datedFor(phase, school ?? undefined).date));
      known.set(school, isSo);
      return isSo;
    },
  };
}

/** A thousand accounts a statement, some 5 ms of work. A time ahead is from before the clock was set back. */
async function readPage(
  tx: Tx,
  { cohort, after, from, now }: { cohort: string; after: string; from: Date; now: Date },
): Promise<Row[]> {
  const rows = await tx.query(
    `select a.id, a.school_domain,
            s.state is distinct from 'enforced'
              and not coalesce(s.state_as_of between $3::timestamptz and $4::timestamptz + ${clocksDiffer}, false)
              and not coalesce(s.state_asked_at between $3::timestamptz and $4::timestamptz + ${clocksDiffer}, false)
                as is_wanted
       from (select id, school_domain from accounts
              where cohort = $1 and id > $2 and enabled order by id limit 1000) a
       left join statuses s on s.account_id = a.id
      order by a.id`,
    [cohort, after, from, now],
  );
  return z.array(rowShape).parse(rows);
}

type Row = z.output<typeof rowShape>;

const rowShape = z.object({
  id: z.string(),
  school_domain: z.string().nullable(),
  is_wanted: z.boolean(),
});

/** After so many batches without any answer it is Graph that fails, not their accounts. */
const silentInARow = 3;

/** Whether this reading, also before it was cut short, learnt the state of anybody. */
async function wasAnswered(tx: Tx, begunAt: Date, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as found from statuses
      where state_as_of between $1 and $2::timestamptz + ${clocksDiffer} and state_asked_at = state_as_of limit 1`,
    [begunAt, now],
  );
  return rows.length > 0;
}

/**
 * Throttled items are to be asked again, and so are those without an answer, unless `withSilent`; the others are not,
 * before the next morning.
 */
async function keep(
  tx: Tx,
  answers: Map<string, StateAnswer>,
  { asOf, withSilent }: { asOf: Date; withSilent: boolean },
): Promise<void> {
  const settled = [...answers].flatMap(([id, answer]) => {
    if (answer.kind === 'throttled' || (answer.kind === 'no-answer' && !withSilent)) return [];
    return [{ id, ...(answer.kind === 'known' && { state: answer.state }) }];
  });
  if (settled.length > 0) await storeStates(tx, settled, asOf);
}

function areAll(answers: Map<string, StateAnswer>, kind: StateAnswer['kind']): boolean {
  return [...answers.values()].every((answer) => answer.kind === kind);
}

/** In milliseconds; 0 where no item was throttled. */
function longestWait(answers: Map<string, StateAnswer>): number {
  const waits = [...answers.values()].map((answer) =>
    answer.kind === 'throttled' ? Math.max(1, answer.retryAfterMs) : 0,
  );
  return Math.max(0, ...waits);
}

const allRefused = 'Microsoft Graph refused every item of a batch: check the permission Policy.Read.All.';
const noneAnswered = 'Microsoft Graph answered no item of a batch.';
