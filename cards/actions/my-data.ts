import { emptySchema } from './action.ts';

/** Shows what is kept about this account as a new message. */
export const myDataShow = { verb: 'my-data.show', payload: emptySchema };
