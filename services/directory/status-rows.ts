import { z } from 'zod';
import { isRegistered, type MethodKind, type MfaStatus, type PerUserState } from '../rollout/mfa-status.ts';
import type { Tx } from '../store/database.ts';
import { clocksDiffer } from './clocks.ts';
import type { Statement } from './statement.ts';

/** Keeps what a check of one account learnt of its methods. A check that was asked later is not overwritten. */
export async function storeCheckedMethods(
  tx: Tx,
  accountId: string,
  methods: MethodKind[],
  asOf: Date,
): Promise<void> {
  await tx.query(
    `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
     values ($1, $2::jsonb, $3, 'person-check', $4)
     on conflict (account_id) do update set methods = excluded.methods, registered = excluded.registered,
       methods_source = excluded.methods_source, methods_as_of = excluded.methods_as_of, report_disagrees = false
     where statuses.methods_as_of is null or statuses.methods_as_of <= excluded.methods_as_of
        or statuses.methods_as_of > excluded.methods_as_of + ${clocksDiffer}`,
    [accountId, JSON.stringify(methods), isSecondStepAmong(methods), asOf],
  );
}

/** Keeps what a check of one account learnt of its per-user state, by the same rule. */
export async function storeState(tx: Tx, accountId: string, state: PerUserState, asOf: Date): Promise<void> {
  await tx.query(
    `insert into statuses (account_id, state, state_as_of) values ($1, $2, $3)
     on conflict (account_id) do update set state = excluded.state, state_as_of = excluded.state_as_of
     where statuses.state_as_of is null or statuses.state_as_of <= excluded.state_as_of
        or statuses.state_as_of > excluded.state_as_of + ${clocksDiffer}`,
    [accountId, state, asOf],
  );
}

/**
 * Keeps what one batch learnt of per-user states, by the same rule, and that Graph was asked about each of them, also
 * where it knew nothing; each id once.
 */
export async function storeStates(
  tx: Tx,
  answers: { id: string; state?: PerUserState }[],
  asOf: Date,
): Promise<void> {
  await tx.query(
    `insert into statuses (account_id, state, state_as_of, state_asked_at)
     select r.id, r.state, case when r.state is not null then $2::timestamptz end, $2::timestamptz
       from jsonb_to_recordset($1::jsonb) as r(id text, state text)
     on conflict (account_id) do update set state_asked_at = excluded.state_asked_at,
       state = case when ${isStateNewer} then excluded.state else statuses.state end,
       state_as_of = case when ${isStateNewer} then excluded.state_as_of else statuses.state_as_of end`,
    [JSON.stringify(answers), asOf],
  );
}

/** One account's methods as the registration report has them. */
export interface ReportedMethods {
  id: string;
  methods: MethodKind[];
  asOf: Date;
  /** Microsoft's own word, where the row has one. */
  isMfaRegistered?: boolean | undefined;
}

export interface ReportedAt {
  /** By the rollout's clock. */
  now: Date;
  /** By how much the rows may be older than their `asOf` says, in milliseconds. */
  doubtMs: number;
}

/**
 * Keeps what the registration report says; at most `rowsAStatement` rows, each id once. A check of one account stands
 * until the report is surely newer than it: the report lags by hours, and somebody who has just registered must not be
 * told to. A check dated ahead was made before the clock was set back, and stands as well: it is too far ahead to be
 * acted on, and the next check of the account replaces it. After a day ahead the clock was wrong, not the report.
 */
export function reportedMethodsStatement(rows: ReportedMethods[], at: ReportedAt): Statement {
  const values = rows.map(({ id, methods, asOf, isMfaRegistered }) => ({
    id,
    methods,
    registered: isSecondStepAmong(methods),
    as_of: asOf.toISOString(),
    disagrees: isMfaRegistered !== undefined && isMfaRegistered !== isSecondStepAmong(methods),
  }));
  return {
    sql: `insert into statuses (account_id, methods, registered, methods_source, methods_as_of, report_disagrees)
     select r.id, r.methods, r.registered, 'registration-report', r.as_of, r.disagrees
       from jsonb_to_recordset($1::jsonb)
         as r(id text, methods jsonb, registered boolean, as_of timestamptz, disagrees boolean)
     on conflict (account_id) do update set methods = excluded.methods, registered = excluded.registered,
       methods_source = excluded.methods_source, methods_as_of = excluded.methods_as_of,
       report_disagrees = excluded.report_disagrees
     where statuses.methods_as_of is null
        or statuses.methods_as_of > $2::timestamptz
          + case when statuses.methods_source = 'person-check' then interval '1 day' else ${clocksDiffer} end
        or (statuses.methods_source in ('registration-report', 'report-upload')
            and statuses.methods_as_of <= excluded.methods_as_of)
        or statuses.methods_as_of < excluded.methods_as_of - make_interval(secs => $3::float8)`,
    parameters: [JSON.stringify(values), at.now, at.doubtMs / 1000],
  };
}

/** The stored status of one account. */
export async function readStatus(tx: Tx, accountId: string): Promise<MfaStatus> {
  const rows = await tx.query(
    'select methods, methods_source, methods_as_of, state, state_as_of from statuses where account_id = $1',
    [accountId],
  );
  const [row] = z.array(statusRow).parse(rows);
  const neverAsked = { kind: 'unknown', why: 'Microsoft has not told us yet' } as const;
  return {
    methods:
      row?.methods && row.methods_source && row.methods_as_of
        ? { kind: 'known', methods: row.methods, source: row.methods_source, asOf: row.methods_as_of }
        : neverAsked,
    state:
      row?.state && row.state_as_of ? { kind: 'known', state: row.state, asOf: row.state_as_of } : neverAsked,
  };
}

const isStateNewer = `excluded.state is not null and (
  statuses.state_as_of is null or statuses.state_as_of <= excluded.state_as_of
  or statuses.state_as_of > excluded.state_as_of + ${clocksDiffer})`;

function isSecondStepAmong(methods: MethodKind[]): boolean {
  return isRegistered({ kind: 'known', methods, source: 'person-check', asOf: new Date(0) }) === true;
}

const methodKinds = [
  'authenticator',
  'phone',
  'software-oath',
  'hardware-oath',
  'fido2',
  'windows-hello',
  'platform-credential',
  'external',
  'password',
  'email',
  'temporary-access-pass',
  'unknown',
] as const satisfies readonly MethodKind[];

const statusRow = z.object({
  methods: z.array(z.enum(methodKinds)).nullable(),
  methods_source: z.enum(['person-check', 'registration-report', 'report-upload']).nullable(),
  methods_as_of: z.date().nullable(),
  state: z.enum(['disabled', 'enabled', 'enforced']).nullable(),
  state_as_of: z.date().nullable(),
});
