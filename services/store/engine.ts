import type { MigrationConnection } from './migrate.ts';

/**
 * Something that runs one SQL statement and gives its rows. Both engines give the same JavaScript values:
 * bigint, count, numeric, date and interval as text, timestamptz as Date, json and jsonb parsed.
 * Give JSON parameters as text (`JSON.stringify`) with `::jsonb`, and lists as arrays with `= any($1::text[])`.
 */
export interface Tx {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** The product's database: the pool, or the one embedded connection. */
export interface Database extends Tx {
  engine: 'postgres' | 'pglite';
  /**
   * Runs `work` in one transaction, committed when it returns and rolled back when it throws.
   * Use only the `tx` inside: the embedded engine has one connection, so a query on the database itself waits
   * for this transaction to end, for ever.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
  /** The engine's own handle, a pg.Pool or a PGlite, for the job queue only. */
  native: unknown;
}

/** A database that is open, and the way to migrate it before anybody uses it. */
export interface Opened {
  database: Database;
  migrating(work: (connection: MigrationConnection) => Promise<unknown>): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL connection string. Without it the embedded engine is used. */
  databaseUrl?: string | undefined;
  /** Where the embedded engine keeps its files; without it everything is in memory and gone at the end. */
  dataDir?: string | undefined;
  /** A dump to begin from instead of an empty database (embedded engine only; tests). */
  loadDataDir?: Blob | undefined;
}
