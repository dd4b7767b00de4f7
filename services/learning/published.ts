import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { type AnswerText, answerText } from './desk-answer.ts';

/** An answer of the service desk that staff get. `articleId` is its id among articles and the name of its file. */
export interface PublishedAnswer extends AnswerText {
  articleId: string;
  publishedOn: Date;
}

/** Another, higher number after every publishing and withdrawal, on whichever instance; 0 while there was none. */
export async function revisionOf(db: Tx): Promise<number> {
  const [row] = await db.query('select revision from desk_answer_revision');
  return revisionRow.parse(row).revision;
}

/** Every answer that is published, in the order of their numbers. */
export async function publishedAnswers(db: Tx): Promise<PublishedAnswer[]> {
  const rows = await db.query(
    `select number, published, published_at from desk_answers where state = 'published' order by number`,
  );
  return toPublished(rows);
}

/** The answer of this number, if it is published. */
export async function publishedAnswer(db: Tx, number: number): Promise<PublishedAnswer | undefined> {
  const rows = await db.query(
    `select number, published, published_at from desk_answers where state = 'published' and number = $1`,
    [number],
  );
  return toPublished(rows)[0];
}

/** What an answer is called among articles. */
function articleIdOf(number: number): string {
  return `desk-${number}`;
}

function toPublished(rows: unknown[]): PublishedAnswer[] {
  return z
    .array(publishedRow)
    .parse(rows)
    .map(({ number, published, published_at: publishedOn }) => ({
      articleId: articleIdOf(number),
      ...published,
      publishedOn,
    }));
}

const revisionRow = z.object({ revision: z.string().transform(Number) });
const publishedRow = z.object({ number: z.number().int(), published: answerText, published_at: z.date() });
