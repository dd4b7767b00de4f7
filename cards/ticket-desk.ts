import { execute } from './actions/action.ts';
import { ticketAnswer, ticketClose, ticketTextMax } from './actions/ticket.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import {
  fact,
  faultPanel,
  header,
  note,
  panel,
  paragraph,
  primary,
  title,
  withoutInputs,
} from './elements.ts';
import { type ConversationView, conversation } from './ticket-messages.ts';
import { type StuckAtView, stuckFact } from './ticket-place.ts';
import { number } from './words-dates.ts';
import { notArrivedWords, startOf, ticketName } from './words-ticket.ts';

/** Whose ticket it is; `address` is absent where the directory no longer knows the account. */
export interface TicketWhoView {
  address?: string;
  school?: string;
  /** The first name of the keeper of a shared account, as they typed it. */
  firstName?: string;
}

/** A ticket as members of the service desk see it. */
export interface TicketDeskView extends ConversationView {
  ticketId: string;
  /** A new UUID each time that the card is shown. */
  requestId: string;
  number: number;
  state: 'open' | 'answered' | 'closed';
  who: TicketWhoView;
  stuck?: StuckAtView;
  /** When it was opened, and closed, in words. */
  since: string;
  closedAt?: string;
  /** A line above everything: what happened to the press. */
  note?: string;
  /** What was typed and not kept; never a secret. */
  unsent?: string;
  /** What is to be changed, in one sentence. */
  fault?: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** A ticket with everything that an answer needs, and a box to write it in. */
export function ticketDeskCard(view: TicketDeskView): AdaptiveCard {
  return card(
    ticketDeskSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, ticketName(view.number)),
      title(titleOf(view)),
      ...(view.note === undefined ? [] : [panel([paragraph(view.note, 'none')])]),
      ...faultPanel(view.fault),
      ...notArrivedPanel(view),
      fact('Who', whoWords(view.who), view.who.school),
      ...stuckFact('Stuck at', view.stuck),
      fact('Since', view.since),
      ...conversation(view, { person: view.who.firstName ?? 'The person', desk: view.serviceDesk }),
      ...(view.state === 'closed' ? closing(view) : box(view)),
    ],
    buttons(view),
  );
}

/** Who needs what, or what did not arrive, for the notification. */
export function ticketDeskSummary(view: TicketDeskView): string {
  const { who, messages, state, number } = view;
  const name = ticketName(number);
  const why = lastNotArrived(view);
  if (why !== undefined) return `${name}: ${notArrivedWords(why)}`;
  if (state === 'closed') return `${name} is closed.`;
  const asked = messages.findLast(({ from }) => from === 'person')?.text ?? '';
  const words = asked === '' ? 'they are stuck and wrote nothing.' : startOf(asked);
  return `${name}, ${whoWords(who)}: ${words}`;
}

/** 'Sam, head@hillside.norfolk.sch.uk' */
export function whoWords({ address, firstName }: TicketWhoView): string {
  const account = address ?? 'an account that the directory no longer has';
  return firstName === undefined ? account : `${firstName}, ${account}`;
}

/** Why the last word, an answer of the desk, did not arrive. Whoever has written since is there again. */
function lastNotArrived({ messages }: TicketDeskView): string | undefined {
  return messages.at(-1)?.notArrived;
}

function notArrivedPanel(view: TicketDeskView): Element[] {
  const why = lastNotArrived(view);
  if (why === undefined) return [];
  const advice = ['Reach them another way, such as by phone.'];
  if (view.state !== 'closed') advice.push('You can also send your reply again later.');
  return [
    panel([paragraph([{ strong: notArrivedWords(why) }], 'none'), paragraph(advice.join(' '), 'small')]),
  ];
}

function titleOf({ number, state }: TicketDeskView): string {
  const name = ticketName(number);
  switch (state) {
    case 'open':
      return `${name} waits for an answer`;
    case 'answered':
      return `${name} is answered`;
    case 'closed':
      return `${name} is closed`;
  }
}

function closing({ closedAt, unsent }: TicketDeskView): Element[] {
  return [
    paragraph(closedAt === undefined ? 'Closed. Nothing more can be sent.' : `Closed at ${closedAt}.`),
    ...(unsent ? [paragraph([{ strong: 'Not sent: ' }, startOf(unsent)])] : []),
  ];
}

function box({ unsent }: TicketDeskView): Element[] {
  return [
    {
      type: 'Input.Text',
      id: 'text',
      label: 'Your reply',
      isMultiline: true,
      isRequired: true,
      maxLength: ticketTextMax,
      errorMessage: `Write your reply, in at most ${number(ticketTextMax)} characters`,
      ...(unsent ? { value: unsent } : {}),
      spacing: 'medium',
    },
    note('It goes to their chat with this app. Never ask for a password or a code.'),
  ];
}

function buttons({ state, ticketId, requestId, messages, earlier }: TicketDeskView): Action[] {
  if (state === 'closed') return [];
  const seen = earlier + messages.length;
  return [
    primary(execute(ticketAnswer, 'Send reply', { ticket: ticketId, requestId, seen })),
    withoutInputs(execute(ticketClose, 'Close ticket', { ticket: ticketId, seen })),
  ];
}
