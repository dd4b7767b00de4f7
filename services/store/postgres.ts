import pg from 'pg';
import type { Database, Opened, Tx } from './engine.ts';
import { StoreFailure } from './failure.ts';
import type { MigrationConnection } from './migrate.ts';
import { arraysKeptAsText, parametersFor, typesKeptAsText } from './types.ts';

/**
 * Opens a pool on `databaseUrl`. Throws StoreFailure `unreachable` with the host and what to check when no
 * connection can be made within 10 seconds; the message never holds the password.
 */
export async function openPostgres(databaseUrl: string): Promise<Opened> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types: { getTypeParser },
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A connection that a fire wall dropped without a word must not hold a delivery for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: 60_000,
    // A machine that vanished in the middle of a claim would keep its lock, and all instances waiting, for hours.
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'mfa-rollout-bot',
  });
  // An idle connection that the server closed: the pool has dropped it already and the next query opens another
  // one or reports the fault itself. Without a listener Node would end the process.
  pool.on('error', () => undefined);
  await refuseUnreachable(pool, databaseUrl);

  let closing: Promise<void> | undefined;
  const database: Database = {
    engine: 'postgres',
    native: pool,
    query: (sql, parameters) => rows(pool, sql, parameters),
    transaction: (work) => transact(pool, work),
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
  return { database, migrating: (work) => migrateAlone(pool, work) };
}

type Runner = Pick<pg.ClientBase, 'query'> | pg.Pool;

async function rows<Row>(runner: Runner, sql: string, parameters?: unknown[]): Promise<Row[]> {
  const result = await runner.query(sql, parametersFor(parameters));
  // The caller names its row type; pg cannot check it and rows that matter go through zod.
  return result.rows as Row[];
}

async function transact<Result>(pool: pg.Pool, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({ query: (sql, parameters) => rows(client, sql, parameters) });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is closed, not put back for the next user.
    client.release(broken);
  }
}

/** Two instances that start at once would both apply the first new migration: the advisory lock makes one wait. */
async function migrateAlone(
  pool: pg.Pool,
  work: (connection: MigrationConnection) => Promise<unknown>,
): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('set statement_timeout = 0');
    // The same for the lock below, which belongs to no transaction: the server finds out within a minute.
    await client.query(
      'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3',
    );
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await work({
      script: async (sql) => {
        await client.query(sql);
      },
      query: (sql, parameters) => rows(client, sql, parameters),
    });
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // Closing the connection gives the lock back too, and forgets the time-out.
    client.release(broken ?? true);
  }
}

/** Any number that nothing else on the server takes: "mfa" read as base 36. */
const migrationLock = 28_990;

async function refuseUnreachable(pool: pg.Pool, databaseUrl: string): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    const reason = describeFault(error);
    throw new StoreFailure(
      'unreachable',
      `PostgreSQL at ${placeOf(databaseUrl)} cannot be used: ${reason}. Check DATABASE_URL, that the server is running and that this machine may reach it.`,
      error,
    );
  }
}

function describeFault(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeFault).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Host, port and database only: the rest of the address holds the password. */
function placeOf(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    return `${url.host || 'the local socket'}${url.pathname}`;
  } catch {
    return 'an address that cannot be read';
  }
}

const asText = (value: string): string => value;
// The driver's type for these numbers lists built-in types only; its table answers for every number.
const driverParser = pg.types.getTypeParser as (oid: number, format?: string) => (value: string) => unknown;
/** The driver's parser of varchar[], which leaves the elements as text. */
const asTextList = driverParser(1015);

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (typesKeptAsText.some((known) => known === oid)) return asText;
  if (arraysKeptAsText.some((known) => known === oid)) return asTextList;
  return driverParser(oid, format);
}
