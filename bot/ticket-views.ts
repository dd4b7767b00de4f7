import { randomUUID } from 'node:crypto';
import type { AdaptiveCard } from '../cards/card.ts';
import { plainCard } from '../cards/plain.ts';
import { type TicketDeskView, ticketDeskCard } from '../cards/ticket-desk.ts';
import type { TicketMessageView } from '../cards/ticket-messages.ts';
import { ticketOpenedCard } from '../cards/ticket-opened.ts';
import { type TicketPersonView, ticketPersonCard } from '../cards/ticket-person.ts';
import type { StuckAtView } from '../cards/ticket-place.ts';
import { wordsOf } from '../services/guides/engine.ts';
import { factsOfAnybody } from '../services/guides/facts.ts';
import { shownStep } from '../services/guides/passage.ts';
import { isPlain } from '../services/people/preferences.ts';
import { describeTime } from '../services/rollout/calendar.ts';
import { lastMessages } from '../services/tickets/messages.ts';
import type { Ticket, TicketMessage } from '../services/tickets/ticket.ts';
import { type Whose, whoseTickets } from '../services/tickets/whose.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { contactView, whoView } from './views.ts';

export type TicketViewDeps = Pick<ConversationDeps, 'plan' | 'database' | 'clock' | 'guides'>;

/** How many messages a card shows; those before are counted. */
const messagesShown = 5;

/** What was typed and could not be kept, and why. Never a secret. */
export interface Unsent {
  unsent?: string | undefined;
  fault?: string | undefined;
}

/** A ticket as a member of the service desk sees it at this moment. `note` says what became of the press. */
export async function deskCard(
  deps: TicketViewDeps,
  ticket: Ticket,
  more: Unsent & { note?: string | undefined } = {},
): Promise<AdaptiveCard> {
  const { plan, database } = deps;
  const [{ messages, count }, whose] = await Promise.all([
    lastMessages(database, ticket.id, messagesShown),
    whoseTickets(database, [ticket]),
  ]);
  return ticketDeskCard({
    ticketId: ticket.id,
    requestId: randomUUID(),
    number: ticket.number,
    state: ticket.state,
    who: whoOf(deps, whose.get(ticket.id)),
    stuck: stuckAt(deps, ticket),
    since: timeWords(deps, ticket.openedAt),
    closedAt: ticket.closedAt && timeWords(deps, ticket.closedAt),
    messages: messages.map((message) => ({
      ...messageView(deps, message),
      notArrived: message.notArrived,
    })),
    earlier: count - messages.length,
    serviceDesk: plan.serviceDesk.name,
    ...more,
  });
}

/** A ticket that was just opened: its number, and what happens next. */
export async function openedCard(deps: TicketViewDeps, ticket: Ticket): Promise<AdaptiveCard> {
  const { messages } = await lastMessages(deps.database, ticket.id, messagesShown);
  return ticketOpenedCard({
    address: await addressOf(deps, ticket),
    number: ticket.number,
    at: timeWords(deps, ticket.openedAt),
    stuck: stuckAt(deps, ticket),
    text: messages.at(-1)?.text ?? '',
    contact: contactView(deps.plan),
  });
}

/**
 * A ticket as its person sees it once there is more than its beginning. With `replied` it shows that answer alone,
 * else the last messages.
 */
export async function personCard(
  deps: TicketViewDeps,
  ticket: Ticket,
  news: Unsent & ({ kind: 'sent' } | { kind: 'closed' } | { kind: 'replied'; message: TicketMessage }),
): Promise<AdaptiveCard> {
  const { kind, unsent, fault } = news;
  const { messages, earlier } = await shownTo(deps, ticket, news);
  const view: TicketPersonView = {
    news: ticket.state === 'closed' ? 'closed' : kind,
    address: await addressOf(deps, ticket),
    ticketId: ticket.id,
    requestId: randomUUID(),
    number: ticket.number,
    stuck: stuckAt(deps, ticket),
    messages: messages.map((message) => messageView(deps, message)),
    earlier,
    unsent,
    fault,
    contact: contactView(deps.plan),
  };
  return ticketPersonCard(view);
}

/** Whose ticket it is, for the desk. */
export function whoOf(
  { plan }: Pick<TicketViewDeps, 'plan'>,
  { upn, firstName }: Whose = {},
): TicketDeskView['who'] {
  return { address: upn, school: upn === undefined ? undefined : whoView(plan, upn).school, firstName };
}

/**
 * Where a ticket's person is stuck, in today's titles; undefined where they came from no guide, or from one that is
 * gone.
 */
export function stuckAt(
  { guides, plan, clock }: Pick<TicketViewDeps, 'guides' | 'plan' | 'clock'>,
  { place, keeperId }: Pick<Ticket, 'place' | 'keeperId'>,
): StuckAtView | undefined {
  const guide = place && guides.get(place.guideId);
  if (!guide) return undefined;
  const step = shownStep(guide, place.stepId);
  return {
    guide: guide.id,
    step: place.stepId,
    guideTitle: guide.title,
    stepTitle: step && wordsOf(step, factsOfAnybody(plan, clock.now())).title,
    keeper: keeperId,
  };
}

async function shownTo(
  { database }: TicketViewDeps,
  ticket: Ticket,
  news: { kind: 'sent' } | { kind: 'closed' } | { kind: 'replied'; message: TicketMessage },
): Promise<{ messages: TicketMessage[]; earlier: number }> {
  if (news.kind === 'replied') return { messages: [news.message], earlier: 0 };
  const { messages, count } = await lastMessages(database, ticket.id, messagesShown);
  return { messages, earlier: count - messages.length };
}

async function addressOf({ database }: TicketViewDeps, ticket: Ticket): Promise<string> {
  return (await whoseTickets(database, [ticket])).get(ticket.id)?.upn ?? '';
}

function messageView(deps: TicketViewDeps, { from, text, at }: TicketMessage): TicketMessageView {
  return { from, text, at: timeWords(deps, at) };
}

/** The card as this account reads it: in plain mode another one, without pictures and panels. */
export async function forReader(
  { database }: Pick<TicketViewDeps, 'database'>,
  accountId: string,
  card: AdaptiveCard,
): Promise<AdaptiveCard> {
  return (await isPlain(database, accountId)) ? plainCard(card) : card;
}

/** An instant as people say it now. */
export function timeWords({ plan, clock }: Pick<TicketViewDeps, 'plan' | 'clock'>, at: Date): string {
  return describeTime(plan, at, clock.now());
}
