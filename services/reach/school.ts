import { z } from 'zod';
import type { IsoDate, RolloutPlan, Surface } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { listedSql, openMarkSql } from './listed.ts';

/** One account of a school that Teams cannot reach, with all its phases that are on the list, in the order of dates. */
export interface UnreachedAccount {
  id: string;
  upn: string;
  /** Nobody knows whether it is ready: Microsoft has not said. */
  isUnknown: boolean;
  /** A code of outcomes, such as app-not-installed. */
  why: string;
  /** By the database's clock; undefined where nothing was sent or tried yet. */
  since: Date | undefined;
  /** `calledAt`: when somebody called about this one, by the rollout's clock. */
  phases: { phaseId: string; surface: Surface; date: IsoDate; calledAt?: Date | undefined }[];
  /** Who called about all of these phases, and when by the rollout's clock; undefined where one is left. */
  called: { at: Date; byUpn: string | undefined } | undefined;
}

export interface SchoolQuery {
  plan: RolloutPlan;
  now: Date;
  /** A domain, in lower case. */
  school: string;
  most: number;
  /** The id of the account after which the page begins; one that has left the list begins anew. */
  after?: string | undefined;
}

export interface UnreachedSchoolPage {
  accounts: UnreachedAccount[];
  /** On all pages together. */
  total: number;
  open: number;
  /** Tells the open accounts from any others; empty where the page is. */
  openMark: string;
  hasMore: boolean;
}

/** The accounts of a school that Teams cannot reach: heads' and offices' first, called ones in their places. */
export async function unreachedOfSchool(tx: Tx, query: SchoolQuery): Promise<UnreachedSchoolPage> {
  const { plan, now, school, most, after } = query;
  const listed = listedSql({ plan, now, school, withSince: true });
  const rows = await tx.query(`${listed.with}${accountsSql}`, [...listed.parameters, after ?? '', most + 1]);
  const found = z.array(accountRow).parse(rows);
  return {
    accounts: found.slice(0, most).map(({ upn, id, ...row }) => ({
      id,
      upn,
      isUnknown: row.is_unknown,
      why: row.why,
      since: row.since ?? undefined,
      phases: row.phases,
      called: row.called_at ? { at: row.called_at, byUpn: row.by_upn ?? undefined } : undefined,
    })),
    total: found[0]?.total ?? 0,
    open: found[0]?.open ?? 0,
    openMark: found[0]?.open_mark ?? '',
    hasMore: found.length > most,
  };
}

const accountsSql = `, account as materialized (
    select id, upn, rank, is_unknown, why, since,
           jsonb_agg(jsonb_build_object('phaseId', phase, 'surface', surface, 'date', date, 'calledAt', called_at)
                     order by date, surface desc) as phases,
           case when bool_and(called_at is not null) then max(called_at) end as called_at,
           (array_agg(called_by order by called_at desc nulls last))[1] as called_by
      from listed where why is not null group by id, upn, rank, is_unknown, why, since
  )
  select o.id, o.upn, o.is_unknown, o.why, o.since, o.phases, o.called_at, m.upn as by_upn,
         (select count(*)::integer from account) as total,
         (select count(*)::integer from account where called_at is null) as open,
         ${openMarkSql} as open_mark
    from account o
    left join accounts m on m.id = o.called_by
    left join account f on f.id = $5
   where f.id is null or (o.rank, o.upn) > (f.rank, f.upn)
   order by o.rank, o.upn limit $6::integer`;

const accountRow = z.object({
  id: z.string(),
  upn: z.string(),
  is_unknown: z.boolean(),
  why: z.string(),
  since: z.date().nullable(),
  phases: z.array(
    z.object({
      phaseId: z.string(),
      surface: z.enum(['online', 'client']),
      date: z.string(),
      calledAt: z
        .string()
        .nullable()
        .transform((at) => (at === null ? undefined : new Date(at))),
    }),
  ),
  called_at: z.date().nullable(),
  by_upn: z.string().nullable(),
  total: z.number(),
  open: z.number(),
  open_mark: z.string(),
});
