import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { type Database, openDatabase } from '../../services/store/database.ts';

/**
 * A fresh, migrated database that nothing else uses. Close it in `afterAll`: on PostgreSQL that also drops it.
 * Embedded and in memory, begun from one dump (about 1 s instead of 5); with TEST_DATABASE_URL set, a new
 * database on that server.
 */
export async function testDatabase(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? freshPostgres(server) : openDatabase({ loadDataDir: await migratedDump() });
}

/** The dump of an empty, migrated embedded database, made once for every state of the migrations. */
export async function migratedDump(): Promise<Blob> {
  const file = join(tmpdir(), `mfa-rollout-bot-tests`, `${await fingerprint()}.tar`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return new Blob([kept]);

  const database = await openDatabase({});
  // The embedded engine's own handle: see Database.engine.
  const dump = await (database.native as PGlite).dumpDataDir('none');
  await database.close();
  await mkdir(join(tmpdir(), 'mfa-rollout-bot-tests'), { recursive: true });
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, Buffer.from(await dump.arrayBuffer()));
  await rename(partial, file);
  return dump;
}

/** Puts a migrated, empty embedded database into `folder`, which must not be there yet, for a process that is to be started on it. */
export async function migratedDataDir(folder: string): Promise<void> {
  const template = join(tmpdir(), 'mfa-rollout-bot-tests', await fingerprint());
  const isThere = await stat(template).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    const partial = `${template}.${randomUUID()}`;
    const database = await openDatabase({ dataDir: partial });
    await database.close();
    // Another test file may have been quicker.
    await rename(partial, template).catch(() => undefined);
  }
  await cp(template, folder, { recursive: true });
}

async function fingerprint(): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const folder = join(root, 'services/store/migrations');
  const hash = createHash('sha256');
  hash.update(await readFile(join(root, 'node_modules/@electric-sql/pglite/package.json')));
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name);
    hash.update(await readFile(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 24);
}

async function freshPostgres(server: string): Promise<Database> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: url.href });
  let closing: Promise<void> | undefined;
  return {
    ...database,
    close: () => {
      closing ??= database
        .close()
        .then(() => onServer(server, `drop database if exists ${name} with (force)`));
      return closing;
    },
  };
}

async function onServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
