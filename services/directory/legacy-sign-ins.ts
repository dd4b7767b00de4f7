import { z } from 'zod';
import { GraphFailure } from '../graph/client.ts';
import {
  eachLegacySignInPage,
  type LegacyProtocol,
  legacyProtocols,
  type SignIn,
} from '../graph/sign-ins.ts';
import { addDays, today } from '../rollout/calendar.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { DirectoryDeps } from './accounts.ts';
import { clocksDifferMs, isWithin } from './clocks.ts';
import { closeGap, gapIn, isWorthAsking, noteGap, readGap } from './graph-gaps.ts';
import { beginReading, endReading, findReading, keepPosition } from './graph-readings.ts';
import { eachLot } from './lots.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';

export interface LegacySignInsDeps extends DirectoryDeps {
  budget: PersonCheckBudget;
}

/** Who connects the old way is read once a day, in milliseconds of the rollout's clock. */
const everyMs = 24 * 3_600_000;

/** The log keeps 30 days (facts page, section 2). */
const logKeepsDays = 30;

/** Sign-ins reach the log within minutes, some after hours: the last ones are read again. */
const overlapMs = 6 * 3_600_000;

/** 50,000 sign-ins of one protocol a day. Newest come first, so what is left out is older. */
const mostPages = 100;

/**
 * Learns from the sign-in log who still connects in a way that cannot ask for a second step, once a day, and keeps of
 * each account the last day and the protocol. Goes on where it was cut short. Where the tenant has no licence or this app
 * no permission for the log, that is written down and Graph is asked again the next day. Throws GraphFailure.
 */
export async function readLegacySignIns(deps: LegacySignInsDeps): Promise<void> {
  const { database, clock } = deps;
  const now = clock.now();
  if (!isWorthAsking(await readGap(database, 'sign-ins'), now)) return;
  try {
    for (const protocol of legacyProtocols) {
      if (await isDue(database, protocol, now)) await readProtocol(deps, protocol);
    }
    await closeGap(database, 'sign-ins');
  } catch (error) {
    const why = error instanceof GraphFailure ? gapIn(error) : undefined;
    if (why === undefined) throw error;
    await noteGap(database, 'sign-ins', why, now);
    deps.log.info({ why }, 'the sign-in log cannot be read');
  }
}

/** How many enabled accounts of the plan connected the old way in the last 30 days, and up to when the log was read. */
export interface LegacyCount {
  accounts: number;
  asOf: Date;
}

/** Undefined before the log was read to its end. */
export async function countLegacySignIns(
  tx: Tx,
  plan: RolloutPlan,
  now: Date,
): Promise<LegacyCount | undefined> {
  const rows = await tx.query(
    `select (select min(covered_until) from graph_readings where name = any($1::text[])
              having count(covered_until) = $2::integer) as as_of,
            (select count(*) from legacy_sign_ins l join accounts a on a.id = l.account_id
              where l.last_day >= $3::date and a.enabled and a.cohort is not null) as accounts`,
    [legacyProtocols.map(nameOf), legacyProtocols.length, addDays(today(plan, now), -logKeepsDays)],
  );
  const { as_of, accounts } = countRow.parse(rows[0]);
  return as_of === null ? undefined : { accounts, asOf: as_of };
}

const countRow = z.object({ as_of: z.date().nullable(), accounts: z.coerce.number() });

const nameOf = (protocol: LegacyProtocol) => `legacy-sign-ins ${protocol}`;

async function isDue(tx: Tx, protocol: LegacyProtocol, now: Date): Promise<boolean> {
  const reading = await findReading(tx, nameOf(protocol));
  if (reading?.finishedAt === undefined) return true;
  return !isWithin(everyMs - 1, reading.begunAt, now);
}

async function readProtocol(deps: LegacySignInsDeps, protocol: LegacyProtocol): Promise<void> {
  const { database, graph, plan, clock, budget } = deps;
  const now = clock.now();
  const name = nameOf(protocol);
  const earlier = await findReading(database, name);
  const canGoOn = earlier?.finishedAt === undefined && earlier?.position !== undefined && earlier.isLinkFresh;
  const from = canGoOn ? earlier.position : undefined;
  if (from === undefined) await beginReading(database, name, now);
  const keepsSince = now.getTime() - logKeepsDays * 24 * 3_600_000;
  const covered = earlier?.coveredUntil?.getTime() ?? 0;
  const since = new Date(
    Math.max(keepsSince, covered > now.getTime() + clocksDifferMs ? 0 : covered - overlapMs),
  );
  let pages = from === undefined ? 0 : (earlier?.pages ?? 0);
  try {
    if (!(await budget.reserve(longestPageWaitMs))) return;
    for await (const page of eachLegacySignInPage(graph, { protocol, since, from })) {
      await storeSignIns(database, plan, protocol, page.items);
      pages += 1;
      if (page.next === undefined || pages >= mostPages) break;
      await keepPosition(database, name, page.next);
      if (!(await budget.reserve(longestPageWaitMs))) return;
    }
  } catch (error) {
    // The link that was kept is too old: from the first page then.
    if (from === undefined || !(error instanceof GraphFailure) || error.code !== 'refused') throw error;
    await beginReading(database, name, now);
    return readProtocol(deps, protocol);
  }
  await endReading(database, name, clock.now());
}

/** How long a page waits for its slot among the identity requests, in milliseconds; then the next look goes on. */
const longestPageWaitMs = 15_000;

async function storeSignIns(
  tx: Tx,
  plan: RolloutPlan,
  protocol: LegacyProtocol,
  signIns: SignIn[],
): Promise<void> {
  const days = new Map<string, string>();
  for (const { accountId, at } of signIns) {
    const day = today(plan, at);
    if (day > (days.get(accountId) ?? '')) days.set(accountId, day);
  }
  const rows = [...days].map(([id, day]) => ({ id, day }));
  await eachLot(rows, async (lot) => {
    await tx.query(
      `insert into legacy_sign_ins (account_id, protocol, last_day)
       select r.id, $2, r.day from jsonb_to_recordset($1::jsonb) as r(id text, day date)
        where exists (select from accounts a where a.id = r.id)
       on conflict (account_id) do update set protocol = excluded.protocol, last_day = excluded.last_day
         where legacy_sign_ins.last_day < excluded.last_day`,
      [JSON.stringify(lot), protocol],
    );
  });
}
