import { z } from 'zod';
import { isRegistered, type MethodKind, type MfaStatus, type PerUserState } from '../rollout/mfa-status.ts';
import type { Tx } from '../store/database.ts';

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
       methods_source = excluded.methods_source, methods_as_of = excluded.methods_as_of
     where statuses.methods_as_of is null or statuses.methods_as_of <= excluded.methods_as_of
        or statuses.methods_as_of > excluded.methods_as_of + ${clockWasMoved}`,
    [accountId, JSON.stringify(methods), isSecondStepAmong(methods), asOf],
  );
}

/** Keeps what a check of one account learnt of its per-user state, by the same rule. */
export async function storeState(tx: Tx, accountId: string, state: PerUserState, asOf: Date): Promise<void> {
  await tx.query(
    `insert into statuses (account_id, state, state_as_of) values ($1, $2, $3)
     on conflict (account_id) do update set state = excluded.state, state_as_of = excluded.state_as_of
     where statuses.state_as_of is null or statuses.state_as_of <= excluded.state_as_of
        or statuses.state_as_of > excluded.state_as_of + ${clockWasMoved}`,
    [accountId, state, asOf],
  );
}

/** One account's methods as the registration report has them. */
export interface ReportedMethods {
  id: string;
  methods: MethodKind[];
  asOf: Date;
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
 * told to.
 */
export async function storeReportedMethods(tx: Tx, rows: ReportedMethods[], at: ReportedAt): Promise<void> {
  const values = rows.map(({ id, methods, asOf }) => ({
    id,
    methods,
    registered: isSecondStepAmong(methods),
    as_of: asOf.toISOString(),
  }));
  await tx.query(
    `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
     select r.id, r.methods, r.registered, 'registration-report', r.as_of
       from jsonb_to_recordset($1::jsonb) as r(id text, methods jsonb, registered boolean, as_of timestamptz)
     on conflict (account_id) do update set methods = excluded.methods, registered = excluded.registered,
       methods_source = excluded.methods_source, methods_as_of = excluded.methods_as_of
     where statuses.methods_as_of is null
        or statuses.methods_as_of > $2::timestamptz + ${clockWasMoved}
        or (statuses.methods_source in ('registration-report', 'report-upload')
            and statuses.methods_as_of <= excluded.methods_as_of)
        or statuses.methods_as_of < excluded.methods_as_of - make_interval(secs => $3::float8)`,
    [JSON.stringify(values), at.now, at.doubtMs / 1000],
  );
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

/**
 * A stored time this far ahead comes from before somebody moved the rollout's clock back, and must not keep newer
 * knowledge out. Below it, two machines' clocks may simply differ.
 */
const clockWasMoved = "interval '1 day'";

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
