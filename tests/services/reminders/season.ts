import { claim, freeAllClaims } from '../../../services/deliveries/claim.ts';
import type { Delivery } from '../../../services/deliveries/delivery.ts';
import { noteSendingDay, wasSentOnDay } from '../../../services/deliveries/sent-today.ts';
import { cohortsKey } from '../../../services/directory/account-rows.ts';
import {
  decideBeforeAsking,
  decideReminder,
  type ReminderDecision,
} from '../../../services/reminders/at-send.ts';
import { neighboursOf } from '../../../services/reminders/neighbours.ts';
import { planDue } from '../../../services/reminders/plan-due.ts';
import { today } from '../../../services/rollout/calendar.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { dayAfter, instantOf, saidOn } from './oracle.ts';

export interface SeasonAccount {
  id: string;
  cohort: string;
  school: string;
  registeredAt: Date;
}

/** A message that the pretended connector took. */
export interface Sent {
  accountId: string;
  key: string;
  at: Date;
  /** Whether it claims to know how the account stands. */
  claims: boolean;
  /** Whether the process died before it wrote down that this had left. */
  wasInFlight: boolean;
}

export interface SeasonOptions {
  plan: RolloutPlan;
  accounts: SeasonAccount[];
  days: { from: string; to: string };
  /** Microsoft gives no answer within these. */
  outages: { from: Date; to: Date }[];
  /** On these days the process's clock jumps back by an hour at noon. */
  jumpsBack: string[];
  crashes: number;
  /** In [0, 1), repeatable. */
  random(): number;
}

/** Tenant, connector and clock are pretended; planning, claims, decisions and what is stored are the product's. */
export async function playSeason(database: Database, options: SeasonOptions): Promise<Sent[]> {
  const { plan, accounts, outages, random } = options;
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const sent: Sent[] = [];
  await fill(database, plan, accounts);
  let now = new Date(0);
  let reportAt = new Date(0);
  let crashesLeft = options.crashes;
  const looks = daysOf(options.days).flatMap((day) => looksOn(day, options.jumpsBack.includes(day)));
  // On mornings with something to do, each at a random step.
  const busy = looks.flatMap((at, index) => {
    const day = today(plan, at);
    const isMorning = at.getTime() === instantOf(day, '08:30').getTime();
    return isMorning &&
      plan.cohorts.some(({ id }) => saidOn(plan, { cohort: id, school: '' }, day).length > 0)
      ? [index]
      : [];
  });
  const crashAt = new Set(
    Array.from({ length: options.crashes }, () => busy[Math.floor(random() * busy.length)]),
  );

  const isDown = () => outages.some(({ from, to }) => now >= from && now < to);
  async function refreshReport(): Promise<void> {
    if (isDown() || now.getTime() - reportAt.getTime() <= 15 * 60_000) return;
    const seen = accounts.filter(({ registeredAt }) => registeredAt > reportAt && registeredAt <= now);
    for (let from = 0; from < seen.length; from += 5_000) {
      await database.query(
        `update statuses set registered = true, methods = '["authenticator"]', methods_as_of = $2
          where account_id = any($1::text[])`,
        [seen.slice(from, from + 5_000).map(({ id }) => id), now],
      );
    }
    reportAt = now;
  }
  const statusOf = (account: SeasonAccount): MfaStatus => ({
    methods: {
      kind: 'known',
      methods: account.registeredAt <= reportAt ? ['authenticator'] : ['password'],
      source: 'registration-report',
      asOf: reportAt,
    },
    state: { kind: 'unknown', why: 'not asked' },
  });
  const noAnswer: MfaStatus = {
    methods: { kind: 'unknown', why: 'no answer' },
    state: { kind: 'unknown', why: 'no answer' },
  };

  async function decide(delivery: Delivery, hasNeighbours: boolean): Promise<ReminderDecision> {
    const account = byId.get(delivery.accountId);
    if (!account) throw new Error('A reminder for nobody.');
    const { phaseId = '', phaseDate = '', day = '', plannedAt = '', offset } = delivery.subject;
    const beside = hasNeighbours
      ? {
          ...(await neighboursOf(database, delivery, now)),
          remindedToday: await wasSentOnDay(database, delivery, today(plan, now)),
        }
      : { remindedToday: false };
    const known = { plan, upn: delivery.accountId, isEnabled: true, ...beside, now };
    const facts = { ...known, subject: { phaseId, phaseDate, day, offset }, plannedAt: new Date(plannedAt) };
    const early = decideBeforeAsking(facts);
    if (early) return early;
    return decideReminder({
      ...facts,
      status: isDown() ? noAnswer : statusOf(account),
      lastKnown: statusOf(account),
      said: { waitingKeepers: [], outlook: undefined },
    });
  }

  /** Carries one lot to its end as the dispatcher does, but for the requests. Gives how many there were. */
  async function carryLot(diesInside: boolean): Promise<number> {
    const { deliveries } = await claim(database, { claimant: 'season', limit: 500, kinds: ['reminder'] });
    if (deliveries.length > 0) await refreshReport();
    const beside = await accountsWithNeighbours(database, deliveries, today(plan, now));
    const ends: { id: string; state: string; why: string | null }[] = [];
    const held: string[] = [];
    for (const delivery of deliveries) {
      const decision = await decide(delivery, beside.has(delivery.accountId));
      if (decision.kind === 'hold') held.push(delivery.id);
      if (decision.kind === 'skip') ends.push({ id: delivery.id, state: 'skipped', why: decision.why });
      if (decision.kind !== 'send') continue;
      if (delivery.subject.day !== today(plan, now))
        await noteSendingDay(database, delivery, today(plan, now));
      const claims = decision.content.status.methods.kind === 'known';
      const message = { accountId: delivery.accountId, key: delivery.key, at: now, claims };
      // What was under way when the process died: Teams has it, and nobody wrote it down.
      const isLost = diesInside && random() < 0.2;
      sent.push({ ...message, wasInFlight: isLost });
      if (isLost) await started(database, delivery.id);
      else ends.push({ id: delivery.id, state: 'sent', why: null });
    }
    await settleLot(database, ends, held);
    // Of a process that died here, all that it held is free at the next start.
    if (diesInside) await freeAllClaims(database);
    return deliveries.length;
  }

  for (const [index, at] of looks.entries()) {
    now = at;
    const dies = crashAt.has(index) && crashesLeft > 0;
    await database.query(
      `update deliveries set not_before = clock_timestamp() where state = 'due' and not_before > clock_timestamp()`,
    );
    await freeAllClaims(database);
    for (let lot = 0; ; lot += 1) {
      const on = dies && lot === 0 ? dying(database, Math.floor(random() * 12)) : database;
      const planned = await planDue({
        ...{ database: on, plan, log: createLog('silent'), clock: { now: () => now } },
        refreshReport,
        onLag: () => {},
      }).catch(() => ({ made: 0, isComplete: false }));
      if (dies && lot === 0) crashesLeft -= 1;
      const carried = await carryLot(dies && lot <= 1);
      if (carried === 0 && planned.isComplete) break;
      // Some 45 a second leave, and a look comes every two seconds.
      now = new Date(now.getTime() + Math.max(2, carried / 45) * 1000);
    }
  }
  return sent;
}

/** Moments of one day at which the season looks: before people come in, when they do, and some of the day. */
function looksOn(day: string, jumpsBack: boolean): Date[] {
  const times = jumpsBack
    ? ['07:00', '08:30', '12:00', '11:00', '12:30', '16:55']
    : ['07:00', '08:30', '12:00', '16:55'];
  return times.map((time) => instantOf(day, time));
}

function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
  return days;
}

function dying(database: Database, afterStatements: number): Database {
  let run = 0;
  const spend = () => {
    run += 1;
    if (run > afterStatements) throw new Error('killed');
  };
  return {
    ...database,
    query: async (sql, parameters) => {
      spend();
      return database.query(sql, parameters);
    },
    transaction: (work) =>
      database.transaction((tx) =>
        work({
          query: async (sql, parameters) => {
            spend();
            return tx.query(sql, parameters);
          },
        }),
      ),
  };
}

/** Accounts that have another reminder which could matter to one of these: the others need no look at their neighbours. */
async function accountsWithNeighbours(
  database: Database,
  deliveries: Delivery[],
  day: string,
): Promise<Set<string>> {
  const rows = await database.query<{ account_id: string }>(
    `select distinct d.account_id from deliveries d
      where d.account_id = any($1::text[]) and d.id <> all($2::bigint[])
        and (d.state = 'due' or d.why = 'superseded'
             or (d.state = 'sent' and (coalesce(d.day, d.subject ->> 'day') = $3 or d.subject ->> 'plannedAt' > $4)))`,
    [
      deliveries.map(({ accountId }) => accountId),
      deliveries.map(({ id }) => id),
      day,
      deliveries
        .map(({ subject }) => subject.plannedAt ?? '')
        .toSorted()
        .at(0) ?? '',
    ],
  );
  return new Set(rows.map(({ account_id }) => account_id));
}

async function settleLot(
  database: Database,
  ends: { id: string; state: string; why: string | null }[],
  held: string[],
): Promise<void> {
  await database.query(
    `update deliveries d set state = e.state, why = e.why, settled_at = clock_timestamp(), claimed_by = null,
            lease_until = null, started_at = clock_timestamp() - interval '1 minute'
       from jsonb_to_recordset($1::jsonb) as e (id bigint, state text, why text) where d.id = e.id`,
    [JSON.stringify(ends)],
  );
  await database.query(
    `update deliveries set state = 'due', why = 'held', not_before = clock_timestamp() + interval '1 day',
            claimed_by = null, lease_until = null
      where id = any($1::bigint[])`,
    [held],
  );
}

async function started(database: Database, id: string): Promise<void> {
  await database.query(
    `update deliveries set started_at = clock_timestamp() - interval '1 minute' where id = $1`,
    [id],
  );
}

async function fill(database: Database, plan: RolloutPlan, accounts: SeasonAccount[]): Promise<void> {
  for (let from = 0; from < accounts.length; from += 2_000) {
    const rows = accounts.slice(from, from + 2_000).map(({ id, cohort, school }) => ({ id, cohort, school }));
    const given = [JSON.stringify(rows)];
    await database.query(
      `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at)
       select id, id, id, true, school, cohort, 0, now()
         from jsonb_to_recordset($1::jsonb) as r (id text, cohort text, school text)`,
      given,
    );
    await database.query(
      `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
       select id, '["password"]', false, 'registration-report', '2018-10-01'
         from jsonb_to_recordset($1::jsonb) as r (id text)`,
      given,
    );
  }
  await database.query(
    'insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)',
    [cohortsKey(plan)],
  );
}
