import { z } from 'zod';
import type { Database, Tx } from '../store/database.ts';
import type { Place, Press } from './engine.ts';
import { move, settled, startPlace } from './engine.ts';
import type { Guide } from './guide.ts';

/** Where an account is in a guide, as it was last stored. */
export interface StoredPlace extends Place {
  state: 'under-way' | 'done';
  updatedAt: Date;
}

/** Whose walk through which guide, and the time that a change is stored with. */
export interface Walk {
  guide: Guide;
  accountId: string;
  now: Date;
}

/** The stored place, or undefined where this account never opened the guide. A step that is gone: the start. */
export async function loadPlace(tx: Tx, guide: Guide, accountId: string): Promise<StoredPlace | undefined> {
  return stored(guide, await rowOf(tx, { guide, accountId }));
}

/**
 * Opens a guide: goes on where the account left off (`resumed`), else begins. A guide that is done begins again.
 * Safe to call twice: the second call resumes at the same step and version.
 */
export function openPlace(db: Database, walk: Walk): Promise<{ place: StoredPlace; resumed: boolean }> {
  return db.transaction(async (tx) => {
    const found = await lockedPlace(tx, walk);
    if (found.place.state === 'under-way') return { place: found.place, resumed: !found.made };
    const place = {
      ...startPlace(walk.guide, found.place.version + 1),
      state: 'under-way' as const,
      updatedAt: walk.now,
    };
    await save(tx, walk, place);
    return { place, resumed: false };
  });
}

/**
 * Moves by a pressed button, in one transaction with the row locked: of two presses at once one moves and the
 * other finds `moved: false` and the current place. A press before the guide was ever opened starts it.
 */
export function pressPlace(
  db: Database,
  walk: Walk,
  press: Press,
): Promise<{ place: StoredPlace; moved: boolean }> {
  return db.transaction(async (tx) => {
    const { place: before } = await lockedPlace(tx, walk);
    const { place, moved } = move(walk.guide, before, press);
    if (!moved) return { place: before, moved };
    const after: StoredPlace = { ...place, state: 'under-way', updatedAt: walk.now };
    await save(tx, walk, after);
    return { place: after, moved };
  });
}

/** Marks the guide as done, once the check has found a second step. Running it twice changes nothing more. */
export function finishPlace(db: Database, walk: Walk): Promise<StoredPlace> {
  return db.transaction(async (tx) => {
    const { place } = await lockedPlace(tx, walk);
    if (place.state === 'done') return place;
    const done: StoredPlace = { ...place, version: place.version + 1, state: 'done', updatedAt: walk.now };
    await save(tx, walk, done);
    return done;
  });
}

const rowSchema = z.object({
  step_id: z.string(),
  version: z.coerce.number().int(),
  state: z.enum(['under-way', 'done']),
  updated_at: z.coerce.date(),
});
type Row = z.infer<typeof rowSchema>;

/** The row, made where there is none, locked until the transaction ends; stored again where its step is gone. */
async function lockedPlace(tx: Tx, walk: Walk): Promise<{ place: StoredPlace; made: boolean }> {
  const start = startPlace(walk.guide);
  const made = await tx.query(
    `insert into guide_places (account_id, guide_id, step_id, version, state, updated_at)
     values ($1, $2, $3, $4, 'under-way', $5)
     on conflict (account_id, guide_id) do nothing
     returning step_id`,
    [walk.accountId, walk.guide.id, start.stepId, start.version, walk.now],
  );
  const row = await rowOf(tx, walk, 'for update');
  const place = stored(walk.guide, row);
  if (place === undefined)
    throw new Error(`The place in ${walk.guide.id} vanished while it was being changed`);
  if (row !== undefined && row.version !== place.version) await save(tx, walk, place);
  return { place, made: made.length > 0 };
}

async function rowOf(tx: Tx, of: Pick<Walk, 'guide' | 'accountId'>, lock = ''): Promise<Row | undefined> {
  const rows = await tx.query(
    `select step_id, version, state, updated_at from guide_places where account_id = $1 and guide_id = $2 ${lock}`,
    [of.accountId, of.guide.id],
  );
  return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
}

function stored(guide: Guide, row: Row | undefined): StoredPlace | undefined {
  if (row === undefined) return undefined;
  const place: Place = { guideId: guide.id, stepId: row.step_id, version: row.version };
  const here = settled(guide, place);
  return { ...here, state: here === place ? row.state : 'under-way', updatedAt: row.updated_at };
}

async function save(tx: Tx, walk: Walk, place: StoredPlace): Promise<void> {
  await tx.query(
    `update guide_places set step_id = $3, version = $4, state = $5, updated_at = $6
     where account_id = $1 and guide_id = $2`,
    [walk.accountId, walk.guide.id, place.stepId, place.version, place.state, place.updatedAt],
  );
}
