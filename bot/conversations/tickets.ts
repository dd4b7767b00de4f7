import { ticketOpen, ticketReply, ticketWrite } from '../../cards/actions/ticket.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { ticketUnknownCard } from '../../cards/ticket-unknown.ts';
import { lastMessages } from '../../services/tickets/messages.ts';
import {
  addPersonMessage,
  findTicket,
  type MessageOutcome,
  openTicket,
} from '../../services/tickets/tickets.ts';
import type { Answer, Router } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import { ticketForm, writeCard } from '../ticket-form.ts';
import { type ClaimedPlace, findPlace } from '../ticket-place.ts';
import { forReader, openedCard, personCard } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import { contactView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';
import { checkText } from './ticket-text.ts';
import { registerServiceDeskTickets } from './tickets-desk.ts';

const talk =
  /^(please |can i |could i |may i |i (want|need|would like|wish) to |i['’]d like to )*(talk|speak|chat|write) (to|with) (a |an |the |some )?(real |actual )?(person|human( being)?|people|somebody|someone|service ?desk)( please)?$/i;
const helpFrom =
  /^(please )?(i )?(need|want|get|would like) (some )?help from (a |the )?(real |actual )?(person|human( being)?|somebody|someone|service ?desk)( please)?$/i;
const human = /^(a )?(real |actual )?(human|person|human being)( please)?$/i;

/**
 * `talk to a person`, the "I'm stuck" of the guides, and what people of the service desk do with it. What is typed into
 * these cards is kept in the ticket alone.
 */
export function registerTickets(router: Router, deps: ConversationDeps): void {
  const write = ({ person }: Turn, asked: { question?: string | undefined } = {}) =>
    ticketForm(deps, person, asked);
  for (const pattern of [talk, helpFrom, human]) {
    router.typed('ticket.write', pattern, async (turn) => {
      await turn.send(await write(turn));
    });
  }
  router.pressed(ticketWrite, 'new-message', write);
  router.pressed(ticketOpen, 'replace', (turn, payload, data) =>
    open(deps, turn, { ...payload, text: ticketOpen.inputs.parse(data).text }),
  );
  router.pressed(ticketReply, 'replace', (turn, payload, data) =>
    reply(deps, turn, { ...payload, text: ticketReply.inputs.parse(data).text }),
  );
  registerServiceDeskTickets(router, deps);
}

type Opening = ClaimedPlace & { version?: number; requestId: string; text: string };

async function open(deps: ConversationDeps, { person }: Turn, opening: Opening): Promise<Answer> {
  const { accountId, account } = person;
  if (!account) return { newMessage: strangerCard(deps.plan) };
  const place = await findPlace(deps, accountId, opening);
  if (place.kind === 'foreign') return notTheirs(deps);
  const { requestId } = opening;
  const typed = checkText(
    opening.text,
    place.kind === 'step' ? {} : { empty: 'write in a few words what you need.' },
  );
  if (typed.kind === 'faulty') {
    const { walk, version } = opening;
    const form = writeCard(deps, account.upn, { ...typed.change, place, walk, version });
    return inPlace(deps, accountId, form);
  }
  const outcome = await openTicket(deps.database, {
    accountId,
    requestId,
    ...(place.kind === 'step' ? { place, keeperId: place.keeperId } : {}),
    text: typed.text,
    now: deps.clock.now(),
  });
  return outcomeCard(deps, accountId, outcome, typed.text);
}

async function reply(
  deps: ConversationDeps,
  { person: { accountId } }: Turn,
  { ticket: id, requestId, text }: { ticket: string; requestId: string; text: string },
): Promise<Answer> {
  const ticket = await findTicket(deps.database, { id, accountId });
  if (!ticket) return notTheirs(deps);
  const typed = checkText(text, { empty: 'write your answer first.' });
  if (typed.kind === 'faulty') {
    return inPlace(deps, accountId, await personCard(deps, ticket, { kind: 'sent', ...typed.change }));
  }
  const outcome = await addPersonMessage(deps.database, {
    ticketId: id,
    authorId: accountId,
    requestId,
    text: typed.text,
    now: deps.clock.now(),
  });
  return outcomeCard(deps, accountId, outcome, typed.text);
}

async function outcomeCard(
  deps: ConversationDeps,
  accountId: string,
  outcome: MessageOutcome,
  text: string,
): Promise<Answer> {
  switch (outcome.kind) {
    case 'unknown':
      return notTheirs(deps);
    case 'closed':
      return inPlace(
        deps,
        accountId,
        await personCard(deps, outcome.ticket, { kind: 'closed', unsent: text }),
      );
    case 'kept':
    case 'unread': {
      const { ticket } = outcome;
      const { count } = await lastMessages(deps.database, ticket.id, 1);
      const isNew = ticket.state === 'open' && count === 1;
      const card = isNew ? openedCard(deps, ticket) : personCard(deps, ticket, { kind: 'sent' });
      return inPlace(deps, accountId, await card);
    }
  }
}

/** Below the pressed card: that may be somebody else's message. */
function notTheirs({ plan }: ConversationDeps): Answer {
  return { newMessage: ticketUnknownCard({ for: 'person', contact: contactView(plan) }) };
}

/** In plain mode no card changes under a screen reader. */
async function inPlace(deps: ConversationDeps, accountId: string, card: AdaptiveCard): Promise<Answer> {
  const shown = await forReader(deps, accountId, card);
  return shown === card ? card : { newMessage: shown };
}
