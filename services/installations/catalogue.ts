import { z } from 'zod';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { findCatalogueId } from '../graph/teams-apps.ts';
import type { Database, Tx } from '../store/database.ts';

/** The app in the tenant's catalogue, as known at `lookedUpAt` (the database's clock). */
export type CatalogueEntry =
  | { kind: 'found'; catalogueId: string; changedAt: Date | undefined; lookedUpAt: Date }
  | { kind: 'missing'; lookedUpAt: Date };

export interface Catalogue {
  /**
   * The entry: the kept one while it is good, else Graph is asked. `notOlderThanMs` asks for a younger one.
   * Throws GraphFailure where nothing is kept and Graph gives no answer.
   */
  find(options?: { notOlderThanMs?: number }): Promise<CatalogueEntry>;
}

export interface CatalogueDeps {
  database: Database;
  graph: Graph;
  /** The app's id in its manifest (`TEAMS_APP_ID`). */
  manifestId: string;
  /** Waits for a place in the pace of requests about installations. */
  takePlace(): Promise<void>;
}

/** An app that was uploaded anew has another id; a 404 asks at once, so this is only the most that a change can hide. */
const goodForMs = 60 * 60_000;

/** Somebody may be about to upload it. */
const missingForMs = 5 * 60_000;

/**
 * The catalogue's own id of the app, kept in the database for all instances. The id changes when an administrator deletes
 * the app and uploads it anew: `changedAt` tells when that was noticed, if ever.
 */
export function createCatalogue({ database, graph, manifestId, takePlace }: CatalogueDeps): Catalogue {
  let asking: Promise<CatalogueEntry> | undefined;

  async function ask(): Promise<CatalogueEntry> {
    await takePlace();
    const catalogueId = await findCatalogueId(graph, manifestId);
    return keep(database, manifestId, catalogueId);
  }

  /** Many look at the same moment; Graph hears one of them. */
  function askOnce(): Promise<CatalogueEntry> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    async find({ notOlderThanMs = Number.POSITIVE_INFINITY } = {}) {
      const known = await kept(database, manifestId);
      if (known) {
        const goodMs = Math.min(notOlderThanMs, known.entry.kind === 'found' ? goodForMs : missingForMs);
        if (known.ageMs < goodMs) return known.entry;
      }
      try {
        return await askOnce();
      } catch (error) {
        // An id that was good an hour ago most likely still is: an outage of the catalogue alone stops nobody.
        const isOutage = error instanceof GraphFailure && error.code === 'unavailable';
        if (isOutage && known?.entry.kind === 'found') return known.entry;
        throw error;
      }
    },
  };
}

async function kept(
  tx: Tx,
  manifestId: string,
): Promise<{ entry: CatalogueEntry; ageMs: number } | undefined> {
  const rows = await tx.query(
    `select catalogue_id, changed_at, is_missing, looked_up_at,
       (extract(epoch from clock_timestamp() - looked_up_at) * 1000)::float8 as age_ms
     from teams_app where external_id = $1`,
    [manifestId],
  );
  const [found] = z.array(row).parse(rows);
  return found && { entry: entryOf(found), ageMs: found.age_ms };
}

async function keep(tx: Tx, manifestId: string, catalogueId: string | undefined): Promise<CatalogueEntry> {
  const rows = await tx.query(
    `insert into teams_app as kept (external_id, catalogue_id, is_missing, looked_up_at)
     values ($1, $2, $2::text is null, clock_timestamp())
     on conflict (external_id) do update set
       changed_at = case when excluded.catalogue_id <> kept.catalogue_id then clock_timestamp()
         else kept.changed_at end,
       catalogue_id = coalesce(excluded.catalogue_id, kept.catalogue_id),
       is_missing = excluded.is_missing, looked_up_at = excluded.looked_up_at
     returning catalogue_id, changed_at, is_missing, looked_up_at, 0::float8 as age_ms`,
    [manifestId, catalogueId ?? null],
  );
  return entryOf(row.parse(rows[0]));
}

const row = z.object({
  catalogue_id: z.string().nullable(),
  changed_at: z.date().nullable(),
  is_missing: z.boolean(),
  looked_up_at: z.date(),
  age_ms: z.number(),
});

function entryOf(found: z.output<typeof row>): CatalogueEntry {
  const lookedUpAt = found.looked_up_at;
  if (found.is_missing || found.catalogue_id === null) return { kind: 'missing', lookedUpAt };
  const changedAt = found.changed_at ?? undefined;
  return { kind: 'found', catalogueId: found.catalogue_id, changedAt, lookedUpAt };
}
