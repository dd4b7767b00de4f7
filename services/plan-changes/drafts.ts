import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import type { WantedChange } from './check-change.ts';

const row = z
  .object({
    id: z.string(),
    what: z.enum(['moved', 'paused', 'resumed']),
    phase_id: z.string(),
    school: z.string().nullable(),
    date: z.string().nullable(),
    why: z.string(),
  })
  .transform((found): WantedChange & { id: string } => ({
    id: found.id,
    what: found.what,
    phaseId: found.phase_id,
    ...(found.school !== null && { school: found.school }),
    ...(found.date !== null && { date: found.date }),
    why: found.why,
  }));

/** Keeps a change that was checked until its author confirms it, and gives the id for the preview's buttons. */
export async function keepDraft(
  tx: Tx,
  { authorId, change, now }: { authorId: string; change: WantedChange; now: Date },
): Promise<string> {
  const id = randomUUID();
  await tx.query(
    `insert into plan_change_drafts (id, author_id, what, phase_id, school, date, why, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, authorId, change.what, change.phaseId, change.school ?? null, change.date ?? null, change.why, now],
  );
  return id;
}

/** The author's own draft; undefined where there is none (any more). */
export async function findDraft(
  tx: Tx,
  { id, authorId }: { id: string; authorId: string },
): Promise<WantedChange | undefined> {
  if (!z.string().uuid().safeParse(id).success) return undefined;
  const rows = await tx.query(
    'select id, what, phase_id, school, date, why from plan_change_drafts where id = $1::uuid and author_id = $2',
    [id, authorId],
  );
  const [found] = z.array(row).parse(rows);
  if (found === undefined) return undefined;
  const { id: _, ...change } = found;
  return change;
}
