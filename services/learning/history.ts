import { z } from 'zod';
import type { Tx } from '../store/database.ts';
import { type AnswerText, answerText, type DeskAnswer, type DeskMember } from './desk-answer.ts';
import { isId } from './ids.ts';

export type Happening = 'written' | 'edited' | 'published' | 'withdrawn' | 'discarded';

/** One thing that was done to an answer. `version` is the answer's after it; `text` what was saved or published. */
export interface HistoryEntry {
  at: Date;
  /** The user principal name of whoever did it. */
  by: string;
  what: Happening;
  version: number;
  text?: AnswerText;
}

/** Everything that was done to an answer, oldest first; nothing for what is no id or unknown. */
export async function historyOf(db: Tx, answerId: string): Promise<HistoryEntry[]> {
  if (!isId(answerId)) return [];
  const rows = await db.query(
    `select at, by_upn, what, version, words from desk_answer_history where answer_id = $1 order by version`,
    [answerId],
  );
  return z
    .array(historyRow)
    .parse(rows)
    .map(({ at, by_upn: by, what, version, words }) => ({
      at,
      by,
      what,
      version,
      ...(words && { text: words }),
    }));
}

/** Adds what was just done to an answer, under the version that it has since. */
export async function addHistory(
  tx: Tx,
  answer: DeskAnswer,
  entry: { what: Happening; by: DeskMember; now: Date; requestId?: string; text?: AnswerText | undefined },
): Promise<void> {
  await tx.query(
    `insert into desk_answer_history (answer_id, version, what, at, by_account, by_upn, request_id, words)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    [
      answer.id,
      answer.version,
      entry.what,
      entry.now,
      entry.by.accountId,
      entry.by.upn,
      entry.requestId,
      entry.text && JSON.stringify(entry.text),
    ],
  );
}

/**
 * What a form has done to an answer, so that a second press of it is told from somebody else's change:
 * `these-words` are kept already, the answer's newest change is `its-own` with other words, or `neither`.
 */
export async function savedByRequest(
  tx: Tx,
  answer: DeskAnswer,
  request: { requestId: string; by: DeskMember; text: AnswerText },
): Promise<'these-words' | 'its-own' | 'neither'> {
  const rows = await tx.query(
    `select version = $4 as newest, words = $5::jsonb as same from desk_answer_history
      where answer_id = $1 and request_id = $2 and by_account = $3 order by version desc`,
    [answer.id, request.requestId, request.by.accountId, answer.version, JSON.stringify(request.text)],
  );
  const saved = z.array(savedRow).parse(rows);
  const [last] = saved;
  if (last?.newest) return last.same ? 'these-words' : 'its-own';
  return saved.some(({ same }) => same) ? 'these-words' : 'neither';
}

const savedRow = z.object({ newest: z.boolean(), same: z.boolean() });
const historyRow = z.object({
  at: z.date(),
  by_upn: z.string(),
  what: z.enum(['written', 'edited', 'published', 'withdrawn', 'discarded']),
  version: z.number().int(),
  words: answerText.nullable(),
});
