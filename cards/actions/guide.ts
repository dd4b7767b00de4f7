import { z } from 'zod';
import { idSchema, versionSchema } from './action.ts';

const place = z.object({ guide: idSchema, step: idSchema, version: versionSchema });

/** Opens a guide as a new message where the account left it; `step` is where that was when the card was made. */
export const guideStart = {
  verb: 'guide.start',
  payload: z.object({ guide: idSchema, step: idSchema.optional() }),
};

/** From the step shown to the next one. */
export const guideNext = { verb: 'guide.next', payload: place };

/** From the step shown to the one before. */
export const guideBack = { verb: 'guide.back', payload: place };

/** To the guide's first step. */
export const guideRestart = { verb: 'guide.restart', payload: place };

/** Asks Microsoft whether the account is set up now. */
export const guideCheck = { verb: 'guide.check', payload: place };

/** Puts the guide away; its place is kept. */
export const guideLater = { verb: 'guide.later', payload: place };
