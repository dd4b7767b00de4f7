import { openEmbedded } from './embedded.ts';
import type { Database, DatabaseOptions } from './engine.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';

export type { Database, Tx } from './engine.ts';

/**
 * Opens the database and brings it to the newest migration.
 * Throws StoreFailure when it cannot be reached, is newer than this code, or is in use by another process.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const opened = options.databaseUrl ? await openPostgres(options.databaseUrl) : await openEmbedded(options);
  try {
    await opened.migrating(migrate);
  } catch (error) {
    await opened.database.close();
    throw error;
  }
  return opened.database;
}
