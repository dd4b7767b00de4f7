import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { type Cause, causes, type NotReached } from './outcome.ts';

/** What stands about an account: being worked on, or how it ended. */
export type Standing = { kind: 'under-way' } | { kind: 'reached' } | { kind: 'refused'; why: NotReached };

/** One account for whom the app is to be installed, or the chat looked up anew, and who holds it. */
export interface Request {
  accountId: string;
  cause: Cause;
  /** Tries so far that ended without an answer. */
  attempts: number;
  /** When Graph said that the app was installed by us, if it did. */
  installedAt: Date | undefined;
  requestedAt: Date;
}

/**
 * How long a refusal is believed, by the database's clock: a reminder, a notice and a ticket of the same moment ask
 * once, and an administrator who mends a policy sees the effect within minutes.
 */
const refusalHoldsMinutes = 10;

/** Asks for an account, unless it is under way or was refused just now. Safe to repeat. Gives how it stands then. */
export async function request(tx: Tx, accountId: string, cause: Cause): Promise<Standing> {
  await tx.query(
    `insert into installations as one (account_id, cause) values ($1, $2)
     on conflict (account_id) do update set cause = excluded.cause, state = 'due', why = null, attempts = 0,
       installed_at = null, requested_at = clock_timestamp(), not_before = clock_timestamp(), settled_at = null,
       claimed_by = null, lease_until = null
       where one.state = 'reached' or one.why = 'no-longer-needed'
         or (one.state = 'refused' and one.settled_at < clock_timestamp() - make_interval(mins => $3))`,
    [accountId, cause, refusalHoldsMinutes],
  );
  return (await standingOf(tx, accountId)) ?? { kind: 'under-way' };
}

/** How an account stands; undefined where nothing was ever asked for it. */
export async function standingOf(tx: Tx, accountId: string): Promise<Standing | undefined> {
  const rows = await tx.query('select state, why from installations where account_id = $1', [accountId]);
  const [found] = z.array(standingRow).parse(rows);
  if (!found) return undefined;
  if (found.state === 'reached') return { kind: 'reached' };
  // The words are written by `settle` alone.
  return found.state === 'refused'
    ? { kind: 'refused', why: found.why as NotReached }
    : { kind: 'under-way' };
}

/**
 * The account was heard from, so its app is there: whatever was asked for it is over. Gives whether something was.
 * Whoever works on it at this moment finds that it is no longer theirs.
 */
export async function noteHeardFrom(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.query(
    `update installations set state = 'reached', why = null, settled_at = clock_timestamp(), claimed_by = null,
       lease_until = null,
       -- Teams may tell of the installation before Graph's own answer is here.
       installed_at = case when cause in ('never-met', 'removed', 'service-desk')
         then coalesce(installed_at, clock_timestamp()) else installed_at end
     where account_id = $1 and state in ('due', 'claimed') returning account_id`,
    [accountId],
  );
  return rows.length > 0;
}

/**
 * When the app came to this account for a message, if that was within the last five minutes: what Teams tells of the
 * installation is then no wish of the person. Teams tells of it within seconds.
 */
export async function broughtByUsAt(tx: Tx, accountId: string): Promise<Date | undefined> {
  const rows = await tx.query(
    `select installed_at from installations
      where account_id = $1 and state <> 'refused' and cause <> 'service-desk'
        and installed_at > clock_timestamp() - interval '5 minutes'`,
    [accountId],
  );
  return z.array(z.object({ installed_at: z.date() })).parse(rows)[0]?.installed_at;
}

/** Whether the app came to this account on our request and nothing has arrived there since: it needs an introduction. */
export async function isFirstMessage(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.query(
    `select from installations i
      where i.account_id = $1 and i.state = 'reached' and i.installed_at is not null
        and not exists (
          select from deliveries d
          where d.account_id = i.account_id and d.started_at >= i.installed_at and d.state = 'sent')`,
    [accountId],
  );
  return rows.length > 0;
}

const standingRow = z.object({
  state: z.enum(['due', 'claimed', 'reached', 'refused']),
  why: z.string().nullable(),
});

const requestRow = z
  .object({
    account_id: z.string(),
    cause: z.enum(causes),
    attempts: z.number().int(),
    installed_at: z.date().nullable(),
    requested_at: z.date(),
  })
  .transform(
    (row): Request => ({
      accountId: row.account_id,
      cause: row.cause,
      attempts: row.attempts,
      installedAt: row.installed_at ?? undefined,
      requestedAt: row.requested_at,
    }),
  );

/** Columns for every statement that returns requests. */
export const requestColumns = 'account_id, cause, attempts, installed_at, requested_at';

/** Throws ZodError when a row is not what this version of the code writes. */
export function parseRequest(row: unknown): Request {
  return requestRow.parse(row);
}
