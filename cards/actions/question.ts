import { z } from 'zod';
import { idSchema } from './action.ts';

/** Answers with the article of this id, as a new message ("Did you mean"). */
export const questionAsk = { verb: 'question.ask', payload: z.object({ id: idSchema }) };
