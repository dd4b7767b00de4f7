import { execute, submit } from './actions/action.ts';
import { ticketShow, ticketsPage } from './actions/ticket.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { buttonRow, header, note, paragraph, title } from './elements.ts';
import { type TicketWhoView, whoWords } from './ticket-desk.ts';
import { type StuckAtView, stuckWords } from './ticket-place.ts';
import { counted } from './words-dates.ts';
import { notArrivedWords, ticketName } from './words-ticket.ts';

/** One ticket of the list. Times are in words. */
export interface TicketRow {
  ticketId: string;
  number: number;
  state: 'open' | 'answered';
  who: TicketWhoView;
  stuck?: StuckAtView;
  since: string;
  last: { from: 'person' | 'desk'; at: string };
  /** Why the last message, one of the desk, did not arrive, as a code of words-reasons. */
  notArrived?: string;
}

/** Tickets that are not closed, ten a card. */
export interface TicketsView {
  rows: TicketRow[];
  /** On all cards together: how many wait for the desk, and how many it has answered. */
  open: number;
  answered: number;
  isFirst: boolean;
  /** Where the next card begins; absent on the last one. */
  next?: { state: 'open' | 'answered'; after: number };
  /** When it was counted, in words. */
  at: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The list, those that wait for the desk first, the oldest on top. */
export function ticketsCard(view: TicketsView): AdaptiveCard {
  return card(
    ticketsSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title(titleOf(view)),
      ...counts(view),
      ...view.rows.flatMap((row) => rowElements(row, view.serviceDesk)),
      note(`Looked up at ${view.at}.`),
    ],
    buttons(view),
  );
}

/** The counts in plain words. */
export function ticketsSummary(view: TicketsView): string {
  return `${titleOf(view)}. Answered and not closed: ${view.answered}.`;
}

function titleOf({ open }: TicketsView): string {
  if (open === 0) return 'No ticket waits for an answer';
  return open === 1 ? '1 ticket waits for an answer' : `${counted(open, '', 'tickets')} wait for an answer`;
}

function counts({ rows, isFirst, answered }: TicketsView): Element[] {
  if (rows.length === 0 && !isFirst) return [paragraph('There are no more.')];
  if (answered === 0) return [];
  return [paragraph(`${counted(answered, 'more is', 'more are')} answered and not closed.`)];
}

function rowElements(row: TicketRow, serviceDesk: string): Element[] {
  const name = ticketName(row.number);
  const last = row.last.from === 'desk' ? `the ${serviceDesk}` : (row.who.firstName ?? 'the person');
  return [
    {
      type: 'Container',
      spacing: 'large',
      separator: true,
      items: [
        paragraph(
          [{ strong: name }, row.state === 'open' ? '  waits for an answer' : '  is answered'],
          'none',
        ),
        paragraph(whoWords(row.who), 'small'),
        ...(row.who.school === undefined ? [] : [paragraph(row.who.school, 'none')]),
        ...(row.stuck === undefined ? [] : [paragraph(`Stuck at ${stuckWords(row.stuck)}`, 'small')]),
        ...(row.notArrived === undefined
          ? []
          : [paragraph([{ strong: notArrivedWords(row.notArrived) }], 'small')]),
        note(`Opened at ${row.since}. Last message: ${last}, at ${row.last.at}.`, 'small'),
        ...buttonRow(submit(ticketShow, `Open ${name}`, { ticket: row.ticketId }), 'small'),
      ],
    },
  ];
}

function buttons({ next, isFirst }: TicketsView): Action[] {
  return [
    ...(next === undefined ? [] : [execute(ticketsPage, 'More', next)]),
    execute(ticketsPage, isFirst ? 'Refresh' : 'From the start', {}),
  ];
}
