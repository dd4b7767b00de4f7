import { z } from 'zod';
import { containsSecret } from '../knowledge/secrets.ts';
import type { Database, Tx } from '../store/database.ts';
import { maskPersonal } from './mask-personal.ts';

export type Reaction = 'like' | 'dislike';

/** A message of the bot, by a hash that the caller makes of it and its chat: never a name, and no id of either. */
export interface AnswerMessage {
  messageKey: string;
}

/** Remembers which article a message shows, so that a thumb can be counted for it. A message that changed shows the last one. */
export async function keepAnswerMessage(
  db: Tx,
  message: AnswerMessage & { articleId: string; now: Date },
): Promise<void> {
  await db.query(
    `insert into answer_messages as m (message_key, article_id, sent_at) values ($1, $2, $3)
     on conflict (message_key) do update set article_id = excluded.article_id where m.reaction is null`,
    [message.messageKey, message.articleId, message.now],
  );
}

/**
 * Counts a thumb for the message's article; a later one on the same message takes its place, with its remark. A remark
 * is masked, and left out where it seems to hold a password or a code. `unknown`: no such message, or no longer.
 */
export function keepFeedback(
  db: Database,
  feedback: AnswerMessage & { reaction: Reaction; text?: string | undefined; now: Date },
): Promise<'kept' | 'unknown'> {
  return db.transaction(async (tx) => {
    const { messageKey, reaction, now } = feedback;
    const rows = await tx.query(
      'select article_id, reaction from answer_messages where message_key = $1 for update',
      [messageKey],
    );
    const [message] = z.array(messageRow).parse(rows);
    if (!message) return 'unknown';
    await tx.query(
      'update answer_messages set reaction = $2, remark = $3, reacted_at = $4 where message_key = $1',
      [messageKey, reaction, remarkOf(feedback.text), now],
    );
    await count(tx, message.article_id, { now: reaction, before: message.reaction });
    return 'kept';
  });
}

/** The thumbs of every article that has any, most disliked first, with the newest three remarks. */
export async function feedbackByArticle(
  db: Tx,
): Promise<{ articleId: string; likes: number; dislikes: number; texts: string[] }[]> {
  const rows = await db.query(
    `select article_id, likes, dislikes,
       array(select m.remark from answer_messages m where m.article_id = t.article_id and m.remark is not null
              order by m.reacted_at desc, m.message_key limit 3) as texts
     from article_thumbs t order by dislikes desc, likes, article_id`,
  );
  return z
    .array(thumbsRow)
    .parse(rows)
    .map(({ article_id: articleId, ...thumbs }) => ({ articleId, ...thumbs }));
}

function remarkOf(text: string | undefined): string | undefined {
  if (text === undefined || containsSecret(text)) return undefined;
  return maskPersonal(text) || undefined;
}

/** Counts what changed: the earlier reaction of the same message no longer counts. */
async function count(
  tx: Tx,
  articleId: string,
  reaction: { now: Reaction; before: Reaction | null },
): Promise<void> {
  const change = (of: Reaction) => Number(reaction.now === of) - Number(reaction.before === of);
  await tx.query(
    `insert into article_thumbs as t (article_id, likes, dislikes)
     values ($1, greatest(0, $2::integer), greatest(0, $3::integer))
     on conflict (article_id) do update set likes = t.likes + $2, dislikes = t.dislikes + $3`,
    [articleId, change('like'), change('dislike')],
  );
}

const reaction = z.enum(['like', 'dislike']);
const messageRow = z.object({ article_id: z.string(), reaction: reaction.nullable() });
const thumbsRow = z.object({
  article_id: z.string(),
  likes: z.number().int(),
  dislikes: z.number().int(),
  texts: z.array(z.string()),
});
