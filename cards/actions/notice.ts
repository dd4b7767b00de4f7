import { z } from 'zod';
import { emptySchema, idSchema, versionSchema } from './action.ts';

/** The longest text that a notice may have, in UTF-16 units, as Input.Text counts. */
export const noticeTextMax = 2000;

/** What is read of a longer text, so that its writer can be shown it and asked to shorten it. */
const noticeInputMax = 8000;

const draft = z.object({ noticeId: idSchema, version: versionSchema });

/** Opens an empty notice to write, as a new message. */
export const noticeWrite = { verb: 'notice.write', payload: emptySchema };

/**
 * Shows who would get the notice. `inputs` reads what the person typed out of the same data: both are present
 * and a string, empty where the client sent nothing, so the handler says what is missing.
 */
export const noticePreview = {
  verb: 'notice.preview',
  payload: z.object({ noticeId: idSchema.optional(), version: versionSchema }),
  inputs: z.object({
    text: z.string().max(noticeInputMax).catch(''),
    audience: z.string().max(200).catch(''),
  }),
};

/** Back from the preview to the writing, with what was written. */
export const noticeEdit = { verb: 'notice.edit', payload: draft };

/** Sends the notice of the preview. */
export const noticeSend = { verb: 'notice.send', payload: draft };

/** Throws the notice of the preview away; nothing is sent. */
export const noticeCancel = { verb: 'notice.cancel', payload: draft };

/** Counts again how far the sending is. */
export const noticeRefresh = { verb: 'notice.refresh', payload: z.object({ noticeId: idSchema }) };
