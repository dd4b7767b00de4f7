import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** How far a reading has come. Times are of the rollout's clock. */
export interface Reading {
  begunAt: Date;
  /** Where it goes on; undefined before the first page. */
  position: string | undefined;
  /** Pages read since it began. */
  pages: number;
  /** Everything before it has been read, by a reading that ended. */
  coveredUntil: Date | undefined;
  /** Undefined while it is under way, or was cut short. */
  finishedAt: Date | undefined;
  /** Whether a link that is kept in `position` can still be followed. */
  isLinkFresh: boolean;
}

/** The reading of this name; undefined where there has been none. */
export async function findReading(tx: Tx, name: string): Promise<Reading | undefined> {
  const rows = await tx.query(
    `select begun_at, position, pages, covered_until, finished_at,
            paged_at between clock_timestamp() - interval '30 minutes' and clock_timestamp() + interval '1 minute'
              as is_fresh
       from graph_readings where name = $1`,
    [name],
  );
  const [row] = z.array(readingRow).parse(rows);
  return (
    row && {
      begunAt: row.begun_at,
      position: row.position ?? undefined,
      pages: row.pages,
      coveredUntil: row.covered_until ?? undefined,
      finishedAt: row.finished_at ?? undefined,
      isLinkFresh: row.is_fresh,
    }
  );
}

/** Begins it anew. What was covered stays so. */
export async function beginReading(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.query(
    `insert into graph_readings (name, begun_at) values ($1, $2)
     on conflict (name) do update set begun_at = excluded.begun_at, position = null, pages = 0, finished_at = null,
       paged_at = clock_timestamp()`,
    [name, now],
  );
}

/** Keeps where it goes on after a page. */
export async function keepPosition(tx: Tx, name: string, position: string): Promise<void> {
  await tx.query(
    'update graph_readings set position = $2, pages = pages + 1, paged_at = clock_timestamp() where name = $1',
    [name, position],
  );
}

/** Ends it: all up to its begin is covered. */
export async function endReading(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.query(
    'update graph_readings set position = null, finished_at = $2, covered_until = begun_at where name = $1',
    [name, now],
  );
}

const readingRow = z.object({
  begun_at: z.date(),
  position: z.string().nullable(),
  pages: z.number(),
  covered_until: z.date().nullable(),
  finished_at: z.date().nullable(),
  is_fresh: z.boolean(),
});
