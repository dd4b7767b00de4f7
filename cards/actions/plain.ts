import { emptySchema } from './action.ts';

/** From now on short messages without pictures, and the present step as the first of them. */
export const plainOn = { verb: 'plain.on', payload: emptySchema };

/** From now on cards with pictures again, and the present step as the first of them. */
export const plainOff = { verb: 'plain.off', payload: emptySchema };
