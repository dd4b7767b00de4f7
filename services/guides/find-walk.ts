import type { Tx } from '../store/database.ts';
import { readWalk, type StoredWalk, walksIn } from './walk-rows.ts';

/** The walk of that id, only where it is this account's. Its trail is as it was stored, also if the guide changed. */
export function findWalk(
  tx: Tx,
  key: { accountId: string; walkId: string },
): Promise<StoredWalk | undefined> {
  return readWalk(tx, key, 'look');
}

/** Where this keeper is in a guide, without opening it; undefined where they never did. */
export function walkIn(
  tx: Tx,
  key: { accountId: string; keeperId?: string | undefined; guideId: string },
): Promise<StoredWalk | undefined> {
  return readWalk(tx, { ...key, keeperId: key.keeperId }, 'look');
}

/** Where each keeper of an account is in a guide, by keeper id; undefined is the id where nobody is named. */
export async function walksOf(
  tx: Tx,
  { accountId, guideId }: { accountId: string; guideId: string },
): Promise<ReadonlyMap<string | undefined, StoredWalk>> {
  const rows = await tx.query('select * from guide_walks where account_id = $1 and guide_id = $2', [
    accountId,
    guideId,
  ]);
  return new Map(walksIn(rows).map((walk) => [walk.keeperId, walk]));
}
