import type { Tx } from '../store/database.ts';
import { freeClaims, leaseSeconds } from './claim.ts';
import type { DeliveryKind, Outcome } from './delivery.ts';

/**
 * A delivery and who holds it. Every function here is fenced: it changes nothing and says false when the delivery
 * is no longer `claimant`'s, because its lease ran out and somebody else took it.
 */
export interface Claim {
  id: string;
  claimant: string;
}

/**
 * Notes, durably, that the request leaves now, and counts the attempt. Returns the moment by the database's clock,
 * or undefined when the claim is lost: then the request must not be made.
 */
export async function markStarted(tx: Tx, { id, claimant }: Claim): Promise<Date | undefined> {
  const rows = await tx.query<{ started_at: Date }>(
    `update deliveries set started_at = clock_timestamp(), attempts = attempts + 1
     where ${fence} and lease_until > clock_timestamp() returning started_at`,
    [id, claimant],
  );
  return rows[0]?.started_at;
}

/** Ends the delivery with its outcome; `why` in the domain's words for all but `sent`. */
export async function settle(
  tx: Tx,
  { id, claimant }: Claim,
  end: { outcome: Outcome; why?: string | undefined; sentActivityId?: string | undefined },
): Promise<boolean> {
  const rows = await tx.query(
    `update deliveries
     set state = $3, why = $4, sent_activity_id = $5, settled_at = clock_timestamp(),
       claimed_by = null, lease_until = null
     where ${fence} returning id`,
    [id, claimant, end.outcome, end.why, end.sentActivityId],
  );
  return rows.length === 1;
}

/**
 * Puts the delivery back for a later attempt, with what it waits for. `mayHaveArrived`: the request left and
 * nobody knows whether it was taken, so that the next attempt may be seen as a second message. `attemptsMade`: 1
 * for what failed before its request, since `markStarted` counts the others; -1 takes back what it counted.
 */
export async function putBack(
  tx: Tx,
  { id, claimant }: Claim,
  wait: {
    afterMs: number;
    why: string;
    mayHaveArrived?: boolean;
    attemptsMade?: -1 | 0 | 1;
    /** Its chat is looked up anew meanwhile: that happens once. */
    renewsChat?: boolean;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `update deliveries
     set state = 'due', why = $3, not_before = clock_timestamp() + $4::float8 * interval '1 millisecond',
       possible_repeats = possible_repeats + $5::integer, attempts = attempts + $6::integer,
       chat_renewed = chat_renewed or $7::boolean, claimed_by = null, lease_until = null
     where ${fence} returning id`,
    [
      id,
      claimant,
      wait.why,
      wait.afterMs,
      Number(wait.mayHaveArrived ?? false),
      wait.attemptsMade ?? 0,
      wait.renewsChat ?? false,
    ],
  );
  return rows.length === 1;
}

/**
 * Gives back, at once, everything that this claimant holds: on stopping. What has left already counts as a
 * possible repeat. Returns the kinds of those.
 */
export async function release(tx: Tx, claimant: string): Promise<DeliveryKind[]> {
  return freeClaims(tx, { sql: 'claimed_by = $1', parameters: [claimant] });
}

/** Gives these back untouched: claimed, and nothing done about them. */
export async function unclaim(tx: Tx, claimant: string, ids: string[]): Promise<void> {
  await freeClaims(tx, { sql: 'claimed_by = $1 and id = any($2::bigint[])', parameters: [claimant, ids] });
}

/** Keeps what this claimant still works on. Returns the ids that are still its own. */
export async function renew(tx: Tx, claimant: string, ids: string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update deliveries set lease_until = clock_timestamp() + interval '${leaseSeconds} seconds'
     where id = any($1::bigint[]) and claimed_by = $2 and state = 'claimed' returning id`,
    [ids, claimant],
  );
  return rows.map((row) => row.id);
}

const fence = `id = $1::bigint and claimed_by = $2 and state = 'claimed'`;
