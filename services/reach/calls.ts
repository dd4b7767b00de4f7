import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { listedSql, openMarkSql } from './listed.ts';

/** Whom a member of the service desk has called: one account of a school, or all of the school that stand on the list. */
export interface Called {
  plan: RolloutPlan;
  /** A domain, in lower case. */
  school: string;
  /** Entra object id; the whole school where not given. */
  accountId?: string | undefined;
  /** Only if the school's open accounts are those of this mark (UnreachedSchoolPage); any where not given. */
  openMark?: string | undefined;
  /** Entra object id of the member. */
  by: string;
  now: Date;
}

/**
 * Notes that somebody was called about every phase for which they stand on the list now, and gives the number of accounts
 * that are newly called. They leave the list until a phase of theirs has another date, or another one comes onto the
 * list. Safe to repeat: the first call stands.
 */
export async function noteCalled(
  tx: Tx,
  { plan, school, accountId, openMark, by, now }: Called,
): Promise<number> {
  const listed = listedSql({ plan, now, school });
  const rows = await tx.query<{ account_id: string }>(
    `${listed.with}
     insert into reach_calls (account_id, phase_id, phase_date, called_by, called_at)
     select id, phase, date, $5, $6 from listed
      where why is not null and called_at is null and ($7::text is null or id = $7)
        and ($8::text is null or $8 = ${openMarkSql})
     on conflict do nothing
     returning account_id`,
    [...listed.parameters, by, now, accountId, openMark],
  );
  return new Set(rows.map(({ account_id }) => account_id)).size;
}

/** Which calls are taken back: those of one account, or those that were noted at one moment for a whole school. */
export type TakenBack = { accountId: string } | { school: string; at: Date };

/** Takes calls back: the accounts stand on the list again where they still belong there. Gives their number. */
export async function takeBack(tx: Tx, which: TakenBack): Promise<number> {
  const rows =
    'accountId' in which
      ? await tx.query<{ account_id: string }>(
          'delete from reach_calls where account_id = $1 returning account_id',
          [which.accountId],
        )
      : await tx.query<{ account_id: string }>(
          `delete from reach_calls where called_at = $2
             and account_id in (select id from accounts where school_domain = $1 and enabled)
           returning account_id`,
          [which.school, which.at],
        );
  return new Set(rows.map(({ account_id }) => account_id)).size;
}
