import type { AdaptiveCard } from '../../cards/card.ts';
import type { Delivery } from '../../services/deliveries/delivery.ts';
import { knownAccount } from '../../services/directory/accounts.ts';
import { type Graph, GraphFailure } from '../../services/graph/client.ts';
import { isMemberOf } from '../../services/graph/groups.ts';
import { decideTicket, newsOf, type TicketFacts, type TicketNews } from '../../services/tickets/at-send.ts';
import { findMessage } from '../../services/tickets/messages.ts';
import type { Ticket } from '../../services/tickets/ticket.ts';
import { findTicket } from '../../services/tickets/tickets.ts';
import { deskCard, forReader, personCard, type TicketViewDeps } from '../ticket-views.ts';
import type { AtSend } from './at-send.ts';

export interface TicketAtSendDeps extends TicketViewDeps {
  graph: Graph;
  serviceDeskGroupId: string;
}

/** How long the question behind one delivery may take; without an answer it is held and asked again. */
const patience = { tries: 2, totalMs: 10_000 };

/** One message of a ticket, to its person or to a member of the service desk, decided from the facts of this moment. */
export async function ticketAtSend(
  deps: TicketAtSendDeps,
  { accountId, subject }: Delivery,
): Promise<AtSend<AdaptiveCard>> {
  const ticket = await findTicket(deps.database, { id: subject.ticketId ?? '' });
  const news = newsOf(subject);
  const isKnown = (await knownAccount(deps.database, accountId)) !== undefined;
  const recipient: TicketFacts['recipient'] =
    subject.to === 'desk'
      ? { kind: 'desk', isKnown, membership: await membershipOf(deps, accountId, ticket, news) }
      : { kind: 'person', isKnown };
  const decision = decideTicket({ ticket, news, recipient });
  if (decision.kind !== 'send') return decision;
  const content =
    recipient.kind === 'desk'
      ? await deskCard(deps, decision.ticket)
      : await toPerson(deps, decision.ticket, news);
  return content
    ? { kind: 'send', content: await forReader(deps, accountId, content) }
    : { kind: 'skip', why: 'ticket-gone' };
}

async function toPerson(
  deps: TicketAtSendDeps,
  ticket: Ticket,
  news: TicketNews,
): Promise<AdaptiveCard | undefined> {
  if (news.kind === 'closed') return personCard(deps, ticket, { kind: 'closed' });
  if (news.kind === 'not-arrived') return undefined;
  const message = await findMessage(deps.database, ticket.id, news.seq);
  return message && personCard(deps, ticket, { kind: 'replied', message });
}

/** Nobody is asked about a ticket that goes to nobody. */
async function membershipOf(
  { graph, serviceDeskGroupId }: TicketAtSendDeps,
  accountId: string,
  ticket: Ticket | undefined,
  news: TicketNews,
): Promise<'member' | 'not-member' | 'unchecked'> {
  if (!ticket || (ticket.state === 'closed' && news.kind === 'message')) return 'unchecked';
  try {
    return (await isMemberOf(graph, accountId, serviceDeskGroupId, patience)) ? 'member' : 'not-member';
  } catch (error) {
    // The client has logged and counted the failure.
    if (!(error instanceof GraphFailure)) throw error;
    return 'unchecked';
  }
}
