import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import type { DatabaseOptions, Opened } from './engine.ts';
import { parametersFor, typesKeptAsText } from './types.ts';

/**
 * Opens the embedded engine in `dataDir`/database, or in memory without one. One process at a time may use a
 * directory: a second one is refused with StoreFailure `in-use`, and a process that was killed is no obstacle.
 */
export async function openEmbedded(options: DatabaseOptions): Promise<Opened> {
  const lock = options.dataDir ? await claimDirectory(options.dataDir) : undefined;
  const pglite = await createEngine(options).catch(async (error: unknown) => {
    await lock?.release();
    throw error;
  });

  let closing: Promise<void> | undefined;
  return {
    database: {
      engine: 'pglite',
      native: pglite,
      query: async <Row>(sql: string, parameters?: unknown[]) =>
        (await pglite.query<Row>(sql, parametersFor(parameters))).rows,
      transaction: (work) =>
        pglite.transaction((tx) =>
          work({
            query: async <Row>(sql: string, parameters?: unknown[]) =>
              (await tx.query<Row>(sql, parametersFor(parameters))).rows,
          }),
        ),
      close: () => {
        closing ??= pglite.close().then(() => lock?.release());
        return closing;
      },
    },
    migrating: async (work) => {
      await work({
        script: async (sql) => {
          await pglite.exec(sql);
        },
        query: async <Row>(sql: string, parameters?: unknown[]) =>
          (await pglite.query<Row>(sql, parameters)).rows,
      });
    },
  };
}

async function claimDirectory(dataDir: string): Promise<DirectoryLock> {
  await mkdir(dataDir, { recursive: true });
  return lockDirectory(dataDir);
}

const asText = (value: string): string => value;

function createEngine(options: DatabaseOptions): Promise<PGlite> {
  return PGlite.create({
    ...(options.dataDir ? { dataDir: join(options.dataDir, 'database') } : {}),
    ...(options.loadDataDir ? { loadDataDir: options.loadDataDir } : {}),
    // Arrays of these follow by themselves: the engine parses an array by its element's parser.
    parsers: Object.fromEntries(typesKeptAsText.map((oid) => [oid, asText])),
  });
}
