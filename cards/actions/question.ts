import { z } from 'zod';
import { idSchema } from './action.ts';

/** The question that a card answers, as it is kept; missing where it could not be kept. */
const question = z.string().uuid().optional();

/** Answers with the article of this id, as a new message ("Did you mean"). */
export const questionAsk = { verb: 'question.ask', payload: z.object({ id: idSchema, question }) };

/** "That didn't help": the article that did not, and what may be meant instead, best first. */
export const questionNotHelped = {
  verb: 'question.not-helped',
  payload: z.object({ id: idSchema, question, others: z.array(idSchema).max(3) }),
};
