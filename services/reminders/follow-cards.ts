import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { enqueue, type NewDelivery } from '../deliveries/enqueue.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { formOf, oldestFollowed, type ShownForm } from './card-forms.ts';

export interface FollowCardsDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
}

/** What one look at sent reminders did, and from which id on the next one looks. */
export interface Followed {
  /** How many edits were put on the road. */
  made: number;
  /** '0' once the last card has been looked at: then it begins anew. */
  after: string;
}

/**
 * Looks at sent reminders whose cards can still change, at most 2,500 a call from `after` on, and puts an edit on the road
 * for each whose card should show another form than it does. The form is written down in the same transaction, so each
 * change is edited once, whatever happens in between; one that Teams refuses ends with that outcome and is not made again.
 */
export async function followCards(deps: FollowCardsDeps, after: string): Promise<Followed> {
  let made = 0;
  let from = after;
  for (let pages = 0; pages < pagesACall; pages += 1) {
    const page = await followPage(deps, from);
    made += page.made;
    if (page.last === undefined) return { made, after: '0' };
    from = page.last;
  }
  return { made, after: from };
}

/** On the embedded engine a page takes some 15 ms of the event loop, between which others have their turn. */
const rowsAPage = 500;
const pagesACall = 5;

/** An edit that could not be made in two weeks is of no use any more, in milliseconds of the rollout's clock. */
const lifetimeMs = 14 * 86_400_000;

async function followPage(
  { database, clock, plan }: FollowCardsDeps,
  after: string,
): Promise<{ made: number; last: string | undefined }> {
  const now = clock.now();
  const rows = z.array(cardRow).parse(await database.query(select, [after, oldestFollowed(plan, now)]));
  const changes = rows
    .filter((row) => row.sent_activity_id !== null)
    .map((row) => ({ row, to: wanted(plan, row) }))
    .filter(({ row, to }) => to.form !== row.form || to.shown !== row.shown);
  const last = rows.length < rowsAPage ? undefined : rows.at(-1)?.delivery_id;
  if (changes.length === 0) return { made: 0, last };
  const made = await database.transaction((tx) => change(tx, changes, now));
  return { made, last };
}

async function change(tx: Tx, changes: Change[], now: Date): Promise<number> {
  // Fenced by the version: a press that changed the card meanwhile wins, and the next look decides anew.
  const changed = await tx.query(
    `update reminder_cards c set form = n.form, shown = n.shown, version = c.version + 1
       from jsonb_to_recordset($1::jsonb) as n(id bigint, version integer, form text, shown text)
      where c.delivery_id = n.id and c.version = n.version returning c.delivery_id::text as id`,
    [JSON.stringify(changes.map(({ row, to }) => ({ id: row.delivery_id, version: row.version, ...to })))],
  );
  const ids = new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse(changed)
      .map(({ id }) => id),
  );
  return enqueue(
    tx,
    changes.filter(({ row }) => ids.has(row.delivery_id)).map((one) => editOf(one, now)),
  );
}

function editOf({ row, to }: Change, now: Date): NewDelivery {
  return {
    key: `reminder-card:${row.delivery_id}:${row.version + 1}`,
    kind: 'reminder-card',
    operation: 'edit',
    target: { accountId: row.account_id, activityId: row.sent_activity_id ?? undefined },
    subject: { reminderId: row.delivery_id, form: to.form, shown: to.shown },
    expiresAt: new Date(now.getTime() + lifetimeMs),
  };
}

interface Change {
  row: CardRow;
  to: ShownForm;
}

function wanted(plan: RolloutPlan, row: CardRow): ShownForm {
  return formOf(plan, {
    upn: row.upn ?? undefined,
    phaseId: row.phase_id,
    phaseDate: row.phase_date,
    form: row.form,
    hasNewer: row.has_newer,
    registered: row.registered ?? undefined,
    keepersWaiting: row.keepers_waiting ?? 0,
    outlook: row.outlook ?? undefined,
  });
}

/**
 * Only reminders change: a school card and a message that a date has moved have their reference alone from this table.
 * `offset 0` and the sub-selects keep the embedded engine, which has no statistics, to the page's rows: joined, it reads
 * every table whole for each page.
 */
const select = `
  with page as materialized (
    select delivery_id, account_id, phase_id, phase_date, form, shown, version
      from reminder_cards
     where form in ('open', 'moved') and delivery_id > $1::bigint and made_at >= $2
     order by delivery_id limit ${rowsAPage})
  select p.delivery_id::text as delivery_id, p.account_id, p.phase_id, p.phase_date, p.form, p.shown, p.version,
    (select d.sent_activity_id from deliveries d
    where d.id = p.delivery_id and d.state = 'sent' and d.kind = 'reminder') as sent_activity_id,
    (select a.upn from accounts a where a.id = p.account_id) as upn,
    (select s.registered from statuses s where s.account_id = p.account_id) as registered,
    w.keepers_waiting, w.outlook,
    exists (
      select from reminder_cards n
       where n.account_id = p.account_id and n.delivery_id > p.delivery_id
         and exists (select from deliveries d
                      where d.id = n.delivery_id and d.state = 'sent' and d.kind in ('reminder', 'school'))) as has_newer
    from page p
    left join lateral (
      select k.keepers_waiting, k.outlook from account_words k where k.account_id = p.account_id offset 0) w on true
   order by p.delivery_id`;

const cardRow = z.object({
  delivery_id: z.string(),
  account_id: z.string(),
  phase_id: z.string(),
  phase_date: z.string(),
  form: z.enum(['open', 'moved']),
  shown: z.string(),
  version: z.number().int(),
  sent_activity_id: z.string().nullable(),
  upn: z.string().nullable(),
  registered: z.boolean().nullable(),
  keepers_waiting: z.number().int().nullable(),
  outlook: z.enum(['works', 'not-needed', 'not-working']).nullable(),
  has_newer: z.boolean(),
});
type CardRow = z.output<typeof cardRow>;
