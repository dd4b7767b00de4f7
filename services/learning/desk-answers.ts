import { randomUUID } from 'node:crypto';
import type { Database, Tx } from '../store/database.ts';
import {
  type AnswerText,
  answerColumns,
  type DeskAnswer,
  type DeskMember,
  toAnswers,
} from './desk-answer.ts';
import { settleGroupIn } from './groups.ts';
import { addHistory, type Happening, savedByRequest } from './history.ts';
import { isId } from './ids.ts';

export type { AnswerText, DeskAnswer, DeskMember } from './desk-answer.ts';

/**
 * - `kept`: it is as was wished, by this press or an earlier one
 * - `changed`: somebody else has changed it since the pressed card was made, so nothing was done
 * - `unknown`: no such answer, or no longer
 * - `nothing-to-publish`: it has no words; they stand in its history
 */
export type AnswerOutcome =
  | { kind: 'kept'; answer: DeskAnswer }
  | { kind: 'changed'; answer: DeskAnswer }
  | { kind: 'unknown' }
  | { kind: 'nothing-to-publish'; answer: DeskAnswer };

/** A press on a card that showed the answer's version `seen`. */
export interface AnswerPress {
  answerId: string;
  seen: number;
  by: DeskMember;
  now: Date;
}

/** Words to be kept. Without `answerId` they begin an answer; `requestId` is of the form. */
export interface DraftToSave {
  answerId?: string | undefined;
  requestId: string;
  seen?: number | undefined;
  groupId?: string | undefined;
  /** As `checkAnswer` left them. */
  text: AnswerText;
  by: DeskMember;
  now: Date;
}

/**
 * Keeps words that are not published yet. The same words of one form count once, however late they come again; other
 * words of it replace them as long as nobody has changed the answer since.
 */
export function saveDraft(db: Database, draft: DraftToSave): Promise<AnswerOutcome> {
  return db.transaction(async (tx) => {
    const begun = draft.answerId === undefined ? await beginAnswer(tx, draft) : undefined;
    if (begun) return { kind: 'kept', answer: begun };
    const answer = await lockedAnswer(
      tx,
      draft.answerId === undefined ? { requestId: draft.requestId, by: draft.by } : { id: draft.answerId },
    );
    if (!answer) return { kind: 'unknown' };
    const saved = await savedByRequest(tx, answer, draft);
    if (saved === 'these-words') return { kind: 'kept', answer };
    if (saved === 'neither' && answer.version !== draft.seen) return { kind: 'changed', answer };
    const { text, requestId } = draft;
    return change(tx, answer, { ...draft, what: 'edited', set: { ...answer, draft: text }, text, requestId });
  });
}

/**
 * Gives the draft to everybody whom it is for, at once, and takes its group off the list of what was asked in vain.
 * Publishing what is published already changes nothing.
 */
export function publishAnswer(db: Database, press: AnswerPress): Promise<AnswerOutcome> {
  return pressed(db, press, async (tx, answer) => {
    const { draft, groupId } = answer;
    if (!draft) return { kind: answer.state === 'published' ? 'kept' : 'nothing-to-publish', answer };
    if (answer.version !== press.seen) return { kind: 'changed', answer };
    if (groupId !== undefined) await settleGroupIn(tx, { ...press, groupId, how: { answerId: answer.id } });
    const set = { state: 'published', published: draft } as const;
    return change(tx, answer, { ...press, what: 'published', set, text: draft });
  });
}

/** Stops giving the answer; its words stay as the draft, unless newer ones are there. Twice changes nothing. */
export function withdrawAnswer(db: Database, press: AnswerPress): Promise<AnswerOutcome> {
  return pressed(db, press, async (tx, answer) => {
    if (answer.state !== 'published') return { kind: 'kept', answer };
    if (answer.version !== press.seen) return { kind: 'changed', answer };
    const set = { state: 'withdrawn', draft: answer.draft ?? answer.published } as const;
    return change(tx, answer, { ...press, what: 'withdrawn', set });
  });
}

/**
 * Gives up words that were not published. An answer that never was is deleted with its history (`discarded`); otherwise
 * the published words stay, and a withdrawn answer has none until somebody writes some.
 */
export function discardDraft(
  db: Database,
  press: AnswerPress,
): Promise<AnswerOutcome | { kind: 'discarded' }> {
  return pressed<AnswerOutcome | { kind: 'discarded' }>(db, press, async (tx, answer) => {
    if (!answer.draft) return { kind: 'kept', answer };
    if (answer.version !== press.seen) return { kind: 'changed', answer };
    if (answer.state === 'draft') {
      await tx.query('delete from desk_answers where id = $1', [answer.id]);
      return { kind: 'discarded' };
    }
    const { state, published } = answer;
    return change(tx, answer, { ...press, what: 'discarded', set: { state, published } });
  });
}

/** The answer with this id; undefined for what is no id or unknown. */
export async function findAnswer(tx: Tx, id: string): Promise<DeskAnswer | undefined> {
  if (!isId(id)) return undefined;
  return toAnswers(await tx.query(`select ${answerColumns} from desk_answers where id = $1`, [id]))[0];
}

/** Up to `most` answers, newest number first; `after` is the last number of the page before. */
export async function listAnswers(
  db: Tx,
  { most, after }: { most: number; after?: number | undefined },
): Promise<{ answers: DeskAnswer[]; next?: number }> {
  const rows = await db.query(
    `select ${answerColumns} from desk_answers where $1::integer is null or number < $1
      order by number desc limit $2`,
    [after, most + 1],
  );
  const answers = toAnswers(rows.slice(0, most));
  const last = answers.at(-1);
  return { answers, ...(rows.length > most && last && { next: last.number }) };
}

/** The new answer; undefined where this form has begun one already. */
async function beginAnswer(tx: Tx, draft: DraftToSave): Promise<DeskAnswer | undefined> {
  const { requestId, groupId, text, by, now } = draft;
  const rows = await tx.query(
    `insert into desk_answers
       (id, created_by, request_id, group_id, state, version, draft, changed_at, changed_by)
     values ($1, $2, $3, $4, 'draft', 1, $5::jsonb, $6, $7)
     on conflict (created_by, request_id) do nothing returning ${answerColumns}`,
    [
      randomUUID(),
      by.accountId,
      requestId,
      groupId !== undefined && isId(groupId) ? groupId : undefined,
      JSON.stringify(text),
      now,
      by.upn,
    ],
  );
  const [answer] = toAnswers(rows);
  if (answer) await addHistory(tx, answer, { what: 'written', by, now, requestId, text });
  return answer;
}

function pressed<Outcome>(
  db: Database,
  press: AnswerPress,
  work: (tx: Tx, answer: DeskAnswer) => Promise<Outcome>,
): Promise<Outcome | { kind: 'unknown' }> {
  return db.transaction(async (tx) => {
    const answer = await lockedAnswer(tx, { id: press.answerId });
    return answer ? work(tx, answer) : { kind: 'unknown' };
  });
}

/** The row is locked, so the look at its version holds until the end of the transaction. */
async function lockedAnswer(
  tx: Tx,
  which: { id: string } | { requestId: string; by: DeskMember },
): Promise<DeskAnswer | undefined> {
  if ('id' in which && !isId(which.id)) return undefined;
  const rows =
    'id' in which
      ? await tx.query(`select ${answerColumns} from desk_answers where id = $1 for update`, [which.id])
      : await tx.query(
          `select ${answerColumns} from desk_answers where request_id = $1 and created_by = $2 for update`,
          [which.requestId, which.by.accountId],
        );
  return toAnswers(rows)[0];
}

/** Sets state and words, all of them, counts the version, and writes it into the history. */
async function change(
  tx: Tx,
  before: DeskAnswer,
  to: {
    what: Happening;
    set: Pick<DeskAnswer, 'state' | 'draft' | 'published'>;
    by: DeskMember;
    now: Date;
    text?: AnswerText;
    requestId?: string;
  },
): Promise<AnswerOutcome> {
  const { state, draft, published } = to.set;
  const rows = await tx.query(
    `update desk_answers set state = $2, draft = $3::jsonb, published = $4::jsonb, version = version + 1,
       published_at = case when $4::jsonb is null then null when $7 then $5 else published_at end,
       changed_at = $5, changed_by = $6
      where id = $1 returning ${answerColumns}`,
    [
      before.id,
      state,
      draft && JSON.stringify(draft),
      published && JSON.stringify(published),
      to.now,
      to.by.upn,
      to.what === 'published',
    ],
  );
  const [answer] = toAnswers(rows);
  if (!answer) throw new Error('The answer that was just changed did not come back.');
  await addHistory(tx, answer, to);
  if (to.what === 'published' || to.what === 'withdrawn')
    await tx.query('update desk_answer_revision set revision = revision + 1');
  return { kind: 'kept', answer };
}
