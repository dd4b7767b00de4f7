import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { isAnyReachable } from '../people/conversations.ts';
import type { Check, Finding } from './check.ts';

const name = 'Database';

/** What the database said of itself. */
export interface DatabaseFacts {
  /** As the server says: 150004 for 15.4. */
  versionNumber: number;
  /** Names of the migrations that it holds; undefined where the bot has never started on it. */
  applied: string[] | undefined;
  /** Names of the migrations of this code. */
  known: string[];
  /** The server's clock minus this machine's, in milliseconds. */
  clockAheadMs: number;
  /** Whether the role may make tables where the bot keeps them. */
  mayCreate: boolean;
}

/** A view on the database that cannot change it. */
export interface DatabaseView {
  facts(): Promise<DatabaseFacts>;
  /** Whether any of these accounts has a chat with the bot; undefined where that cannot be said. */
  isAnyReachable(accountIds: string[]): Promise<boolean | undefined>;
  close(): Promise<void>;
}

/** The oldest that the SQL is written for. */
const oldestVersion = 15;

/** Leases are taken by the database's clock and dates by this machine's: further apart, a reminder comes noticeably early or late. */
const clocksMayDifferMs = 5_000;

/** What the facts mean: one line for each thing that is wrong, or one that all is well. */
export function findingsOf(facts: DatabaseFacts): Finding[] {
  const wrong = (words: string, todo: string): Finding => ({ check: name, kind: 'wrong', words, todo });
  const version = Math.floor(facts.versionNumber / 10_000);
  const applied = facts.applied ?? [];
  const unknown = applied.filter((one) => !facts.known.includes(one));
  const missing = facts.known.filter((one) => !applied.includes(one));
  const findings: Finding[] = [];
  if (version < oldestVersion) {
    findings.push(wrong(`PostgreSQL ${version} is too old.`, `Use PostgreSQL ${oldestVersion} or newer.`));
  }
  if (unknown.length > 0) {
    findings.push(
      wrong(
        'it was used by a newer version of this program.',
        'Start the newer version, or restore a copy from before it.',
      ),
    );
  }
  if (Math.abs(facts.clockAheadMs) > clocksMayDifferMs) {
    const seconds = Math.round(Math.abs(facts.clockAheadMs) / 1000);
    findings.push(
      wrong(
        `its clock and this machine’s are ${seconds} seconds apart.`,
        'Switch time synchronisation on, on both.',
      ),
    );
  }
  if (missing.length > 0 && !facts.mayCreate) {
    findings.push(
      wrong(
        'the role of DATABASE_URL may not make tables.',
        'Grant it create on the schema public: grant create on schema public to the role.',
      ),
    );
  }
  if (findings.length > 0) return findings;
  const standing =
    facts.applied === undefined
      ? 'empty; the first start prepares it'
      : missing.length > 0
        ? `new migrations (${missing.length}) are made at the next start`
        : 'up to date';
  return [{ check: name, kind: 'ok', words: `PostgreSQL ${version}, ${standing}.` }];
}

/** The check of a PostgreSQL, through a view that the caller closes. */
export function postgresCheck(view: DatabaseView): Check {
  return {
    name,
    look: async () => {
      try {
        return findingsOf(await view.facts());
      } catch (error) {
        return [unreachable(error)];
      }
    },
  };
}

/** Without DATABASE_URL: only whether something is there, because opening it would lock the bot out or change it. */
export function embeddedCheck(dataDir: string | undefined): Check {
  const place = dataDir ?? 'memory';
  return {
    name,
    look: async () => [
      {
        check: name,
        kind: 'ok',
        words:
          dataDir !== undefined && existsSync(dataDir)
            ? `embedded, in ${place}: for one instance only.`
            : `embedded, in ${place}, made at the first start: for one instance only.`,
      },
    ],
  };
}

/** Opens nothing yet. Every statement runs in read-only mode, so that nothing can be changed by mistake. */
export function viewPostgres(databaseUrl: string): DatabaseView {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: 8_000,
    statement_timeout: 8_000,
    options: '-c default_transaction_read_only=on',
    application_name: 'mfa-rollout-bot doctor',
  });
  pool.on('error', () => undefined);
  return {
    facts: () => factsFrom(pool),
    async isAnyReachable(accountIds) {
      try {
        // The caller names its row type, as in services/store.
        return await isAnyReachable(
          {
            query: async <Row>(sql: string, given?: unknown[]) =>
              (await pool.query(sql, given)).rows as Row[],
          },
          accountIds,
        );
      } catch {
        // Never started on, or not reachable: another check says so.
        return undefined;
      }
    },
    close: () => pool.end(),
  };
}

const aboutSchema = z.object({
  version: z.coerce.number().int(),
  now: z.coerce.date(),
  exists: z.boolean(),
  may_create: z.boolean(),
});

async function factsFrom(pool: pg.Pool): Promise<DatabaseFacts> {
  await pool.query('select 1');
  const askedAt = Date.now();
  const { rows } = await pool.query(
    `select current_setting('server_version_num') as version, clock_timestamp() as now,
            to_regclass('migrations') is not null as exists,
            has_schema_privilege(current_schema(), 'create') as may_create`,
  );
  const answeredAt = Date.now();
  const about = aboutSchema.parse(rows[0]);
  const applied = about.exists
    ? (await pool.query('select name from migrations')).rows.map((row: unknown) => nameSchema.parse(row).name)
    : undefined;
  const folder = join(import.meta.dirname, '../store/migrations');
  return {
    versionNumber: about.version,
    applied,
    known: (await readdir(folder)).filter((file) => file.endsWith('.sql')),
    clockAheadMs: about.now.getTime() - (askedAt + answeredAt) / 2,
    mayCreate: about.may_create,
  };
}

const nameSchema = z.object({ name: z.string() });

/** What the driver's and PostgreSQL's codes mean (postgresql.org/docs/current/errcodes-appendix.html). */
const advice: Record<string, { words: string; todo: string }> = {
  '28P01': { words: 'the password is wrong.', todo: 'Check user and password in DATABASE_URL.' },
  '28000': {
    words: 'the server does not let this role in.',
    todo: 'Check user, network rules and sslmode in DATABASE_URL.',
  },
  '3D000': {
    words: 'there is no such database.',
    todo: 'Make it on the server, or mend its name in DATABASE_URL.',
  },
  ENOTFOUND: { words: 'its host name is not known.', todo: 'Check the host in DATABASE_URL.' },
  ECONNREFUSED: {
    words: 'nothing listens at its address.',
    todo: 'Start the server, or mend host and port in DATABASE_URL.',
  },
};

function unreachable(error: unknown): Finding {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code: unknown =
    typeof first === 'object' && first !== null && 'code' in first ? first.code : undefined;
  const known = typeof code === 'string' ? advice[code] : undefined;
  return {
    check: name,
    kind: 'wrong',
    ...(known ?? {
      words: `it cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`,
      todo: 'Check DATABASE_URL, that the server runs, and that this machine may reach it.',
    }),
  };
}
