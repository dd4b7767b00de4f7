import { z } from 'zod';
import type { GraphFailure } from '../graph/client.ts';
import type { Tx } from '../store/database.ts';
import { isWithin } from './clocks.ts';

/**
 * What Graph may not give this app.
 * - `registration-report`: who has registered, of all accounts in one go
 * - `report-page-size`: the same with 999 rows a page
 * - `sign-in-activity`: the last sign-in of each account
 * - `sign-ins`: the sign-in log, for who connects the old way
 * - `person-checks`: the methods of one account at a time
 */
const gapNames = [
  'registration-report',
  'report-page-size',
  'sign-in-activity',
  'sign-ins',
  'person-checks',
] as const;

export type GapName = (typeof gapNames)[number];

/**
 * - `no-licence`: the tenant has no Microsoft Entra ID P1, which no permission makes good
 * - `no-permission`: an administrator can grant it
 * - `refused`: Graph does not know the request in this form
 */
const gapReasons = ['no-licence', 'no-permission', 'refused'] as const;

export type GapReason = (typeof gapReasons)[number];

/** Times are of the rollout's clock. */
export interface Gap {
  why: GapReason;
  since: Date;
  lookedAt: Date;
}

/** What Graph does not give, as far as it is known; empty where it gives everything that was asked for. */
export async function readGaps(tx: Tx): Promise<Map<GapName, Gap>> {
  const rows = await tx.query('select name, why, since, looked_at from graph_gaps');
  return new Map(
    z
      .array(gapRow)
      .parse(rows)
      .map(({ name, why, since, looked_at }) => [name, { why, since, lookedAt: looked_at }]),
  );
}

/** One of them; undefined where Graph gives it, or was never asked for it. */
export async function readGap(tx: Tx, name: GapName): Promise<Gap | undefined> {
  return (await readGaps(tx)).get(name);
}

/** Writes down that Graph did not give it. Since when it is so stays as long as the reason is the same. */
export async function noteGap(tx: Tx, name: GapName, why: GapReason, now: Date): Promise<void> {
  await tx.query(
    `insert into graph_gaps (name, why, since, looked_at) values ($1, $2, $3, $3)
     on conflict (name) do update set why = excluded.why, looked_at = excluded.looked_at,
       since = case when graph_gaps.why = excluded.why then least(graph_gaps.since, excluded.since)
         else excluded.since end`,
    [name, why, now],
  );
}

/** Graph gave it. */
export async function closeGap(tx: Tx, name: GapName): Promise<void> {
  await tx.query('delete from graph_gaps where name = $1', [name]);
}

/**
 * Whether Graph should be asked all the same: where nothing is missing, and once a day, because a licence can be bought.
 * A look that lies ahead is from before the rollout's clock was moved back.
 */
export function isWorthAsking(gap: Gap | undefined, now: Date): boolean {
  if (gap === undefined) return true;
  return !isWithin(lookAgainMs - 1, gap.lookedAt, now);
}

/** Why Graph does not give something at all; undefined for a failure that says nothing of the kind. */
export function gapIn({ code }: GraphFailure): GapReason | undefined {
  if (code === 'no-licence') return 'no-licence';
  return code === 'forbidden' ? 'no-permission' : undefined;
}

const lookAgainMs = 24 * 3_600_000;

const gapRow = z.object({
  name: z.enum(gapNames),
  why: z.enum(gapReasons),
  since: z.date(),
  looked_at: z.date(),
});
