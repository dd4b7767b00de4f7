import type { Database } from '../store/database.ts';

/** A right that one holder at a time has, over all instances. It runs out by itself when its holder dies. */
export interface Lease {
  /** Takes it, or keeps it for as long again; false while somebody else has it. */
  take(): Promise<boolean>;
  /**
   * Gives it back so that nobody, this holder included, has it for `ms`; without effect where it is not ours. `why` is
   * for whoever asks in the meantime.
   */
  rest(ms: number, why: string): Promise<void>;
  /** Why a holder told all to rest, while that time is not over. */
  whyResting(): Promise<string | undefined>;
  /** Gives it back at once. */
  giveBack(): Promise<void>;
}

export interface LeaseOptions {
  database: Database;
  /** The row of `leases` that all instances share. */
  name: string;
  /** Unique to one process, or to one part of it. */
  holder: string;
  /** How long a holder that died keeps the others waiting. */
  seconds: number;
}

/**
 * Leases count by the database's own clock: it is one for all instances, and moving the rollout's clock ends none of
 * them. One that would run on for a day was written before that clock was set back, and stands no more.
 */
export function createLease({ database, name, holder, seconds }: LeaseOptions): Lease {
  return {
    async take() {
      const rows = await database.query(
        `insert into leases (name, holder, held_until)
         values ($1, $2, clock_timestamp() + make_interval(secs => $3::float8))
         on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
           where leases.holder = excluded.holder
              or leases.held_until not between clock_timestamp() and clock_timestamp() + interval '1 day'
         returning name`,
        [name, holder, seconds],
      );
      return rows.length > 0;
    },
    async rest(ms, why) {
      await database.query(
        `update leases set holder = $3, held_until = clock_timestamp() + make_interval(secs => $4::float8)
          where name = $1 and holder = $2`,
        [name, holder, restMark + why, ms / 1000],
      );
    },
    async whyResting() {
      const [row] = await database.query<{ holder: string }>(
        'select holder from leases where name = $1 and held_until > clock_timestamp()',
        [name],
      );
      return row?.holder.startsWith(restMark) ? row.holder.slice(restMark.length) : undefined;
    },
    async giveBack() {
      await database.query('delete from leases where name = $1 and holder = $2', [name, holder]);
    },
  };
}

/** Stands instead of a holder, before the reason; holders are called by random ids. */
const restMark = 'resting: ';

/**
 * Frees what a process that died still holds. Only right where no other process can share the database, which
 * is the embedded engine: there a restart need not wait for a lease to run out.
 */
export async function freeLeasesOfDeadProcess(database: Database): Promise<void> {
  if (database.engine === 'pglite') await database.query('delete from leases');
}
