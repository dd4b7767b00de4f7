import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { type Audience, audienceSchema } from './audience.ts';

export type NoticeState = 'draft' | 'sending' | 'done' | 'cancelled';

/** What the service desk tells an audience, from the first draft to the last delivery. */
export interface Notice {
  id: string;
  authorId: string;
  /** As typed: never trusted as Markdown or as a template, never logged. */
  text: string;
  audience: Audience;
  /** Grows with every change, so that an old card cannot send what its author has since rewritten. */
  version: number;
  state: NoticeState;
  cardActivityId?: string;
  expanded: boolean;
  shown?: NoticeCounts;
  sentAt?: Date;
}

/** How many recipients ended how; `waiting` have no outcome yet. */
export interface NoticeCounts {
  sent: number;
  skipped: number;
  failed: number;
  waiting: number;
}

/** The longest text of a notice, in characters: it must fit a card of 28 KB with room for the card itself. */
export const longestNotice = 2000;

const counts = z.object({ sent: z.number(), skipped: z.number(), failed: z.number(), waiting: z.number() });

const row = z.object({
  id: z.string(),
  author_id: z.string(),
  text: z.string(),
  audience: audienceSchema,
  version: z.number(),
  state: z.enum(['draft', 'sending', 'done', 'cancelled']),
  card_activity_id: z.string().nullable(),
  expanded: z.boolean(),
  shown: counts.nullable(),
  sent_at: z.date().nullable(),
});

/** Keeps a new draft and gives it, as version 1. */
export async function createDraft(
  tx: Tx,
  draft: { authorId: string; text: string; audience: Audience; now: Date },
): Promise<Notice> {
  const rows = await tx.query(
    `insert into notices (id, author_id, text, audience, version, state, created_at)
     values ($1, $2, $3, $4::jsonb, 1, 'draft', $5) returning *`,
    [randomUUID(), draft.authorId, draft.text, JSON.stringify(draft.audience), draft.now],
  );
  return one(rows);
}

/** Rewrites the author's own draft; undefined when it is no longer a draft or not theirs. */
export async function rewriteDraft(
  tx: Tx,
  draft: { id: string; authorId: string; text: string; audience: Audience },
): Promise<Notice | undefined> {
  const rows = await tx.query(
    `update notices set text = $3, audience = $4::jsonb, version = version + 1
      where id = $1 and author_id = $2 and state = 'draft' returning *`,
    [draft.id, draft.authorId, draft.text, JSON.stringify(draft.audience)],
  );
  return maybeOne(rows);
}

/** A notice by its id; undefined when there is none (or the id is no id at all). */
export async function findNotice(tx: Tx, id: string): Promise<Notice | undefined> {
  if (!z.string().uuid().safeParse(id).success) return undefined;
  return maybeOne(await tx.query('select * from notices where id = $1', [id]));
}

/**
 * Turns a draft into a notice that is being sent. Twice, late or from an old card it does nothing: undefined
 * comes back unless exactly this version is still a draft of this author.
 */
export async function beginSending(
  tx: Tx,
  notice: { id: string; authorId: string; version: number; cardActivityId?: string; now: Date },
): Promise<Notice | undefined> {
  const rows = await tx.query(
    `update notices set state = 'sending', sent_at = $4, card_activity_id = $5
      where id = $1 and author_id = $2 and version = $3 and state = 'draft' returning *`,
    [notice.id, notice.authorId, notice.version, notice.now, notice.cardActivityId ?? null],
  );
  return maybeOne(rows);
}

/** Gives up the author's own draft; undefined when it is no longer one. */
export async function cancelDraft(tx: Tx, id: string, authorId: string): Promise<Notice | undefined> {
  const rows = await tx.query(
    `update notices set state = 'cancelled' where id = $1 and author_id = $2 and state = 'draft' returning *`,
    [id, authorId],
  );
  return maybeOne(rows);
}

/** The notices that are being sent, oldest first. */
export async function sendingNotices(tx: Tx): Promise<Notice[]> {
  const rows = await tx.query(`select * from notices where state = 'sending' order by sent_at, id`);
  return z.array(row).parse(rows).map(toNotice);
}

export async function markExpanded(tx: Tx, id: string): Promise<void> {
  await tx.query('update notices set expanded = true where id = $1', [id]);
}

/** Remembers what the card was last asked to show, so that only a change edits it again. */
export async function markShown(tx: Tx, id: string, shown: NoticeCounts): Promise<void> {
  await tx.query('update notices set shown = $2::jsonb where id = $1', [id, JSON.stringify(shown)]);
}

export async function markDone(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query(`update notices set state = 'done', done_at = $2 where id = $1 and state = 'sending'`, [
    id,
    now,
  ]);
}

function one(rows: unknown[]): Notice {
  const found = maybeOne(rows);
  if (!found) throw new Error('The notice that was just written did not come back.');
  return found;
}

function maybeOne(rows: unknown[]): Notice | undefined {
  const [found] = z.array(row).parse(rows);
  return found && toNotice(found);
}

function toNotice(found: z.output<typeof row>): Notice {
  return {
    id: found.id,
    authorId: found.author_id,
    text: found.text,
    audience: found.audience,
    version: found.version,
    state: found.state,
    cardActivityId: found.card_activity_id ?? undefined,
    expanded: found.expanded,
    shown: found.shown ?? undefined,
    sentAt: found.sent_at ?? undefined,
  };
}
