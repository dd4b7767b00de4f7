import { emptySchema } from './action.ts';

/** Asks Microsoft again and updates the status card in place. */
export const statusCheck = { verb: 'status.check', payload: emptySchema };

/** Asks Microsoft and shows the answer as a new message. */
export const statusShow = { verb: 'status.show', payload: emptySchema };
