import { z } from 'zod';
import { emptySchema, versionSchema } from './action.ts';

/** The longest reason, in UTF-16 units, as Input.Text counts. */
export const planReasonMax = 200;

/** What is read of longer texts, so that their writer can be shown them and asked to shorten them. */
const inputMax = 2_000;

const typed = z.string().max(inputMax).catch('');
const draft = z.string().uuid();
const change = versionSchema;

/** What is to be done with a date. */
const what = z.enum(['moved', 'paused', 'resumed']);

/** Shows every date with its last changes, as a new message. */
export const planShow = { verb: 'plan.show', payload: emptySchema };

/** The same in the pressed card. */
export const planRefresh = { verb: 'plan.refresh', payload: emptySchema };

/** Opens the form for a change, as a new message. */
export const planWrite = { verb: 'plan.write', payload: z.object({ what }) };

/** Checks what was typed and shows who is affected. `inputs`: empty text where the client sent nothing. */
export const planPreview = {
  verb: 'plan.preview',
  payload: z.object({ what }),
  inputs: z.object({ phase: typed, date: typed, school: typed, why: typed }),
};

/** Back from a preview to the form, with what was typed. */
export const planEdit = { verb: 'plan.edit', payload: z.object({ draft }) };

/** Makes the change of a preview; `seen` is the revision of the plan that the preview showed. */
export const planConfirm = { verb: 'plan.confirm', payload: z.object({ draft, seen: versionSchema }) };

/** Shows what taking a change back would do. */
export const planUndo = { verb: 'plan.undo', payload: z.object({ change }) };

/** Takes it back, for the reason that was typed; `seen` is the revision of the plan that was shown. */
export const planTakeBack = {
  verb: 'plan.take-back',
  payload: z.object({ change, seen: versionSchema }),
  inputs: z.object({ why: typed }),
};

/** Who changed what, newest first: those before a change, or from the newest where none is given. */
export const planHistory = { verb: 'plan.history', payload: z.object({ before: change.optional() }) };
