import type { Ticket } from './ticket.ts';

export type TicketDecision =
  | { kind: 'send'; ticket: Ticket }
  | { kind: 'skip'; why: string }
  | { kind: 'hold'; why: string; retryAfterMs: number };

/**
 * What a message of a ticket is about: one of its messages, by number, that it was closed, or that a message of the
 * desk did not reach the person.
 */
export type TicketNews =
  | { kind: 'message'; seq: number }
  | { kind: 'closed' }
  | { kind: 'not-arrived'; seq: number };

/** Facts of one recipient at the moment of sending. */
export interface TicketFacts {
  /** Undefined where it is gone. */
  ticket: Ticket | undefined;
  news: TicketNews;
  /** `membership` as Graph said at this moment; `unchecked` where it did not. */
  recipient:
    | { kind: 'person'; isKnown: boolean }
    | { kind: 'desk'; isKnown: boolean; membership: 'member' | 'not-member' | 'unchecked' };
}

/** An outage of Graph is over sooner or later; until then nobody is shown what only the desk may see. */
const holdMs = 60_000;

/**
 * Decides at the last moment whether a message of a ticket still goes to this recipient. Once it is closed only the
 * word of that goes out, which shows the last answers too, so that one overtaken on its way is not lost; and to the
 * desk that an answer never arrived.
 */
export function decideTicket({ ticket, news, recipient }: TicketFacts): TicketDecision {
  if (!ticket) return { kind: 'skip', why: 'ticket-gone' };
  if (!recipient.isKnown) return { kind: 'skip', why: 'account-gone' };
  if (ticket.state === 'closed' && news.kind === 'message') return { kind: 'skip', why: 'ticket-closed' };
  if (recipient.kind === 'desk') {
    if (recipient.membership === 'not-member') return { kind: 'skip', why: 'not-service-desk' };
    if (recipient.membership === 'unchecked') {
      return { kind: 'hold', why: 'membership-unknown', retryAfterMs: holdMs };
    }
  }
  return { kind: 'send', ticket };
}

/** The subject of a delivery, as it was stored when it was made. */
export function newsOf(subject: Record<string, string>): TicketNews {
  if (subject.message === 'closed') return { kind: 'closed' };
  if (subject.notArrived !== undefined) return { kind: 'not-arrived', seq: Number(subject.notArrived) };
  return { kind: 'message', seq: Number(subject.message ?? 0) };
}
