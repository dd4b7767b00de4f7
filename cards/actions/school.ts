import { z } from 'zod';
import { emptySchema } from './action.ts';

/** Shows the presser's own school as a new message. Whose school it is, the presser's account says, never the card. */
export const schoolShow = { verb: 'school.show', payload: emptySchema };

/** Looks again and updates the school card in place. */
export const schoolRefresh = { verb: 'school.refresh', payload: emptySchema };

/** Lists in place who is not ready; `from` counts from 0. */
export const schoolList = {
  verb: 'school.list',
  payload: z.object({ from: z.number().int().min(0).max(100_000) }),
};

/** Reminds those of the presser's school who are not ready, each once a day at most. */
export const schoolRemind = { verb: 'school.remind', payload: emptySchema };
