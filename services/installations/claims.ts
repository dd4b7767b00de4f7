import type { Database, Tx } from '../store/database.ts';
import type { NotReached } from './outcome.ts';
import { parseRequest, type Request, requestColumns } from './requests.ts';

/** How long a claim holds: every request to Graph ends within ten seconds, and one claim makes at most six. */
const leaseSeconds = 90;

/**
 * Takes up to `limit` requests that are due, the longest waiting ones first, after freeing those whose instance died.
 * Whatever that instance had done is done again: installing twice is answered with "there already".
 */
export async function claimRequests(
  database: Database,
  { claimant, limit }: { claimant: string; limit: number },
): Promise<Request[]> {
  return database.transaction(async (tx) => {
    await free(tx, 'lease_until < clock_timestamp()', []);
    const rows = await tx.query(
      `update installations set state = 'claimed', claimed_by = $1,
         lease_until = clock_timestamp() + interval '${leaseSeconds} seconds'
       where account_id in (
         select account_id from installations where state = 'due' and not_before <= clock_timestamp()
         order by not_before, account_id limit $2 for update skip locked)
       returning ${requestColumns}`,
      [claimant, limit],
    );
    return rows.map(parseRequest);
  });
}

/** A request and who holds it. What is written below changes nothing where it is no longer theirs, and says so. */
export interface Held {
  accountId: string;
  claimant: string;
}

/** Keeps, durably, that Graph says the app is installed: after a crash it is not asked for again. */
export async function noteInstalled(tx: Tx, { accountId, claimant }: Held): Promise<void> {
  await tx.query(
    `update installations set installed_at = coalesce(installed_at, clock_timestamp()) where ${fence}`,
    [accountId, claimant],
  );
}

/** Ends a request: the chat is known, or there is none and `why`. */
export async function settleRequest(
  tx: Tx,
  { accountId, claimant }: Held,
  end: { kind: 'reached' } | { kind: 'refused'; why: NotReached },
): Promise<boolean> {
  const rows = await tx.query(
    `update installations set state = $3, why = $4, settled_at = clock_timestamp(), claimed_by = null,
       lease_until = null
     where ${fence} returning account_id`,
    [accountId, claimant, end.kind, end.kind === 'refused' ? end.why : null],
  );
  return rows.length === 1;
}

/** Puts a request back for later; `counts` where it ended without an answer. */
export async function postpone(
  tx: Tx,
  { accountId, claimant }: Held,
  wait: { afterMs: number; why: string; counts: boolean },
): Promise<void> {
  await tx.query(
    `update installations set state = 'due', why = $3, attempts = attempts + $5::integer, claimed_by = null,
       lease_until = null, not_before = clock_timestamp() + $4::float8 * interval '1 millisecond'
     where ${fence}`,
    [accountId, claimant, wait.why, wait.afterMs, Number(wait.counts)],
  );
}

/** Gives back, at once, what this claimant holds: on stopping. */
export function releaseRequests(tx: Tx, claimant: string): Promise<void> {
  return free(tx, 'claimed_by = $1', [claimant]);
}

/** Frees every claim. Only for the embedded database at a start: no other process can be using it. */
export function freeAllRequests(tx: Tx): Promise<void> {
  return free(tx, 'true', []);
}

/** `which` is one of the conditions written in this file. */
async function free(tx: Tx, which: string, parameters: unknown[]): Promise<void> {
  await tx.query(
    `update installations set state = 'due', claimed_by = null, lease_until = null
     where state = 'claimed' and ${which}`,
    parameters,
  );
}

const fence = `account_id = $1 and claimed_by = $2 and state = 'claimed'`;
