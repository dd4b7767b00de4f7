import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Mark } from '../knowledge/retrieval.ts';
import type { Database, Tx } from '../store/database.ts';
import { isId } from './ids.ts';
import { likestGroup } from './likest-group.ts';
import { maskPersonal } from './mask-personal.ts';
import { fromBytes, toBytes } from './points.ts';

/** A question and what became of it. The caller has made sure that the text holds no secret. */
export interface NewQuestion {
  id: string;
  text: string;
  /** `close`: articles were offered; `none`: nothing was found. */
  outcome: 'answered' | 'close' | 'none';
  articleId?: string;
  /** Left out while the model is not up. */
  mark?: Mark;
  now: Date;
}

/**
 * Keeps a question, masked and without whoever asked it, and puts one that was asked in vain among its like. Twice with
 * one id keeps it once.
 */
export function keepQuestion(db: Database, question: NewQuestion): Promise<void> {
  return db.transaction(async (tx) => {
    const { id, outcome, articleId, mark, now } = question;
    const text = maskPersonal(question.text);
    const inVain = outcome !== 'answered';
    if (inVain) await lockGroups(tx);
    if (await isKept(tx, id)) return;
    const groupId = inVain ? await joinGroup(tx, { text, mark, now }) : undefined;
    await tx.query(
      `insert into asked_questions (id, text, outcome, article_ids, space, point, asked_at, group_id)
       values ($1, $2, $3, $4::text[], $5, $6, $7, $8) on conflict (id) do nothing`,
      [
        id,
        text,
        outcome,
        articleId === undefined ? [] : [articleId],
        mark?.space,
        mark && toBytes(mark.point),
        now,
        groupId,
      ],
    );
  });
}

/**
 * Remembers that an article did not help: the question becomes one that was asked in vain. False where it is not known,
 * or no longer. Twice changes nothing.
 */
export function markNotHelped(
  db: Database,
  { id, articleId, now }: { id: string; articleId: string; now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockGroups(tx);
    const question = await find(tx, id);
    if (!question) return false;
    const groupId = question.group_id ?? (await joinGroup(tx, { ...question, mark: markOf(question), now }));
    await tx.query(
      `update asked_questions set outcome = 'not-helped', group_id = $2,
         article_ids = case when $3 = any(article_ids) then article_ids else article_ids || $3::text end
        where id = $1`,
      [id, groupId, articleId],
    );
    return true;
  });
}

/**
 * Remembers that one of the offered articles was chosen, so that the question counts as answered and leaves its group.
 * False where it is not known, or no longer. One that was not offered anything, or that the article did not help, stays.
 */
export function markChosen(
  db: Database,
  { id, articleId, now }: { id: string; articleId: string; now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockGroups(tx);
    const question = await find(tx, id);
    if (!question) return false;
    if (question.outcome !== 'close') return true;
    await tx.query(
      `update asked_questions
          set outcome = 'answered', group_id = null, settled = false, article_ids = array[$2::text], asked_at = $3
        where id = $1`,
      [id, articleId, now],
    );
    await tx.query(
      `delete from asked_groups g
        where id = $1 and not exists (select from asked_questions q where q.group_id = g.id)`,
      [question.group_id],
    );
    return true;
  });
}

/** The masked text of a question; undefined for what is no id, unknown, or aged out. */
export async function questionText(tx: Tx, id: string): Promise<string | undefined> {
  return (await find(tx, id))?.text;
}

/** Held to the end of the transaction, before any question: two like questions at one moment must make one group. */
export async function lockGroups(tx: Tx): Promise<void> {
  await tx.query('lock table asked_groups in share row exclusive mode');
}

/** The id of the group that the question belongs to, an old one or one that it begins. */
async function joinGroup(
  tx: Tx,
  question: { text: string; mark?: Mark | undefined; now: Date },
): Promise<string> {
  const { text, mark, now } = question;
  const found = await likestGroup(tx, question);
  if (found !== undefined) {
    await tx.query('update asked_groups set last_asked_at = greatest(last_asked_at, $2) where id = $1', [
      found,
      now,
    ]);
    return found;
  }
  const id = randomUUID();
  await tx.query(
    'insert into asked_groups (id, leader, space, point, last_asked_at) values ($1, $2, $3, $4, $5)',
    [id, text, mark?.space, mark && toBytes(mark.point), now],
  );
  return id;
}

async function isKept(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('select from asked_questions where id = $1', [id])).length > 0;
}

type Question = z.output<typeof questionRow>;

async function find(tx: Tx, id: string): Promise<Question | undefined> {
  if (!isId(id)) return undefined;
  const rows = await tx.query(
    'select text, outcome, space, point, group_id from asked_questions where id = $1',
    [id],
  );
  return z.array(questionRow).parse(rows)[0];
}

function markOf({ space, point }: Question): Mark | undefined {
  return space !== null && point !== null ? { space, point: fromBytes(point) } : undefined;
}

const questionRow = z.object({
  text: z.string(),
  outcome: z.enum(['answered', 'close', 'none', 'not-helped']),
  space: z.string().nullable(),
  point: z.instanceof(Uint8Array).nullable(),
  group_id: z.string().nullable(),
});
