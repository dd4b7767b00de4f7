import { today } from '../rollout/calendar.ts';
import type { IsoDate, Phase, RolloutPlan } from '../rollout/plan.ts';
import { failedMessage, notReachedSince, whyNotReached } from './not-reached.ts';
import { lastDateWithin, listedFromDays } from './school-days.ts';

/** Whose status is looked at and whether anybody was called; `since` costs a look at the messages of each account. */
interface Listing {
  plan: RolloutPlan;
  now: Date;
  /** Only the accounts of this school's domain. */
  school?: string;
  withSince?: boolean;
  /** Only so many accounts after this one, in the order of their ids. */
  page?: { after: string; most: number };
}

/** A statement's beginning, with its parameters; further ones follow those. */
export interface ListedSql {
  /**
   * Gives the common table `listed`: a row for each account that is not ready (or not known to be) and each of its phases
   * that is on the list: id, upn, school, rank (of its cohort), is_unknown, why (null where Teams reaches it), since, phase,
   * surface, date, called_at, called_by. Of a page also `page`, with the id of each account that was looked at.
   */
  with: string;
  parameters: unknown[];
}

/**
 * The accounts that still have something to do for a phase of the next 20 school days, or for one whose date has come.
 * By the newest status that is stored: registered, no keeper missing and, for installed Outlook, nobody says that it does
 * not work. A phase that is paused has no date to call about.
 */
export function listedSql({ plan, now, school, withSince = false, page }: Listing): ListedSql {
  const phases = plan.phases.filter(({ paused }) => !paused);
  const parameters = [
    JSON.stringify(
      phases.map(({ id, cohort, surface, date }) => ({
        id,
        cohort,
        surface,
        date,
        rank: rankOf(plan, cohort),
      })),
    ),
    JSON.stringify(phases.flatMap(wavesOf)),
    lastListedDate(plan, now),
    ...(school === undefined ? [] : [school]),
    ...(page === undefined ? [] : [page.after, page.most]),
  ];
  const count = parameters.length;
  return {
    parameters,
    with: `
  with phase as materialized (
    select * from jsonb_to_recordset($1::jsonb) as p(id text, cohort text, surface text, date date, rank integer)
  ), wave as materialized (
    select * from jsonb_to_recordset($2::jsonb) as w(phase text, school text, date date)
  ), ${
    page === undefined
      ? ''
      : `page as materialized (
    select id, upn, school_domain, cohort, enabled from accounts
     where enabled and cohort is not null and id > $${count - 1} order by id limit $${count}::integer
  ), `
  }unready as materialized (
    select a.id, a.upn, a.school_domain as school, a.cohort, s.registered is null as is_unknown,
           s.registered is not true or coalesce(w.keepers_waiting, 0) > 0 as is_for_all,
           ${whyNotReached} as why, ${withSince ? notReachedSince : 'null::timestamptz'} as since
      from ${page === undefined ? 'accounts' : 'page'} a
      left join statuses s on s.account_id = a.id
      left join ${page === undefined ? 'account_words w on w.account_id = a.id' : wordsOfOne}
      left join conversations c on c.account_id = a.id
      left join installations i on i.account_id = a.id
      left join ${failedMessage} f on c.installed and c.blocked is null
     where a.enabled and a.cohort is not null
       and (s.registered is not true or w.keepers_waiting > 0 or w.outlook = 'not-working')
       ${school === undefined ? '' : 'and a.school_domain = $4'}
  ), listed as materialized (
    select u.id, u.upn, u.school, p.rank, u.is_unknown, u.why, u.since, p.id as phase, p.surface,
           coalesce(v.date, p.date) as date, k.called_at, k.called_by
      from unready u
      join phase p on p.cohort = u.cohort
      left join wave v on v.phase = p.id and v.school = u.school
      left join reach_calls k
        on k.account_id = u.id and k.phase_id = p.id and k.phase_date = coalesce(v.date, p.date)
     where coalesce(v.date, p.date) <= $3::date and (u.is_for_all or p.surface = 'client')
  )`,
  };
}

/** A mark of those in `listed` who are to be called and were not called about everything: other people, another mark. */
export const openMarkSql = `(
  select md5(coalesce(string_agg(id, ' ' order by id), ''))
    from (select distinct id from listed where why is not null and called_at is null) as open
)`;

/** Joined as a whole, the view would be worked out for all accounts with each page. */
const wordsOfOne = `lateral (
        select keepers_waiting, outlook from account_words where account_id = a.id offset 0) w on true`;

/** The last date that is on the list today. */
function lastListedDate(plan: RolloutPlan, now: Date): IsoDate {
  return lastDateWithin(plan.reminders, today(plan, now), listedFromDays);
}

/** As services/rollout/phases.ts reads them: the first wave that names a school counts. */
function wavesOf(phase: Phase): { phase: string; school: string; date: IsoDate }[] {
  const dates = new Map<string, IsoDate>();
  for (const { date, schools } of phase.waves) {
    for (const school of schools) {
      if (!dates.has(school.toLowerCase())) dates.set(school.toLowerCase(), date);
    }
  }
  return [...dates].map(([school, date]) => ({ phase: phase.id, school, date }));
}

function rankOf(plan: RolloutPlan, cohort: string): number {
  return plan.cohorts.findIndex(({ id }) => id === cohort);
}
