import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** How long a chat keeps its topic, in milliseconds: what is asked later begins anew. */
const topicLifetimeMs = 15 * 60 * 1000;

/** How far the clock of the instance that answered may be ahead of this one's, in milliseconds. */
const clocksDifferMs = 30_000;

/** The article that an account was last answered with; undefined once that is a quarter of an hour ago. */
export async function lastTopic(
  tx: Tx,
  { accountId, now }: { accountId: string; now: Date },
): Promise<string | undefined> {
  const rows = await tx.query(
    'select article_id from last_topics where account_id = $1 and at between $2 and $3',
    [accountId, new Date(now.getTime() - topicLifetimeMs), new Date(now.getTime() + clocksDifferMs)],
  );
  return z.array(z.object({ article_id: z.string() })).parse(rows)[0]?.article_id;
}

/** Remembers what an account was answered with, and forgets what is past its time of all; the question is not kept. */
export async function keepTopic(
  tx: Tx,
  { accountId, articleId, now }: { accountId: string; articleId: string; now: Date },
): Promise<void> {
  await tx.query('delete from last_topics where at < $1', [new Date(now.getTime() - topicLifetimeMs)]);
  await tx.query(
    `insert into last_topics (account_id, article_id, at) values ($1, $2, $3)
     on conflict (account_id) do update set article_id = excluded.article_id, at = excluded.at`,
    [accountId, articleId, now],
  );
}
