import { execute, submit } from './actions/action.ts';
import { ticketOpen, ticketReply, ticketTextMax, ticketWrite } from './actions/ticket.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { faultPanel, header, note, paragraph, primary, title, withoutInputs } from './elements.ts';
import type { Contact } from './standing.ts';
import { type ConversationView, conversation } from './ticket-messages.ts';
import { backToGuide, type StuckAtView, stuckFact } from './ticket-place.ts';
import { number } from './words-dates.ts';
import { startOf, ticketName } from './words-ticket.ts';

/**
 * A ticket as the person whose it is sees it after the beginning:
 * - `replied`: the service desk answered; the messages are that answer
 * - `sent`: what the person wrote is on its way; `unsent` is a text that has to be changed first
 * - `closed`: for good; `unsent` is what they wrote too late
 */
export interface TicketPersonView extends ConversationView {
  news: 'replied' | 'sent' | 'closed';
  address: string;
  ticketId: string;
  /** A new UUID each time that the card is shown. */
  requestId: string;
  number: number;
  stuck?: StuckAtView;
  /** What was typed and not kept; never a secret. */
  unsent?: string;
  /** What is to be changed, in one sentence. */
  fault?: string;
  contact: Contact;
}

/** The conversation with the service desk, with a box to go on in it. */
export function ticketPersonCard(view: TicketPersonView): AdaptiveCard {
  const { contact } = view;
  return card(
    ticketPersonSummary(view),
    [
      ...header(view.address),
      title(titleOf(view)),
      ...faultPanel(view.fault),
      ...stuckFact('Where you were stuck', view.stuck),
      ...conversation(view, { person: 'You', desk: contact.serviceDesk }),
      ...(view.news === 'closed' ? closing(view) : [box(view, 'Your answer'), warning()]),
    ],
    buttons(view),
  );
}

/** What is new, and how the answer begins. */
export function ticketPersonSummary(view: TicketPersonView): string {
  const newest = view.messages.at(-1)?.text ?? '';
  return view.news === 'replied' ? `${titleOf(view)}: ${startOf(newest)}` : `${titleOf(view)}.`;
}

function titleOf({ news, number, fault, contact }: TicketPersonView): string {
  const name = ticketName(number);
  switch (news) {
    case 'replied':
      return `The ${contact.serviceDesk} replied to ${name}`;
    case 'sent':
      return fault === undefined ? `Sent to the ${contact.serviceDesk}: ${name}` : `Not sent yet: ${name}`;
    case 'closed':
      return `${name} is closed`;
  }
}

function closing(view: TicketPersonView): Element[] {
  const { serviceDesk } = view.contact;
  if (view.unsent === undefined) {
    return [paragraph(`The ${serviceDesk} has closed this question. You can ask another one at any time.`)];
  }
  return [
    paragraph(
      `The ${serviceDesk} closed this question before your last words arrived, so they were not sent. You can send them as a new question.`,
    ),
    box(view, 'Your new question'),
    warning(),
  ];
}

function box({ unsent }: TicketPersonView, label: string): Element {
  return {
    type: 'Input.Text',
    id: 'text',
    label,
    isMultiline: true,
    isRequired: true,
    maxLength: ticketTextMax,
    errorMessage: `Write at most ${number(ticketTextMax)} characters`,
    ...(unsent ? { value: unsent } : {}),
    spacing: 'medium',
  };
}

function warning(): Element {
  return note('Leave out passwords and codes. Nobody will ask you for one.');
}

function buttons(view: TicketPersonView): Action[] {
  const { requestId, ticketId, stuck, contact } = view;
  const back = backToGuide(stuck);
  if (view.news !== 'closed') {
    return [primary(execute(ticketReply, 'Reply', { ticket: ticketId, requestId })), ...back];
  }
  if (view.unsent === undefined) {
    return [withoutInputs(submit(ticketWrite, `Ask the ${contact.serviceDesk} something else`, {})), ...back];
  }
  const place = stuck === undefined ? {} : { guide: stuck.guide, step: stuck.step };
  return [primary(execute(ticketOpen, 'Send as a new question', { requestId, ...place })), ...back];
}
