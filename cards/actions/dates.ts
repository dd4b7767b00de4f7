import { emptySchema } from './action.ts';

/** Shows the whole schedule as a new message. */
export const datesShow = { verb: 'dates.show', payload: emptySchema };
