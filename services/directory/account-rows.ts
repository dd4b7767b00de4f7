import { z } from 'zod';
import { splitAddress } from '../rollout/address-pattern.ts';
import { cohortOf } from '../rollout/cohorts.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import type { Account } from './account.ts';
import { runAll, type Statement } from './statement.ts';

/**
 * At most this many rows a statement: the embedded engine blocks the process while it works. With 500 the longest of a
 * sweep of 25,000 accounts took 169 ms on two busy cores, where 100 is the most that a turn should wait.
 */
export const rowsAStatement = 200;

/** Which sweep writes, and when by the rollout's clock. */
export interface Sighting {
  sweep: string;
  seenAt: Date;
  /** When Graph told the last sign-ins; without it those that are stored stay. */
  signInsAsOf?: Date;
}

/** An account with its last sign-in, where the listing names one. */
export interface ListedAccount extends Account {
  lastSignIn?: { at: Date; kind: 'successful' | 'attempt' };
}

/** Begins a sweep: its id, higher than every earlier one. */
export async function beginSweep(
  tx: Tx,
  plan: RolloutPlan,
  { now, withSignIns }: { now: Date; withSignIns: boolean },
): Promise<string> {
  const rows = await tx.query(
    'insert into directory_sweeps (started_at, cohorts, with_sign_ins) values ($1, $2, $3) returning id',
    [now, cohortsKey(plan), withSignIns],
  );
  return idRow.parse(rows[0]).id;
}

/** What decides the cohort of every account, as one text. */
export function cohortsKey(plan: RolloutPlan): string {
  return JSON.stringify(plan.cohorts.map(({ id, pattern }) => [id, pattern]));
}

/** The newest sweep's id, also while it is under way; '0' before the first. */
export async function newestSweep(tx: Tx): Promise<string> {
  const rows = await tx.query('select coalesce(max(id), 0) as id from directory_sweeps');
  return idRow.parse(rows[0]).id;
}

/** Stores accounts as a listing gives them; at most `rowsAStatement`, each id once. */
export async function storeListed(
  tx: Tx,
  plan: RolloutPlan,
  accounts: ListedAccount[],
  sighting: Sighting,
): Promise<void> {
  await runAll(tx, [listedStatement(plan, accounts, sighting)]);
}

/** What `storeListed` runs. */
export function listedStatement(plan: RolloutPlan, accounts: ListedAccount[], sighting: Sighting): Statement {
  const told = (column: string) =>
    `${column} = case when excluded.last_sign_in_as_of is null then accounts.${column} else excluded.${column} end`;
  return {
    sql: `${insertFrom('graph')}
     on conflict (id) do update set upn = excluded.upn, display_name = excluded.display_name,
       enabled = excluded.enabled, school_domain = excluded.school_domain, cohort = excluded.cohort,
       sweep = greatest(accounts.sweep, excluded.sweep), seen_at = excluded.seen_at, source = 'graph',
       ${['last_sign_in', 'last_sign_in_kind', 'last_sign_in_as_of'].map(told).join(', ')}`,
    parameters: [rowsFor(plan, accounts), sighting.sweep, sighting.seenAt, sighting.signInsAsOf],
  };
}

/**
 * Stores accounts that the registration report names; at most `rowsAStatement`, each id once. The listing knows better (the report lags), so an account that
 * this sweep listed stays as it is; one that no listing names is enabled, because the report has no disabled ones.
 */
export function reportedStatement(plan: RolloutPlan, accounts: Account[], sighting: Sighting): Statement {
  return {
    sql: `${insertFrom('graph')}
     on conflict (id) do update set upn = excluded.upn, display_name = excluded.display_name,
       enabled = true, school_domain = excluded.school_domain, cohort = excluded.cohort,
       sweep = excluded.sweep, seen_at = excluded.seen_at, source = 'graph'
     where accounts.sweep < excluded.sweep`,
    parameters: [rowsFor(plan, accounts), sighting.sweep, sighting.seenAt, undefined],
  };
}

/** Stores one account that Graph was asked about. It counts as seen by the newest sweep, which may have passed it. */
export async function storeAccount(tx: Tx, plan: RolloutPlan, account: Account, now: Date): Promise<void> {
  await storeListed(tx, plan, [account], { sweep: await newestSweep(tx), seenAt: now });
}

/**
 * Stores what Teams says of the member of a chat, with its time. What Graph ever said of the account stands: only Graph
 * knows whether it is enabled.
 */
export async function storeFromTeams(tx: Tx, plan: RolloutPlan, account: Account, now: Date): Promise<void> {
  await tx.query(
    `${insertFrom('teams')}
     on conflict (id) do update set upn = excluded.upn, display_name = excluded.display_name,
       school_domain = excluded.school_domain, cohort = excluded.cohort, seen_at = excluded.seen_at
     where accounts.source = 'teams'`,
    [rowsFor(plan, [account]), '0', now, undefined],
  );
}

/**
 * Marks as not enabled what a complete listing no longer names, and gives the number. Where the report could not be
 * read, accounts that an earlier report knows are left alone: they may be in the report only. Goes through the accounts
 * in lots, so that no statement takes long and none gives a long list.
 */
export async function disableUnlisted(tx: Tx, sweep: string, isReportComplete: boolean): Promise<number> {
  let gone = 0;
  for (let after: string | null = ''; after !== null; ) {
    const rows: unknown[] = await tx.query(
      `with lot as (select id from accounts where id > $3 order by id limit ${accountsALot}),
            marked as (
              update accounts set enabled = false
               where id = any(array(select id from lot)) and enabled and sweep < $1::bigint
                 and ($2::boolean or not exists (
                   select 1 from statuses s
                    where s.account_id = accounts.id and s.methods_source = 'registration-report'))
              returning 1)
       select (select max(id) from lot) as last, (select count(*) from marked) as gone`,
      [sweep, isReportComplete, after],
    );
    const lot: z.output<typeof lotRow> = lotRow.parse(rows[0]);
    after = lot.last;
    gone += lot.gone;
  }
  return gone;
}

/** How many accounts are looked at in one statement: it only reads most of them. */
const accountsALot = 1_000;

const lotRow = z.object({ last: z.string().nullable(), gone: z.coerce.number() });

/** How many rows a report that was read for this sweep, or a later one, holds; undefined where none was read to its end. */
export async function reportForSweep(tx: Tx, sweep: string): Promise<number | undefined> {
  const rows = await tx.query(
    'select rows from report_runs where sweep >= $1::bigint and finished_at is not null order by id desc limit 1',
    [sweep],
  );
  return z.array(z.object({ rows: z.number() })).parse(rows)[0]?.rows;
}

/** An account as it is stored, with who told of it last and when. */
export interface StoredAccount {
  account: Account;
  source: 'graph' | 'teams';
  seenAt: Date;
}

/** The stored account with this id or UPN. Of several that had the UPN, the enabled one, then the last seen. */
export async function findStored(tx: Tx, idOrUpn: string): Promise<StoredAccount | undefined> {
  const rows = await tx.query(
    `select id, upn, display_name, enabled, source, seen_at from accounts
      where id = $1 or lower(upn) = lower($1)
      order by id = $1 desc, enabled desc, sweep desc, seen_at desc limit 1`,
    [idOrUpn],
  );
  const [found] = z.array(accountRow).parse(rows);
  return (
    found && {
      account: { id: found.id, upn: found.upn, displayName: found.display_name, enabled: found.enabled },
      source: found.source,
      seenAt: found.seen_at,
    }
  );
}

const insertFrom = (source: 'graph' | 'teams') =>
  `insert into accounts (id, upn, display_name, enabled, school_domain, cohort, sweep, seen_at, source,
                         last_sign_in, last_sign_in_kind, last_sign_in_as_of)
  select r.id, r.upn, r.name, r.enabled, r.school, r.cohort, $2::bigint, $3::timestamptz, '${source}',
         r.signed_in, r.signed_in_by, $4::timestamptz
    from jsonb_to_recordset($1::jsonb)
      as r(id text, upn text, name text, enabled boolean, school text, cohort text,
           signed_in timestamptz, signed_in_by text)`;

/** A school is its domain, where the plan covers the account; its name, which schoolOf makes too, is not stored. */
function rowsFor(plan: RolloutPlan, accounts: ListedAccount[]): string {
  return JSON.stringify(
    accounts.map((account) => {
      const cohort = cohortOf(plan, account.upn);
      return {
        id: account.id,
        upn: account.upn,
        name: account.displayName,
        enabled: account.enabled,
        school: (cohort && splitAddress(account.upn)?.domain) ?? null,
        cohort: cohort?.id ?? null,
        ...(account.lastSignIn && {
          signed_in: account.lastSignIn.at.toISOString(),
          signed_in_by: account.lastSignIn.kind,
        }),
      };
    }),
  );
}

const idRow = z.object({ id: z.string() });

const accountRow = z.object({
  id: z.string(),
  upn: z.string(),
  display_name: z.string(),
  enabled: z.boolean(),
  source: z.enum(['graph', 'teams']),
  seen_at: z.date(),
});
