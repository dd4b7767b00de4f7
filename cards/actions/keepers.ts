import { z } from 'zod';
import { emptySchema, idSchema, versionSchema } from './action.ts';

/**
 * On a long list one button serves everybody: it names nobody, and the choice made in the list's input, whose id is
 * `keeper`, comes in the same field. A client that sends no choice leaves it out: then nothing is to be done.
 */
const chosen = z.object({ keeper: idSchema.optional() });

/** Shows who uses this mailbox as a new message. */
export const keepersShow = { verb: 'keepers.show', payload: emptySchema };

/** Takes a keeper off the list: somebody left. */
export const keeperLeft = { verb: 'keepers.left', payload: chosen };

/** Makes a keeper the owner of the list. */
export const keeperOwner = { verb: 'keepers.owner', payload: chosen };

/** Closes the list; `keeper` is the owner who does it, `seen` how many people the card shows: somebody may have joined since. */
export const keepersClose = {
  verb: 'keepers.close',
  payload: z.object({ keeper: idSchema, seen: versionSchema.optional() }),
};
