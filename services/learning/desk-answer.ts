import { z } from 'zod';
import type { IsoDate } from '../rollout/plan.ts';

/** Somebody of the service desk. The caller has asked Microsoft Graph whether they may. */
export interface DeskMember {
  accountId: string;
  upn: string;
}

/**
 * The words of an answer, as `checkAnswer` leaves them. `text` is shown as it stands, in paragraphs and bullets as
 * articles have them. Without cohorts it is for everybody; both days belong to the time in which it is given.
 */
export interface AnswerText {
  title: string;
  phrasings: string[];
  text: string;
  cohorts: string[];
  validFrom?: IsoDate;
  validUntil?: IsoDate;
}

/** An answer that the service desk wrote. Staff get `published`; `draft` holds words that were not published yet. */
export interface DeskAnswer {
  id: string;
  /** What people and files call it: desk-1. */
  number: number;
  state: 'draft' | 'published' | 'withdrawn';
  /** Counts every change of any kind. A card says which one it shows. */
  version: number;
  draft?: AnswerText;
  published?: AnswerText;
  /** The questions that it was written for. They may have aged out since. */
  groupId?: string;
  changedAt: Date;
  /** The user principal name of whoever did it. */
  changedBy: string;
}

/** Words as they stand in a row. */
export const answerText = z
  .object({
    title: z.string(),
    phrasings: z.array(z.string()),
    text: z.string(),
    cohorts: z.array(z.string()),
    validFrom: z.string().optional(),
    validUntil: z.string().optional(),
  })
  .strict();

/** The columns of `desk_answers`, for every statement that returns some. */
export const answerColumns = 'id, number, state, version, draft, published, group_id, changed_at, changed_by';

const answerRow = z.object({
  id: z.string(),
  number: z.number().int(),
  state: z.enum(['draft', 'published', 'withdrawn']),
  version: z.number().int(),
  draft: answerText.nullable(),
  published: answerText.nullable(),
  group_id: z.string().nullable(),
  changed_at: z.date(),
  changed_by: z.string(),
});

/** The answers in the rows that a statement with {@link answerColumns} gave. */
export function toAnswers(rows: unknown[]): DeskAnswer[] {
  return z
    .array(answerRow)
    .parse(rows)
    .map((row) => ({
      id: row.id,
      number: row.number,
      state: row.state,
      version: row.version,
      ...(row.draft && { draft: row.draft }),
      ...(row.published && { published: row.published }),
      ...(row.group_id !== null && { groupId: row.group_id }),
      changedAt: row.changed_at,
      changedBy: row.changed_by,
    }));
}
