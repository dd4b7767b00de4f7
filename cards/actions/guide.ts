import { z } from 'zod';
import { idSchema, versionSchema } from './action.ts';

const opening = z.object({
  guide: idSchema,
  step: idSchema.optional(),
  keeper: idSchema.optional(),
  alone: z.boolean().optional(),
});

const place = z.object({ walk: idSchema, guide: idSchema, step: idSchema, version: versionSchema });

/**
 * Opens a guide as a new message where this keeper left it; `step` is where the card's button leads, or where the
 * guide was when the card was made. `keeper` says who presses, on an account that several people share; `alone` that
 * the card belongs to somebody who said that they use it alone.
 */
export const guideStart = {
  verb: 'guide.start',
  payload: opening,
};

/**
 * The answer to "Who are you?": a known keeper's button carries `keeper`, that of somebody who uses the account alone
 * `alone`. "Continue" carries neither, and the name that was typed is among the inputs, empty where the client sent
 * nothing. It is read longer than a name may be, so that the handler can say so.
 */
export const guideWho = {
  verb: 'guide.who',
  payload: opening,
  inputs: z.object({ firstName: z.string().max(200).catch('') }),
};

/** From the step shown to the next one. */
export const guideNext = { verb: 'guide.next', payload: place };

/** From the step shown along one of its choices. */
export const guideChoose = { verb: 'guide.choose', payload: place.extend({ choice: idSchema }) };

/** From the step shown to the one before. */
export const guideBack = { verb: 'guide.back', payload: place };

/** To the guide's first step. */
export const guideRestart = { verb: 'guide.restart', payload: place };

/** Asks Microsoft whether the account is set up now. */
export const guideCheck = { verb: 'guide.check', payload: place };

/** A keeper's own word that the second step works; on the result of a shared account. */
export const guideWorks = { verb: 'guide.works', payload: place };

/** Somebody's own word that the second step is there, where this app may not ask Microsoft. */
export const guideSaid = { verb: 'guide.said', payload: place };

/** Shows what usually helps at the step shown, and the way to a person. */
export const guideStuck = { verb: 'guide.stuck', payload: place };

/** Back from there to the step, which has not moved. */
export const guideStep = { verb: 'guide.step', payload: place };

/** Puts the guide away; its place is kept. */
export const guideLater = { verb: 'guide.later', payload: place };
