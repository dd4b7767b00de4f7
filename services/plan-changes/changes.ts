import { z } from 'zod';
import type { PlanChange } from '../rollout/live-plan.ts';
import type { Tx } from '../store/database.ts';

/** A change with who decided it: the account's object id, empty once that is no longer kept. */
export interface RecordedChange extends PlanChange {
  byAccount: string;
  /** By the database's clock. */
  recordedAt: Date;
}

const columns = 'id, what, phase_id, school, date, undoes, why, by_account, at, recorded_at';

const row = z
  .object({
    id: z.coerce.number(),
    what: z.enum(['moved', 'paused', 'resumed', 'undone']),
    phase_id: z.string(),
    school: z.string().nullable(),
    date: z.string().nullable(),
    undoes: z.coerce.number().nullable(),
    why: z.string(),
    by_account: z.string(),
    at: z.date(),
    recorded_at: z.date(),
  })
  .transform(
    (found): RecordedChange => ({
      id: found.id,
      what: found.what,
      phaseId: found.phase_id,
      ...(found.school !== null && { school: found.school }),
      ...(found.date !== null && { date: found.date }),
      ...(found.undoes !== null && { undoes: found.undoes }),
      why: found.why,
      byAccount: found.by_account,
      at: found.at,
      recordedAt: found.recorded_at,
    }),
  );

/** The number of the newest change; 0 where there is none. One look at the end of an index. */
export async function newestRevision(tx: Tx): Promise<number> {
  const [found] = await tx.query('select coalesce(max(id), 0) as id from plan_changes');
  return z.object({ id: z.coerce.number() }).parse(found).id;
}

/** Every change, oldest first. A rollout has dozens, not thousands. */
export async function allChanges(tx: Tx): Promise<RecordedChange[]> {
  return z.array(row).parse(await tx.query(`select ${columns} from plan_changes order by id`));
}

/** Part of the history, newest first: at most `most` changes older than `before`, and how many are older still. */
export async function pageOfChanges(
  tx: Tx,
  { most, before }: { most: number; before?: number | undefined },
): Promise<{ changes: RecordedChange[]; older: number }> {
  const changes = z
    .array(row)
    .parse(
      await tx.query(
        `select ${columns} from plan_changes where id < coalesce($1::bigint, id + 1) order by id desc limit $2`,
        [before ?? null, most],
      ),
    );
  const [count] = await tx.query('select count(*) as older from plan_changes where id < $1', [
    changes.at(-1)?.id ?? 0,
  ]);
  return { changes, older: z.object({ older: z.coerce.number() }).parse(count).older };
}

/** What is added as the next change of a plan whose newest one is `after`. */
export interface NewChange extends Omit<PlanChange, 'id'> {
  after: number;
  byAccount: string;
  draftId?: string;
}

/**
 * Adds a change as the next one after `after`. Gives its number; undefined where there is a newer change already, or
 * where this draft or this undoing was recorded before: look which it was.
 */
export async function addChange(tx: Tx, change: NewChange): Promise<number | undefined> {
  const rows = await tx.query(
    `insert into plan_changes (id, what, phase_id, school, date, undoes, why, by_account, draft_id, at)
     select $1::bigint, $2, $3, $4, $5, $6::bigint, $7, $8, $9::uuid, $10
      where (select coalesce(max(id), 0) from plan_changes) = $1::bigint - 1
     on conflict do nothing returning id`,
    [
      change.after + 1,
      change.what,
      change.phaseId,
      change.school ?? null,
      change.date ?? null,
      change.undoes ?? null,
      change.why,
      change.byAccount,
      change.draftId ?? null,
      change.at,
    ],
  );
  return rows.length === 0 ? undefined : change.after + 1;
}

/** The change that a draft became, if it did. */
export async function changeOfDraft(tx: Tx, draftId: string): Promise<RecordedChange | undefined> {
  return z
    .array(row)
    .parse(await tx.query(`select ${columns} from plan_changes where draft_id = $1::uuid`, [draftId]))[0];
}
