import { emptySchema } from './action.ts';

/** Shows what can be typed as a new message. */
export const helpShow = { verb: 'help.show', payload: emptySchema };
