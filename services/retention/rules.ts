import { addDays, today } from '../rollout/calendar.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { RetentionClass } from '../rollout/retention.ts';

/** At most this many rows a statement: the embedded engine blocks the process while it works. */
export const rowsAStatement = 500;

/** One statement that deletes at most 500 rows that have aged out and returns one row for each. */
export interface Rule {
  class: RetentionClass;
  sql: string;
  parameters: unknown[];
}

/**
 * The statements of one run, in the order in which they are to be run again and again until they delete nothing. Each
 * column is compared with the clock that wrote it: `now` is the rollout's, which the demo moves. What is still needed
 * stays however old it is: waiting deliveries, tickets that are not closed, notices under way, and the keys that keep a
 * reminder from being sent again while its phase is ahead.
 */
export function rulesAt(plan: RolloutPlan, now: Date): Rule[] {
  const days = plan.retention;
  const before = (what: RetentionClass) => new Date(now.getTime() - days[what] * dayMs);
  return [
    { class: 'deliveries', sql: deliveries, parameters: [days.deliveries, yesterday(plan, now)] },
    { class: 'deliveries', sql: reminderCards, parameters: [] },
    { class: 'deliveries', sql: snoozes, parameters: [addDays(today(plan, now), -days.deliveries)] },
    { class: 'notices', sql: notices, parameters: [before('notices')] },
    { class: 'notices', sql: planChangeDrafts, parameters: [before('notices')] },
    { class: 'notices', sql: whoChangedThePlan, parameters: [before('notices')] },
    { class: 'notices', sql: calls, parameters: [before('notices')] },
    { class: 'tickets', sql: ticketMessages, parameters: [before('tickets')] },
    { class: 'tickets', sql: tickets, parameters: [before('tickets')] },
    { class: 'walks', sql: walks, parameters: [before('walks')] },
    { class: 'answerHistory', sql: answerHistory, parameters: [before('answerHistory')] },
    { class: 'uploads', sql: uploadRows, parameters: [before('uploads')] },
    { class: 'uploads', sql: uploads, parameters: [before('uploads')] },
    { class: 'readings', sql: legacySignIns, parameters: [before('readings')] },
    { class: 'readings', sql: sweeps, parameters: [before('readings')] },
    { class: 'readings', sql: reports, parameters: [before('readings')] },
    { class: 'unlisted', sql: strayChats, parameters: [days.unlisted] },
  ];
}

const dayMs = 86_400_000;

/** A phase of this very day still has a reminder to come, and instances' clocks may differ around midnight. */
function yesterday(plan: RolloutPlan, now: Date): string {
  return addDays(today(plan, now), -1);
}

/**
 * Of each lot the keys are taken first, as a list: as a set to join with, the planner, which has no statistics on the
 * embedded engine, compares every row with every key (1.4 s a lot at 10,000 rows; 20 ms as a list, at 100,000).
 */
const lot = `limit ${rowsAStatement}`;

const deliveries = `
  delete from deliveries where id = any(array(
    select d.id from deliveries d
     where d.settled_at < statement_timestamp() - make_interval(days => $1)
       and d.state in ('sent', 'skipped', 'failed')
       and not (d.kind in ('reminder', 'school', 'date-moved')
                and coalesce(nullif(d.subject ->> 'phaseDate', 'paused'), '') >= $2)
       and not (d.kind in ('notice', 'notice-progress') and exists (
         select from notices n where n.id::text = d.subject ->> 'noticeId' and n.state = 'sending'))
       and not (d.kind = 'ticket' and exists (
         select from tickets t
          where t.id::text = d.subject ->> 'ticketId'
            and (t.state <> 'closed' or exists (
              select from ticket_messages m
               where m.ticket_id = t.id and m.sender = 'desk' and m.outcome is null))))
     order by d.settled_at ${lot}))
  returning id`;

/** What a reminder's card shows goes with the record of its message. */
const reminderCards = `
  delete from reminder_cards where delivery_id = any(array(
    select c.delivery_id from reminder_cards c
     where not exists (select from deliveries d where d.id = c.delivery_id) ${lot}))
  returning delivery_id`;

/** A wish ends with the date that it was made for, and is kept for as long as the messages about it. */
const snoozes = `
  delete from snoozes where ctid = any(array(select ctid from snoozes where phase_date < $1 ${lot}))
  returning account_id`;

/** Whether something about the row with this id is still on the road. */
const isOnTheRoad = (field: string, id: string) => `exists (
  select from deliveries d
   where d.state in ('due', 'claimed') and d.subject @> jsonb_build_object('${field}', ${id}::text))`;

const notices = `
  delete from notices where id = any(array(
    select n.id from notices n
     where n.state <> 'sending' and coalesce(n.done_at, n.sent_at, n.created_at) < $1
       and not ${isOnTheRoad('noticeId', 'n.id')}
     ${lot}))
  returning id`;

const calls = `
  delete from reach_calls where ctid = any(array(select ctid from reach_calls where called_at < $1 ${lot}))
  returning account_id`;

const planChangeDrafts = `
  delete from plan_change_drafts where id = any(array(
    select id from plan_change_drafts where created_at < $1 ${lot}))
  returning id`;

/** What was changed makes the plan, so the rows stay; who changed it does not. */
const whoChangedThePlan = `
  update plan_changes set by_account = '' where id = any(array(
    select id from plan_changes where at < $1 and by_account <> '' ${lot}))
  returning id`;

const oldTicket = `t.state = 'closed' and t.closed_at < $1 and not ${isOnTheRoad('ticketId', 't.id')}`;

/** Before their tickets, which would take any number of them along in one statement. */
const ticketMessages = `
  delete from ticket_messages where ctid = any(array(
    select m.ctid from ticket_messages m join tickets t on t.id = m.ticket_id
     where ${oldTicket} ${lot}))
  returning seq`;

const tickets = `
  delete from tickets where id = any(array(
    select t.id from tickets t
     where ${oldTicket} and not exists (select from ticket_messages m where m.ticket_id = t.id)
     ${lot}))
  returning id`;

const walks = `
  delete from guide_walks where id = any(array(select id from guide_walks where updated_at < $1 ${lot})) returning id`;

/** The last change of an answer and its last words stay: a withdrawn answer's words may stand nowhere else. */
const answerHistory = `
  delete from desk_answer_history where ctid = any(array(
    select h.ctid from desk_answer_history h
     where h.at < $1
       and exists (select from desk_answer_history l where l.answer_id = h.answer_id and l.version > h.version)
       and (h.words is null or exists (
         select from desk_answer_history l
          where l.answer_id = h.answer_id and l.version > h.version and l.words is not null))
     ${lot}))
  returning version`;

const uploadRows = `
  delete from report_upload_rows where address = any(array(
    select r.address from report_upload_rows r join report_uploads u on u.hash = r.upload
     where coalesce(u.finished_at, u.as_of) < $1 ${lot}))
  returning address`;

const uploads = `
  delete from report_uploads where hash = any(array(
    select u.hash from report_uploads u
     where coalesce(u.finished_at, u.as_of) < $1
       and not exists (select from report_upload_rows r where r.upload = u.hash)
     ${lot}))
  returning hash`;

/** The newest reading that listed everybody, and the newest of all, say how old the directory is. */
const sweeps = `
  delete from directory_sweeps where id = any(array(
    select id from directory_sweeps
     where started_at < $1
       and id not in (select max(id) from directory_sweeps)
       and id not in (select coalesce(max(id), 0) from directory_sweeps where listed_at is not null)
       and id not in (select coalesce(max(id), 0) from directory_sweeps where finished_at is not null)
     ${lot}))
  returning id`;

const reports = `
  delete from report_runs where id = any(array(
    select id from report_runs
     where started_at < $1
       and id not in (select coalesce(max(id), 0) from report_runs where finished_at is not null)
     ${lot}))
  returning id`;

/** Who has not connected the old way for so long is not counted any more. */
const legacySignIns = `
  delete from legacy_sign_ins where account_id = any(array(
    select account_id from legacy_sign_ins where last_day < $1::timestamptz::date ${lot}))
  returning account_id`;

/** Chats of accounts that no directory knows and nobody has named since. */
const strayChats = `
  delete from conversations where account_id = any(array(
    select c.account_id from conversations c
     where c.updated_at < statement_timestamp() - make_interval(days => $1)
       and not exists (select from accounts a where a.id = c.account_id)
     ${lot}))
  returning account_id`;
