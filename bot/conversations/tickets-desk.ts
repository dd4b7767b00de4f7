import {
  ticketAnswer,
  ticketClose,
  ticketShow,
  ticketsPage,
  ticketsShow,
} from '../../cards/actions/ticket.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { ticketUnknownCard } from '../../cards/ticket-unknown.ts';
import { type TicketRow, ticketsCard } from '../../cards/tickets.ts';
import { type ListedTicket, type ListPlace, listTickets } from '../../services/tickets/list.ts';
import { addDeskMessage, closeTicket, findTicket } from '../../services/tickets/tickets.ts';
import { type Whose, whoseTickets } from '../../services/tickets/whose.ts';
import type { Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import { deskCard, stuckAt, timeWords, whoOf } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import { contactView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';
import { checkText } from './ticket-text.ts';

/** How many tickets a card lists; with long names ten stay well below what a message may hold. */
const ticketsACard = 10;

/** `tickets`, and answering and closing them: for members of the service desk, checked at every press. */
export function registerServiceDeskTickets(router: Router, deps: ConversationDeps): void {
  const list = (turn: Turn, place: { state?: ListPlace['state']; after?: number }) =>
    answerForDesk(deps, { turn, wanted: 'see the tickets' }, () => ticketList(deps, place));
  router.typed('tickets', /^((the|all|open|show|list) )*tickets$/i, async (turn) => {
    const { card } = await list(turn, {});
    await turn.send(card);
  });
  router.pressed(ticketsShow, 'new-message', async (turn) => (await list(turn, {})).card);
  router.pressed(ticketsPage, 'replace', async (turn, place) => (await list(turn, place)).answer);
  router.pressed(
    ticketShow,
    'new-message',
    async (turn, { ticket }) =>
      (await answerForDesk(deps, { turn, wanted: 'see a ticket' }, () => oneTicket(deps, ticket))).card,
  );
  router.pressed(
    ticketAnswer,
    'replace',
    async (turn, payload, data) =>
      (
        await answerForDesk(deps, { turn, wanted: 'answer a ticket' }, () =>
          answer(deps, turn, { ...payload, text: ticketAnswer.inputs.parse(data).text }),
        )
      ).answer,
  );
  router.pressed(
    ticketClose,
    'replace',
    async (turn, payload) =>
      (await answerForDesk(deps, { turn, wanted: 'close a ticket' }, () => close(deps, turn, payload)))
        .answer,
  );
}

async function oneTicket(deps: ConversationDeps, id: string): Promise<AdaptiveCard> {
  const ticket = await findTicket(deps.database, { id });
  return ticket ? deskCard(deps, ticket) : noSuchTicket(deps);
}

async function answer(
  deps: ConversationDeps,
  { person }: Turn,
  press: { ticket: string; requestId: string; seen: number; text: string },
): Promise<AdaptiveCard> {
  const typed = checkText(press.text, { empty: 'write your reply first.' });
  if (typed.kind === 'faulty') {
    const ticket = await findTicket(deps.database, { id: press.ticket });
    return ticket ? deskCard(deps, ticket, typed.change) : noSuchTicket(deps);
  }
  const { text } = typed;
  const outcome = await addDeskMessage(deps.database, {
    ticketId: press.ticket,
    authorId: person.accountId,
    requestId: press.requestId,
    seen: press.seen,
    text,
    now: deps.clock.now(),
  });
  switch (outcome.kind) {
    case 'kept':
      deps.wake();
      return deskCard(deps, outcome.ticket, { note: 'Your reply is on its way to their chat.' });
    case 'unread':
      return deskCard(deps, outcome.ticket, {
        note: 'Somebody else wrote in the meantime. Your reply was not sent: it is still in the box below.',
        unsent: text,
      });
    case 'closed':
      return deskCard(deps, outcome.ticket, {
        note: 'This ticket was closed in the meantime. Your reply was not sent.',
        unsent: text,
      });
    case 'unknown':
      return noSuchTicket(deps);
  }
}

async function close(
  deps: ConversationDeps,
  { person }: Turn,
  { ticket: ticketId, seen }: { ticket: string; seen: number },
): Promise<AdaptiveCard> {
  const outcome = await closeTicket(deps.database, {
    ticketId,
    authorId: person.accountId,
    seen,
    now: deps.clock.now(),
  });
  switch (outcome.kind) {
    case 'closed':
      deps.wake();
      return deskCard(deps, outcome.ticket);
    case 'unread':
      return deskCard(deps, outcome.ticket, {
        note: 'Somebody else wrote in the meantime. The ticket is still open: read it before you close it.',
      });
    case 'unknown':
      return noSuchTicket(deps);
  }
}

function noSuchTicket({ plan }: ConversationDeps): AdaptiveCard {
  return ticketUnknownCard({ for: 'desk', contact: contactView(plan) });
}

async function ticketList(
  deps: ConversationDeps,
  { state, after }: { state?: ListPlace['state']; after?: number },
): Promise<AdaptiveCard> {
  const from = state === undefined || after === undefined ? undefined : { state, after };
  const page = await listTickets(deps.database, { most: ticketsACard, from });
  const whose = await whoseTickets(deps.database, page.tickets);
  return ticketsCard({
    rows: page.tickets.map((ticket) => rowOf(deps, ticket, whose.get(ticket.id))),
    open: page.open,
    answered: page.answered,
    isFirst: from === undefined,
    next: page.next,
    at: timeWords(deps, deps.clock.now()),
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

function rowOf(deps: ConversationDeps, ticket: ListedTicket, whose: Whose | undefined): TicketRow {
  return {
    ticketId: ticket.id,
    number: ticket.number,
    state: ticket.state === 'answered' ? 'answered' : 'open',
    who: whoOf(deps, whose),
    stuck: stuckAt(deps, ticket),
    since: timeWords(deps, ticket.openedAt),
    last: { from: ticket.last.from, at: timeWords(deps, ticket.last.at) },
    notArrived: ticket.notArrived,
  };
}
