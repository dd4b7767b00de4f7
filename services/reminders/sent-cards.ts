import { z } from 'zod';
import type { IsoDate } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { newReference } from './references.ts';

/**
 * What a reminder's card shows in the chat:
 * - `open`: the reminder, or what its buttons made of it
 * - `done`: that the account is set up
 * - `moved`: that its date has changed or was paused
 * - `superseded`: that a newer reminder stands below; for good
 */
export type CardForm = 'open' | 'done' | 'moved' | 'superseded';

/** A reminder as it was made. */
export interface SentCard {
  deliveryId: string;
  /** Only a `reminder` takes other forms; the card of a `school` has the reminder of its head in it. */
  kind: 'reminder' | 'school';
  /** As it is kept; see references.ts. */
  reference: string;
  phaseId: string;
  phaseDate: IsoDate;
  form: CardForm;
  /** What the form `moved` names: a date, 'paused' or 'removed'; else empty. */
  shown: string;
  /** By the rollout's clock, at the last moment before it left. */
  madeAt: Date;
  /** The message in the chat; undefined until Teams has taken it. */
  activityId: string | undefined;
}

/**
 * Notes, right before a message leaves, what it speaks of, and gives its reference. The same delivery made again, after
 * a fault of Teams, keeps its reference.
 */
export async function keepCard(
  tx: Tx,
  card: { deliveryId: string; accountId: string; phaseId: string; phaseDate: IsoDate | 'paused'; now: Date },
): Promise<string> {
  const { deliveryId, accountId, phaseId, phaseDate, now } = card;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const rows = await tx.query(
      `insert into reminder_cards as c (delivery_id, account_id, reference, phase_id, phase_date, made_at)
       select $1::bigint, $2, $3, $4, $5, $6
        where not exists (
          select from reminder_cards other where other.reference = $3 and other.delivery_id <> $1::bigint)
       on conflict (delivery_id) do update
         set phase_id = excluded.phase_id, phase_date = excluded.phase_date, made_at = excluded.made_at
       returning c.reference`,
      [deliveryId, accountId, newReference(), phaseId, phaseDate, now],
    );
    const [row] = z.array(z.object({ reference: z.string() })).parse(rows);
    if (row) return row.reference;
  }
  throw new Error('No reference was free: the signs or the length of references must grow.');
}

/** Two of 100,000 references meet once in 15 rollouts; three in a row never do. */
const mostTries = 3;

/** The reminder with this id, if it went to this account; undefined for what is no id at all. */
export async function findCard(
  tx: Tx,
  { accountId, deliveryId }: { accountId: string; deliveryId: string },
): Promise<SentCard | undefined> {
  if (!/^\d{1,18}$/.test(deliveryId)) return undefined;
  const rows = await tx.query(
    `select ${columns} from reminder_cards c left join deliveries d on d.id = c.delivery_id
      where c.delivery_id = $1::bigint and c.account_id = $2 and coalesce(d.kind, 'reminder') in ('reminder', 'school')`,
    [deliveryId, accountId],
  );
  return z.array(cardRow).parse(rows)[0];
}

/** The newest reminder that Teams took for this account, by itself or in a school card; undefined where there was none. */
export async function latestCard(tx: Tx, accountId: string): Promise<SentCard | undefined> {
  const rows = await tx.query(
    `select ${columns} from reminder_cards c join deliveries d on d.id = c.delivery_id and d.state = 'sent'
      where c.account_id = $1 and d.kind in ('reminder', 'school') order by c.delivery_id desc limit 1`,
    [accountId],
  );
  return z.array(cardRow).parse(rows)[0];
}

/** Notes that a card shows this form already, because a press changed it: no edit follows for it. */
export async function noteForm(
  tx: Tx,
  card: { deliveryId: string; form: CardForm; shown?: string },
): Promise<void> {
  await tx.query(
    `update reminder_cards set form = $2, shown = $3, version = version + 1
      where delivery_id = $1::bigint and form <> 'superseded' and (form <> $2 or shown <> $3)`,
    [card.deliveryId, card.form, card.shown ?? ''],
  );
}

/** Notes that a reminder was called suspicious; false where it was noted before. */
export async function noteReport(
  tx: Tx,
  { deliveryId, now }: { deliveryId: string; now: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `update reminder_cards set reported_at = $2 where delivery_id = $1::bigint and reported_at is null
     returning delivery_id`,
    [deliveryId, now],
  );
  return rows.length > 0;
}

/** What may be said of a reference: enough to know a message again, and nothing about who it went to but the school. */
export interface ConfirmedReference {
  reference: string;
  madeAt: Date;
  phaseId: string;
  /** Of a pause 'paused'. */
  phaseDate: IsoDate;
  /** The account's address: for its school, never to be shown as it is. Undefined where the account is gone. */
  upn: string | undefined;
}

/** The message with this reference, if it was really sent. `reference` as {@link readReference} gives it. */
export async function findReference(tx: Tx, reference: string): Promise<ConfirmedReference | undefined> {
  const rows = await tx.query(
    `select c.reference, c.made_at, c.phase_id, c.phase_date, a.upn
       from reminder_cards c
       join deliveries d on d.id = c.delivery_id and d.state = 'sent'
       left join accounts a on a.id = c.account_id
      where c.reference = $1`,
    [reference],
  );
  return z.array(confirmedRow).parse(rows)[0];
}

const columns = `c.delivery_id::text as delivery_id, c.reference, c.phase_id, c.phase_date, c.form, c.shown, c.made_at,
  coalesce(d.kind, 'reminder') as kind, d.sent_activity_id`;

const cardRow = z
  .object({
    delivery_id: z.string(),
    kind: z.enum(['reminder', 'school']),
    reference: z.string(),
    phase_id: z.string(),
    phase_date: z.string(),
    form: z.enum(['open', 'done', 'moved', 'superseded']),
    shown: z.string(),
    made_at: z.date(),
    sent_activity_id: z.string().nullable(),
  })
  .transform(
    (row): SentCard => ({
      deliveryId: row.delivery_id,
      kind: row.kind,
      reference: row.reference,
      phaseId: row.phase_id,
      phaseDate: row.phase_date,
      form: row.form,
      shown: row.shown,
      madeAt: row.made_at,
      activityId: row.sent_activity_id ?? undefined,
    }),
  );

const confirmedRow = z
  .object({
    reference: z.string(),
    made_at: z.date(),
    phase_id: z.string(),
    phase_date: z.string(),
    upn: z.string().nullable(),
  })
  .transform(
    (row): ConfirmedReference => ({
      reference: row.reference,
      madeAt: row.made_at,
      phaseId: row.phase_id,
      phaseDate: row.phase_date,
      upn: row.upn ?? undefined,
    }),
  );
