import { z } from 'zod';

/**
 * - `open`: the service desk is to answer
 * - `answered`: the last message is the desk's
 * - `closed`: for good; whoever wants more opens another one
 */
export type TicketState = 'open' | 'answered' | 'closed';

/** A question or a cry for help that a person of the service desk takes over. */
export interface Ticket {
  id: string;
  /** What people say: 1042 is shown as T-1042. */
  number: number;
  /** Whose it is (Entra object id). Only this account and the service desk may see it. */
  accountId: string;
  /** Who of a shared account was walking through the guide. */
  keeperId?: string;
  /** Where they were stuck, if they came from a guide. The guides may have changed since. */
  place?: { guideId: string; stepId: string };
  state: TicketState;
  openedAt: Date;
  closedAt?: Date;
}

export type Sender = 'person' | 'desk';

/** One message of a ticket. */
export interface TicketMessage {
  /** From 1, in the order of writing. */
  seq: number;
  from: Sender;
  authorId: string;
  /** As typed, or empty: never trusted as Markdown or as a template, never logged. */
  text: string;
  at: Date;
  /** Why a message of the desk did not reach the person; undefined where it did, or is still on its way. */
  notArrived?: string;
}

/** The longest text of a message, in UTF-16 units, as the card's input counts. */
export const longestMessage = 2000;

/** What of typed text is kept: all words and lines, without the characters that no screen shows and no table keeps. */
export function keptText(typed: string): string {
  return (
    typed
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
      .toWellFormed()
      .trim()
  );
}

/** The columns of `tickets`, under the name `t`, for every statement that returns some. */
export const ticketColumns =
  't.id, t.number, t.account_id, t.keeper_id, t.guide_id, t.step_id, t.state, t.opened_at, t.closed_at';

export const ticketRow = z.object({
  id: z.string(),
  number: z.number().int(),
  account_id: z.string(),
  keeper_id: z.string().nullable(),
  guide_id: z.string().nullable(),
  step_id: z.string().nullable(),
  state: z.enum(['open', 'answered', 'closed']),
  opened_at: z.date(),
  closed_at: z.date().nullable(),
});

export function toTicket(found: z.output<typeof ticketRow>): Ticket {
  const { guide_id: guideId, step_id: stepId } = found;
  return {
    id: found.id,
    number: found.number,
    accountId: found.account_id,
    keeperId: found.keeper_id ?? undefined,
    place: guideId !== null && stepId !== null ? { guideId, stepId } : undefined,
    state: found.state,
    openedAt: found.opened_at,
    closedAt: found.closed_at ?? undefined,
  };
}
