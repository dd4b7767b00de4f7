import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { Place } from './engine.ts';
import type { End } from './guide.ts';

/** One keeper's way through one guide, as it was last stored. */
export interface StoredWalk extends Place {
  accountId: string;
  /** Undefined where the account is one person's, or its keepers walk together. */
  keeperId: string | undefined;
  state: 'under-way' | 'done';
  /** The step at which it ended; while it is done. */
  end?: string;
  /** How it ended; while it is done. A check that Microsoft answers with yes ends in 'done'. */
  endKind?: End['kind'];
  /** The method that was chosen on the way. */
  method?: string;
  openedAt: Date;
  updatedAt: Date;
  /** When it first ended; while it is done. */
  finishedAt?: Date;
}

/** Which walk a row is looked for by: its id, or whose it is through which guide. An id is only found in its account. */
export type WalkKey =
  | { accountId: string; walkId: string }
  | { accountId: string; keeperId: string | undefined; guideId: string };

/** The stored walk; undefined where there is none. `lock` holds the row until the transaction ends. */
export async function readWalk(tx: Tx, key: WalkKey, lock: 'lock' | 'look'): Promise<StoredWalk | undefined> {
  const locking = lock === 'lock' ? 'for update' : '';
  const rows = await ('walkId' in key
    ? tx.query(`select * from guide_walks where account_id = $1 and id = $2 ${locking}`, [
        key.accountId,
        key.walkId,
      ])
    : tx.query(
        `select * from guide_walks where account_id = $1 and keeper_id = $2 and guide_id = $3 ${locking}`,
        [key.accountId, key.keeperId ?? '', key.guideId],
      ));
  return walksIn(rows)[0];
}

/** Walks from whole rows of guide_walks. */
export function walksIn(rows: unknown[]): StoredWalk[] {
  return z.array(walkRow).parse(rows).map(walkOf);
}

/** Makes the walk where there is none. Whether it did: of two at once, one does. */
export async function insertWalk(tx: Tx, walk: StoredWalk): Promise<boolean> {
  const made = await tx.query(
    `insert into guide_walks (id, account_id, keeper_id, guide_id, trail, version, state, end_step, end_kind, method,
                              opened_at, updated_at, finished_at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (account_id, keeper_id, guide_id) do nothing
     returning id`,
    [
      walk.walkId,
      walk.accountId,
      walk.keeperId ?? '',
      walk.guideId,
      ...changing(walk),
      walk.openedAt,
      walk.updatedAt,
      walk.finishedAt,
    ],
  );
  return made.length > 0;
}

/** Stores what a move changed. When a walk first ended and how it last did stays, also when it is walked again. */
export async function updateWalk(tx: Tx, walk: StoredWalk): Promise<void> {
  await tx.query(
    `update guide_walks set trail = $2::jsonb, version = $3, state = $4, end_step = $5,
            end_kind = coalesce($6, end_kind), method = $7, updated_at = $8, finished_at = coalesce(finished_at, $9)
      where id = $1`,
    [walk.walkId, ...changing(walk), walk.updatedAt, walk.finishedAt],
  );
}

function changing({ trail, version, state, end, endKind, method }: StoredWalk): unknown[] {
  return [JSON.stringify(trail), version, state, end, endKind, method];
}

const walkRow = z.object({
  id: z.string(),
  account_id: z.string(),
  keeper_id: z.string(),
  guide_id: z.string(),
  trail: z.array(z.string()).min(1),
  version: z.number().int(),
  state: z.enum(['under-way', 'done']),
  end_step: z.string().nullable(),
  end_kind: z.enum(['done', 'not-needed', 'wait', 'ask-desk', 'other-guide']).nullable(),
  method: z.string().nullable(),
  opened_at: z.date(),
  updated_at: z.date(),
  finished_at: z.date().nullable(),
});

function walkOf(row: z.output<typeof walkRow>): StoredWalk {
  const isDone = row.state === 'done';
  return {
    walkId: row.id,
    accountId: row.account_id,
    keeperId: row.keeper_id === '' ? undefined : row.keeper_id,
    guideId: row.guide_id,
    trail: row.trail,
    version: row.version,
    state: row.state,
    ...(isDone && row.end_step !== null && { end: row.end_step }),
    ...(isDone && row.end_kind !== null && { endKind: row.end_kind }),
    ...(row.method !== null && { method: row.method }),
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...(isDone && row.finished_at !== null && { finishedAt: row.finished_at }),
  };
}
