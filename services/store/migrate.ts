import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreFailure } from './failure.ts';

/** What the runner needs of one connection: `script` runs several statements at once and takes no parameters. */
export interface MigrationConnection {
  script(sql: string): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/**
 * Applies every file of `folder` that has not been applied, in the order of their names, each in a transaction
 * of its own together with its row in `migrations`: a fault leaves the database at the migration before.
 * The caller holds whatever keeps a second process from doing the same.
 * Throws StoreFailure `newer-than-code` when the database knows a migration that is not in the folder.
 */
export async function migrate(connection: MigrationConnection, folder = ownFolder): Promise<string[]> {
  await connection.script(
    'create table if not exists migrations (name text primary key, applied_at timestamptz not null default clock_timestamp())',
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const rows = await connection.query<{ name: string }>('select name from migrations');
  const applied = new Set(rows.map((row) => row.name));
  refuseNewerDatabase(applied, files);

  const fresh = files.filter((name) => !applied.has(name));
  for (const name of fresh)
    await applyOne(connection, { name, sql: await readFile(join(folder, name), 'utf8') });
  return fresh;
}

const ownFolder = join(import.meta.dirname, 'migrations');

function refuseNewerDatabase(applied: Set<string>, files: string[]): void {
  const unknown = [...applied].filter((name) => !files.includes(name)).sort();
  if (unknown.length === 0) return;
  throw new StoreFailure(
    'newer-than-code',
    `The database has been used by a newer version of this program: it holds ${unknown.join(', ')}, which this version does not know. Start the newer version, or restore a copy of the database from before it.`,
  );
}

async function applyOne(connection: MigrationConnection, file: { name: string; sql: string }): Promise<void> {
  await connection.script('begin');
  try {
    await connection.script(file.sql);
    await connection.query('insert into migrations (name) values ($1)', [file.name]);
    await connection.script('commit');
  } catch (error) {
    await connection.script('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreFailure('bad-migration', `Migration ${file.name} could not be applied: ${reason}`, error);
  }
}
