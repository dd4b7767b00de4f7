import { z } from 'zod';

export const deliveryKinds = [
  'installation',
  'guide-check',
  'ticket',
  'call-list',
  'notice-progress',
  'date-moved',
  'reminder',
  'school',
  'notice',
  'reminder-card',
] as const;
/** What the bot starts by itself. The order above is the order in which waiting ones go out. */
export type DeliveryKind = (typeof deliveryKinds)[number];
export type Operation = 'send' | 'edit' | 'delete';
export type Outcome = 'sent' | 'skipped' | 'failed';

/** Lower goes first. Stored with the row so that the claim can read an index in order. */
export function priorityOf(kind: DeliveryKind): number {
  return deliveryKinds.indexOf(kind);
}

/** One message, edit or removal on its way to one account's personal chat. */
export interface Delivery {
  id: string;
  key: string;
  kind: DeliveryKind;
  operation: Operation;
  accountId: string;
  /** The message to edit or remove. */
  activityId: string | undefined;
  /** Ids of what it is about, never its content. */
  subject: Record<string, string>;
  /** Requests made so far. */
  attempts: number;
  /** How often it may have been seen before: its process ended, or the connection broke, after the request left. */
  possibleRepeats: number;
  /** By the rollout's clock: afterwards it is skipped. */
  expiresAt: Date | undefined;
  /** What it waited for last. */
  waitedFor: string | undefined;
  /** Its chat was looked up anew already after Teams refused it. */
  chatRenewed: boolean;
}

/** The columns of one row, for every statement that returns deliveries. */
export const deliveryColumns =
  'id, key, kind, operation, account_id, activity_id, subject, attempts, possible_repeats, expires_at, why, chat_renewed';

const deliveryRow = z
  .object({
    id: z.string(),
    key: z.string(),
    kind: z.enum(deliveryKinds),
    operation: z.enum(['send', 'edit', 'delete']),
    account_id: z.string(),
    activity_id: z.string().nullable(),
    subject: z.record(z.string()),
    attempts: z.number().int(),
    possible_repeats: z.number().int(),
    expires_at: z.date().nullable(),
    why: z.string().nullable(),
    chat_renewed: z.boolean(),
  })
  .transform(
    (row): Delivery => ({
      id: row.id,
      key: row.key,
      kind: row.kind,
      operation: row.operation,
      accountId: row.account_id,
      activityId: row.activity_id ?? undefined,
      subject: row.subject,
      attempts: row.attempts,
      possibleRepeats: row.possible_repeats,
      expiresAt: row.expires_at ?? undefined,
      waitedFor: row.why ?? undefined,
      chatRenewed: row.chat_renewed,
    }),
  );

/** Throws ZodError when a row is not what this version of the code writes. */
export function parseDelivery(row: unknown): Delivery {
  return deliveryRow.parse(row);
}
