import { z } from 'zod';
import { emptySchema, versionSchema } from './action.ts';

/** The longest parts of an answer, in UTF-16 units, as Input.Text counts. */
export const answerTitleMax = 100;
export const answerTextMax = 2000;

/** All phrasings together: with a text of Chinese signs beside them the form still stays below 28 KB. */
export const answerPhrasingsMax = 5000;

/** What is read of longer texts, so that their writer can be shown them and asked to shorten them. */
const inputMax = 16_000;

const typed = z.string().max(inputMax).catch('');

/** What was typed: present and a string, empty where the client sent nothing. `cohorts` has ids between commas. */
const inputs = z.object({
  title: typed,
  phrasings: typed,
  text: typed,
  cohorts: typed,
  validFrom: typed,
  validUntil: typed,
});

const answer = z.string().uuid();
const group = z.string().uuid();

/** Made anew each time that a form is shown: two presses of its button carry the same id and count once. */
const requestId = z.string().uuid();

/** The version that the card shows: what others changed since is shown before anything is done. */
const seen = versionSchema;

/** A place in the list of what was asked in vain; all three or none. */
const place = {
  times: versionSchema.optional(),
  asked: z.string().datetime().optional(),
  id: group.optional(),
};

/** Lists what was asked in vain, as a new message. */
export const unansweredShow = { verb: 'unanswered.show', payload: emptySchema };

/** Lists it in the same card: what comes after a place, or from the start where none is given. */
export const unansweredPage = { verb: 'unanswered.page', payload: z.object(place) };

/** Takes a group off the list until somebody asks it again; the list goes on at the place. */
export const unansweredDismiss = { verb: 'unanswered.dismiss', payload: z.object({ group, ...place }) };

/** Opens the form of an answer, as a new message; from a group it begins with what people typed. */
export const answerWrite = { verb: 'answer.write', payload: z.object({ group: group.optional() }) };

/** Keeps what was typed as a draft and shows how it will look. Without `answer` it is a new one. */
export const answerPreview = {
  verb: 'answer.preview',
  payload: z.object({
    answer: answer.optional(),
    seen: seen.optional(),
    group: group.optional(),
    requestId,
  }),
  inputs,
};

/** Back from a preview, or from the answer, to the writing. */
export const answerEdit = { verb: 'answer.edit', payload: z.object({ answer }) };

/** Shows once more how the words that are not published yet will look. */
export const answerReview = { verb: 'answer.review', payload: z.object({ answer }) };

/** From now on people get what the preview shows. */
export const answerPublish = { verb: 'answer.publish', payload: z.object({ answer, seen }) };

/** Throws words away that are not published. */
export const answerDiscard = { verb: 'answer.discard', payload: z.object({ answer, seen }) };

/** Asks whether nobody should get the answer any more. */
export const answerWithdraw = { verb: 'answer.withdraw', payload: z.object({ answer }) };

/** From now on nobody gets it. */
export const answerWithdrawNow = { verb: 'answer.withdraw-now', payload: z.object({ answer, seen }) };

/** The answer in the same card. */
export const answerKeep = { verb: 'answer.keep', payload: z.object({ answer }) };

/** The answer, as a new message. */
export const answerShow = { verb: 'answer.show', payload: z.object({ answer }) };

/** Who changed it when, as a new message. */
export const answerHistory = { verb: 'answer.history', payload: z.object({ answer }) };

/** The answer as the file that holds such articles, as a new message. */
export const answerMarkdown = { verb: 'answer.markdown', payload: z.object({ answer }) };

/** Lists the answers that the service desk wrote, as a new message. */
export const answersShow = { verb: 'answers.show', payload: emptySchema };

/** Lists them in the same card: those with a lower number, or from the start where none is given. */
export const answersPage = { verb: 'answers.page', payload: z.object({ after: versionSchema.optional() }) };
