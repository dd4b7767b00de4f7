import { z } from 'zod';
import { normalise } from '../knowledge/normalise.ts';
import type { Database, Tx } from '../store/database.ts';
import type { DeskMember } from './desk-answer.ts';
import { isId } from './ids.ts';

/** Questions that ask the same and were asked in vain since the service desk last took them off the list. */
export interface AskedGroup {
  id: string;
  /** The wording that was used most. */
  example: string;
  /** Up to three other wordings. */
  others: string[];
  times: number;
  /** How many of them got an answer that did not help. */
  notHelped: number;
  lastAskedAt: Date;
  /** What was answered or offered in vain. */
  articleIds: string[];
  /** Of the newest answer that the desk wrote for it. */
  answerNumber?: number;
}

/** A place in the list of groups. */
export interface GroupPlace {
  times: number;
  lastAskedAt: Date;
  id: string;
}

/** Up to `most` groups after a place in the list, most asked first, then newest; the totals are of all pages. */
export async function askedInVain(
  db: Tx,
  { most, from }: { most: number; from?: GroupPlace | undefined },
): Promise<{ groups: AskedGroup[]; totalGroups: number; totalQuestions: number; next?: GroupPlace }> {
  const rows = await db.query(
    `with listed as (${openGroups})
     select l.*, answers.number as answer_number,
       array(select distinct one from asked_questions q, unnest(q.article_ids) one
              where q.group_id = l.id and not q.settled order by one) as article_ids,
       array(${textsByUse} limit ${wordingsRead}) as texts
     from listed l
     left join asked_groups g on g.id = l.id
     left join lateral (select max(a.number) as number from desk_answers a
                         where a.group_id = l.id or a.id = g.answer_id) answers on true
     where $1::bigint is null or l.times < $1
        or (l.times = $1 and (l.last_asked_at < $2 or (l.last_asked_at = $2 and l.id > $3)))
     order by l.times desc, l.last_asked_at desc, l.id limit $4`,
    [from?.times, from?.lastAskedAt, from?.id, most + 1],
  );
  const groups = z.array(groupRow).parse(rows).map(toGroup);
  const page = groups.slice(0, most);
  const last = page.at(-1);
  const [totals] = await db.query(
    `select count(*) as groups, coalesce(sum(times), 0) as questions from (${openGroups}) listed`,
  );
  const { groups: totalGroups, questions: totalQuestions } = totalRow.parse(totals);
  return {
    groups: page,
    totalGroups,
    totalQuestions,
    ...(groups.length > most &&
      last && { next: { times: last.times, lastAskedAt: last.lastAskedAt, id: last.id } }),
  };
}

/** Up to `most` wordings of a group, those used most first; none for what is no id or unknown. */
export async function textsOf(db: Tx, groupId: string, most: number): Promise<string[]> {
  if (!isId(groupId)) return [];
  const rows = await db.query(
    `select q.text from asked_questions q where q.group_id = $1 group by q.text
      order by bool_and(q.settled), count(*) desc, max(q.asked_at) desc, q.text`,
    [groupId],
  );
  return distinct(
    z
      .array(textRow)
      .parse(rows)
      .map(({ text }) => text),
  ).slice(0, most);
}

/** How a group came off the list: put aside, or answered. */
export interface Settling {
  groupId: string;
  by: DeskMember;
  how: 'dismissed' | { answerId: string };
  now: Date;
}

/** Takes a group off the list until somebody asks it again in vain. Twice changes nothing more. */
export function settleGroup(db: Database, settling: Settling): Promise<'settled' | 'unknown'> {
  return db.transaction((tx) => settleGroupIn(tx, settling));
}

/** The same within a transaction of the caller. */
export async function settleGroupIn(tx: Tx, settling: Settling): Promise<'settled' | 'unknown'> {
  const { groupId, by, how, now } = settling;
  if (!isId(groupId)) return 'unknown';
  const rows = await tx.query(
    `update asked_groups set settled_at = $2, settled_by = $3, answer_id = coalesce($4, answer_id)
      where id = $1 returning id`,
    [groupId, now, by.upn, how === 'dismissed' ? undefined : how.answerId],
  );
  if (rows.length === 0) return 'unknown';
  await tx.query('update asked_questions set settled = true where group_id = $1 and not settled', [groupId]);
  return 'settled';
}

const openGroups = `
  select group_id as id, count(*) as times, count(*) filter (where outcome = 'not-helped') as not_helped,
    max(asked_at) as last_asked_at
  from asked_questions where group_id is not null and not settled group by group_id`;

const textsByUse = `
  select q.text from asked_questions q where q.group_id = l.id and not q.settled
   group by q.text order by count(*) desc, max(q.asked_at) desc, q.text`;

/** Wordings that differ by a comma only are shown once, so more are read than shown. */
const wordingsRead = 20;
const wordingsShown = 4;

const count = z.string().transform(Number);
const totalRow = z.object({ groups: count, questions: count });
const textRow = z.object({ text: z.string() });
const groupRow = z.object({
  id: z.string(),
  times: count,
  not_helped: count,
  last_asked_at: z.date(),
  answer_number: z.number().int().nullable(),
  article_ids: z.array(z.string()),
  texts: z.array(z.string()),
});

function toGroup(row: z.output<typeof groupRow>): AskedGroup {
  const [example = '', ...others] = distinct(row.texts).slice(0, wordingsShown);
  return {
    id: row.id,
    example,
    others,
    times: row.times,
    notHelped: row.not_helped,
    lastAskedAt: row.last_asked_at,
    articleIds: row.article_ids,
    ...(row.answer_number !== null && { answerNumber: row.answer_number }),
  };
}

/** The first of each that retrieval reads as the same. */
function distinct(texts: string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const plain = normalise(text) || text;
    return !seen.has(plain) && seen.add(plain);
  });
}
