import { z } from 'zod';
import { priorityOf } from '../deliveries/delivery.ts';
import type { IsoDate } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import type { DueGroup } from './due-groups.ts';

/** Which planning a wave belongs to. `day` is the rollout's, `expiresAt` the last moment of its reminders. */
export interface WaveOf {
  day: IsoDate;
  plannedAt: Date;
  expiresAt: Date;
}

/**
 * Writes down groups whose reminder is due, in the order in which they become deliveries. A row a group: planning a day is
 * this, however many accounts a group has, and the accounts follow page by page while the first are on their way already.
 */
export async function storeWaves(
  tx: Tx,
  groups: DueGroup[],
  { day, plannedAt, expiresAt }: WaveOf,
): Promise<void> {
  for (let from = 0; from < groups.length; from += groupsAStatement) {
    const rows = groups.slice(from, from + groupsAStatement).map((group) => ({
      phase_id: group.phaseId,
      phase_date: group.phaseDate,
      days_before: group.offset,
      cohort: group.cohort,
      schools: group.schools,
      others: group.others,
    }));
    await tx.query(
      `insert into reminder_waves (phase_id, phase_date, days_before, cohort, schools, others, day, planned_at, expires_at)
       select phase_id, phase_date, days_before, cohort, schools, others, $2, $3, $4
         from rows from (jsonb_to_recordset($1::jsonb) as (phase_id text, phase_date text, days_before integer,
                cohort text, schools jsonb, others boolean)) with ordinality
        order by ordinality`,
      [JSON.stringify(rows), day, plannedAt, expiresAt],
    );
  }
}

/**
 * Makes deliveries of the waves that are written down, page by page, until so many reminders can go out at once that the
 * dispatcher will not run dry before the next call. Each page and the place reached are one statement: a process that is
 * killed between two loses nothing and makes nothing twice. `made` counts new deliveries; `isComplete` when nothing is left.
 */
export async function expandWaves(
  database: Database,
  limits: { ahead?: number; pages?: number } = {},
): Promise<{ made: number; isComplete: boolean }> {
  const { ahead = readyAhead, pages = pagesACall } = limits;
  const ready = await countReady(database, ahead);
  let made = 0;
  for (let page = 0; page < pages && ready + made < ahead; page += 1) {
    const wave = await nextWave(database);
    if (wave === undefined) return { made, isComplete: true };
    made += await expandPage(database, wave);
    // The embedded engine works on the event loop: whoever waits for an answer comes in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { made, isComplete: (await nextWave(database)) === undefined };
}

/** Forgets what is written down and has not become deliveries. */
export async function dropWaves(tx: Tx): Promise<void> {
  await tx.query('delete from reminder_waves');
}

/** One statement for many groups, each of which may name many schools. */
const groupsAStatement = 100;

/**
 * Teams takes at most 50 requests a second (facts page, section 1) and the planner looks every two seconds, so a
 * hundred would do; two thousand leave time for a slow database, and for accounts that are skipped at once.
 */
const readyAhead = 2_000;

/** So that one look ends soon where almost everybody is ready: 25,000 accounts. */
const pagesACall = 100;

/**
 * Accounts looked at in a statement. The embedded engine works on the event loop, and where all are due most of a page's time
 * goes to the indexes of `deliveries`: a large page is noticed by somebody who waits for an answer (bench/planning.ts).
 */
const pageOfAccounts = 250;

/**
 * Reminders that nobody has looked at yet. One that was held, such as while Microsoft does not answer, does not count, not
 * even when its hold has ended: two thousand of those would keep all others from ever being made.
 */
async function countReady(tx: Tx, atMost: number): Promise<number> {
  const rows = await tx.query(
    `select count(*) as count from (
       select from deliveries
        where state = 'due' and priority = $1::smallint and kind = 'reminder' and why is null
          and not_before <= clock_timestamp()
        limit $2::integer) as ready`,
    [priorityOf('reminder'), atMost],
  );
  return Number(z.object({ count: z.string() }).parse(rows[0]).count);
}

const waveRow = z.object({
  id: z.string(),
  phase_id: z.string(),
  phase_date: z.string(),
  days_before: z.number(),
  cohort: z.string(),
  /** Of a wave of named schools the one whose turn it is; null where all but those are meant. */
  school_domain: z.string().nullable(),
  day: z.string(),
  planned_at: z.date(),
  school: z.number(),
  after_account: z.string(),
});
type Wave = z.infer<typeof waveRow>;

async function nextWave(tx: Tx): Promise<Wave | undefined> {
  const rows = await tx.query(
    `select id, phase_id, phase_date, days_before, cohort, case when not others then schools ->> school end as school_domain,
            day, planned_at, school, after_account
       from reminder_waves order by id limit 1`,
  );
  return z.array(waveRow).parse(rows)[0];
}

async function expandPage(database: Database, wave: Wave): Promise<number> {
  const subject = {
    phaseId: wave.phase_id,
    phaseDate: wave.phase_date,
    offset: String(wave.days_before),
    day: wave.day,
    plannedAt: wave.planned_at.toISOString(),
  };
  return database.transaction(async (tx) => {
    await tx.query(walkTheIndex);
    const rows = await tx.query(wave.school_domain === null ? pageOfOthers : pageOfSchool, [
      wave.id,
      wave.school,
      wave.after_account,
      wave.cohort,
      wave.school_domain ?? '',
      // The same key as reminderKey gives, up to the account.
      `reminder:${wave.phase_id}:${wave.phase_date}:${wave.days_before}:`,
      JSON.stringify(subject),
      priorityOf('reminder'),
    ]);
    return Number(z.object({ made: z.string() }).parse(rows[0]).made);
  });
}

/**
 * Without statistics, which the embedded engine never gathers by itself, the planner reads and sorts all accounts of a
 * cohort for each page of them: see walkTheIndex of deliveries/claim.ts.
 */
const walkTheIndex = `
  select set_config(name, 'off', true)
    from unnest(array['enable_sort', 'enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'])
      as setting (name)`;

/**
 * Why a reminder ended unsent that is wanted after all when it is planned again: its phase was paused, moved or left out and
 * that was taken back, or the clock was ahead for a while.
 */
const endedForNow = [
  'date-moved',
  'phase-paused',
  'phase-removed',
  'too-late',
  'not-yet-due',
  'outside-hours',
];

/**
 * One page: the accounts after the place reached, those of them who may need the reminder, their deliveries, and the new
 * place. The lock, and the place in the condition, let only one of two instances have a page.
 *
 * Left out are accounts that are blocked, and those that the newest status calls registered, unless one of their keepers
 * is missing or says that Outlook does not work. Everyone is looked at again at the moment of sending. The look-ups are
 * subqueries on purpose: the embedded engine has no statistics and would read whole tables to join them.
 */
const pageOf = (which: { accounts: string; isMeant: string; positions: string }) => `
  with wave as (
    select * from reminder_waves where id = $1::bigint and school = $2::integer and after_account = $3 for update
  ), page as materialized (
    select a.id, a.enabled, a.school_domain from accounts a
     where a.cohort = $4 and ${which.accounts} and a.id > $3 and exists (select from wave)
     order by a.id limit ${pageOfAccounts}
  ), due as (
    select id from page
     where enabled and ${which.isMeant}
       and ((select s.registered from statuses s where s.account_id = page.id) is not true
            or (select w.keepers_waiting > 0 or w.outlook is not distinct from 'not-working'
                  from account_words w where w.account_id = page.id))
  ), made as (
    insert into deliveries (key, kind, operation, account_id, subject, priority, expires_at)
    select $6 || due.id, 'reminder', 'send', due.id, $7::jsonb, $8::smallint, (select expires_at from wave)
      from due
    on conflict (key) do update
      set state = 'due', not_before = clock_timestamp(), subject = excluded.subject, expires_at = excluded.expires_at,
          day = null, why = null, settled_at = null
      where deliveries.state = 'skipped' and deliveries.attempts = 0
        and deliveries.why in (${endedForNow.map((why) => `'${why}'`).join(', ')})
    returning 1
  ), place as (
    select wave.id, wave.school + (count(page.id) < ${pageOfAccounts})::integer as school,
           case when count(page.id) < ${pageOfAccounts} then '' else max(page.id) end as after_account,
           ${which.positions} as positions
      from wave left join page on true
     group by wave.id, wave.school, wave.schools
  ), moved as (
    update reminder_waves w set school = place.school, after_account = place.after_account
      from place where w.id = place.id and place.school < place.positions
  ), ended as (
    delete from reminder_waves w using place where w.id = place.id and place.school >= place.positions
  )
  select count(*) as made from made`;

const pageOfSchool = pageOf({
  accounts: 'a.school_domain = $5',
  isMeant: 'true',
  positions: 'jsonb_array_length(wave.schools)',
});

const pageOfOthers = pageOf({
  accounts: `$5 = ''`,
  isMeant: `coalesce(school_domain, '') not in (select jsonb_array_elements_text(wave.schools) from wave)`,
  positions: '1',
});
