import { z } from 'zod';
import { emptySchema, idSchema, versionSchema } from './action.ts';

/** The longest text that a message of a ticket may have, in UTF-16 units, as Input.Text counts. */
export const ticketTextMax = 2000;

/**
 * What is read of a longer text, so that its writer can be shown it and asked to shorten it. No more than is looked
 * through for passwords, so that nothing unseen is shown again.
 */
const ticketInputMax = 4000;

/** What was typed: present and a string, empty where the client sent nothing. */
const inputs = z.object({ text: z.string().max(ticketInputMax).catch('') });

const ticket = z.string().uuid();

/**
 * Made anew each time that a card with a button is shown: two presses of that button carry the same id and count
 * once. It gives no rights.
 */
const requestId = z.string().uuid();

/** How many messages the card's maker knew: what others wrote since is shown before anything is done. */
const seen = versionSchema;

/** Opens an empty question to the service desk, as a new message. */
export const ticketWrite = {
  verb: 'ticket.write',
  payload: z.object({
    /** The kept question that was asked in vain: the form begins with it. */
    question: z.string().uuid().optional(),
  }),
};

/** Opens a ticket. From a guide it carries the place where the person is stuck. */
export const ticketOpen = {
  verb: 'ticket.open',
  payload: z.object({
    requestId,
    walk: idSchema.optional(),
    guide: idSchema.optional(),
    step: idSchema.optional(),
    version: versionSchema.optional(),
  }),
  inputs,
};

/** One more message of the person whose ticket it is. */
export const ticketReply = { verb: 'ticket.reply', payload: z.object({ ticket, requestId }), inputs };

/** A message of the service desk to the person whose ticket it is. */
export const ticketAnswer = {
  verb: 'ticket.answer',
  payload: z.object({ ticket, requestId, seen }),
  inputs,
};

/** Closes a ticket, for the service desk. */
export const ticketClose = { verb: 'ticket.close', payload: z.object({ ticket, seen }) };

/** Shows one ticket to the service desk, as a new message. */
export const ticketShow = { verb: 'ticket.show', payload: z.object({ ticket }) };

/** Lists the tickets that are not closed, for the service desk, as a new message. */
export const ticketsShow = { verb: 'tickets.show', payload: emptySchema };

/**
 * Lists them in the same card: those after a place in the list, or from the start where none is given. The place is
 * a ticket's number among those that wait for the desk ('open') or for their person ('answered').
 */
export const ticketsPage = {
  verb: 'tickets.page',
  payload: z.object({
    state: z.enum(['open', 'answered']).optional(),
    after: versionSchema.optional(),
  }),
};
