import { z } from 'zod';
import { today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { figuresRow, figuresSql, type UnreachedFigures } from './figures.ts';
import { listedSql } from './listed.ts';
import { callFromDays, lastDateWithin } from './school-days.ts';

/** A school's accounts that share the date by which they are to be reached. */
export interface UnreachedSchool {
  /** The nearest date for which they were not called; where all were called, their nearest. */
  date: IsoDate;
  /** Those of its accounts that change on that date. */
  phaseIds: string[];
  /** Its domain. */
  school: string;
  accounts: number;
  /** At most two addresses, heads' and offices' first. */
  first: string[];
}

/** The schools after this one, in the order of dates and then domains. */
export type UnreachedPlace = Pick<UnreachedSchool, 'date' | 'school'>;

/** - `open`: not called yet; `called`: called about everything that is on the list; `all`: both */
export type UnreachedWhich = 'open' | 'called' | 'all';

export interface UnreachedPage {
  figures: UnreachedFigures[];
  schools: UnreachedSchool[];
  /** On all pages together. */
  totalSchools: number;
  totalAccounts: number;
  /** Of those accounts: at most five school days are left before their date, or it has come. */
  totalNow: number;
  /** Where the next page begins; undefined on the last one. */
  next: UnreachedPlace | undefined;
}

export interface UnreachedQuery {
  plan: RolloutPlan;
  now: Date;
  which: UnreachedWhich;
  most: number;
  after?: UnreachedPlace | undefined;
  /** Only schools whose domain holds this text, in lower case. */
  search?: string | undefined;
}

/**
 * One page of the call list: enabled accounts with a phase ahead of at most 20 school days, or come, that are not ready or
 * not known to be, and that Teams cannot reach. Each stands once, under its nearest date for which it was not called.
 */
export async function unreached(tx: Tx, query: UnreachedQuery): Promise<UnreachedPage> {
  const { plan, now, which, most, after, search } = query;
  const listed = listedSql({ plan, now });
  const callNow = lastDateWithin(plan.reminders, today(plan, now), callFromDays);
  const [row] = await tx.query(`${listed.with}${pageSql}`, [
    ...listed.parameters,
    which,
    search ?? '',
    after?.date ?? '0001-01-01',
    after?.school ?? '',
    most + 1,
    callNow,
  ]);
  const { figures, schools, total_schools, total_accounts, total_now } = pageRow.parse(row);
  const page = schools.slice(0, most);
  const last = page.at(-1);
  return {
    figures,
    schools: page,
    totalSchools: total_schools,
    totalAccounts: total_accounts,
    totalNow: total_now,
    next: schools.length > most && last ? { date: last.date, school: last.school } : undefined,
  };
}

const pageSql = `, account as (
    select id, upn, school, rank, bool_and(called_at is not null) as is_called,
           coalesce(min(date) filter (where called_at is null), min(date)) as date,
           -- One that changes on that date.
           (array_agg(phase order by called_at is not null, date, phase))[1] as phase
      from listed where why is not null group by id, upn, school, rank
  ), grouped as materialized (
    select date, school, count(*)::integer as accounts, (array_agg(upn order by rank, upn))[1:2] as first,
           array_agg(distinct phase) as "phaseIds"
      from account
     where ($4 = 'all' or is_called = ($4 = 'called')) and strpos(school, $5) > 0
     group by date, school
  )
  select ${figuresSql} as figures,
         (select coalesce(jsonb_agg(s order by s.date, s.school), '[]')
            from (select date, school, accounts, first, "phaseIds" from grouped
                   where (date, school) > ($6::date, $7) order by date, school limit $8::integer) as s) as schools,
         (select count(distinct school)::integer from grouped) as total_schools,
         (select coalesce(sum(accounts), 0)::integer from grouped) as total_accounts,
         (select coalesce(sum(accounts), 0)::integer from grouped where date <= $9::date) as total_now`;

const pageRow = z.object({
  figures: z.array(figuresRow),
  schools: z.array(
    z.object({
      date: z.string(),
      school: z.string(),
      accounts: z.number(),
      first: z.array(z.string()),
      phaseIds: z.array(z.string()),
    }),
  ),
  total_schools: z.number(),
  total_accounts: z.number(),
  total_now: z.number(),
});
