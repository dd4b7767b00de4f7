import { emptySchema } from './action.ts';

/** Shows the progress of the rollout as a new message. */
export const progressShow = { verb: 'progress.show', payload: emptySchema };

/** Counts again and updates the progress card in place. */
export const progressRefresh = { verb: 'progress.refresh', payload: emptySchema };
