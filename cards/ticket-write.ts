import { execute } from './actions/action.ts';
import { ticketOpen, ticketTextMax } from './actions/ticket.ts';
import { type AdaptiveCard, card } from './card.ts';
import { faultPanel, header, note, paragraph, primary, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { backToGuide, type StuckAtView, stuckFact } from './ticket-place.ts';
import { outsideLine } from './words-contact.ts';
import { number } from './words-dates.ts';

/** A question to the service desk that is being written. */
export interface TicketWriteView {
  address: string;
  /** A new UUID each time that the card is shown: two presses of its button make one ticket. */
  requestId: string;
  /** Where the person is stuck, if they come from a guide, with the walk and version that the pressed card carried. */
  stuck?: StuckAtView & { walk?: string; version?: number };
  /** What was typed already; never a secret. */
  text?: string;
  /** What is to be changed, in one sentence. */
  fault?: string;
  contact: Contact;
}

/** The form of "talk to a person". */
export function ticketWriteCard(view: TicketWriteView): AdaptiveCard {
  const { stuck, contact } = view;
  return card(
    ticketWriteSummary(view),
    [
      ...header(view.address),
      title(`Ask the ${contact.serviceDesk}`),
      ...faultPanel(view.fault),
      paragraph('A person reads this and answers here, in this chat.'),
      ...stuckFact('Where you are', stuck),
      {
        type: 'Input.Text',
        id: 'text',
        label: stuck === undefined ? 'What do you need help with?' : 'What do you see?',
        isMultiline: true,
        ...(stuck === undefined ? { isRequired: true } : {}),
        maxLength: ticketTextMax,
        errorMessage: `Write what you need, in at most ${number(ticketTextMax)} characters`,
        ...(view.text ? { value: view.text } : {}),
        spacing: 'medium',
      },
      note('Leave out passwords and codes. Nobody will ask you for one.'),
      note(`In a hurry? ${outsideLine(contact)}`),
    ],
    [
      primary(execute(ticketOpen, `Send to the ${contact.serviceDesk}`, payloadOf(view))),
      ...backToGuide(stuck),
    ],
  );
}

/** The same in plain words. */
export function ticketWriteSummary({ fault, contact }: TicketWriteView): string {
  return fault === undefined
    ? `Write to the ${contact.serviceDesk}: a person answers in this chat.`
    : `Your question was not sent: ${fault}`;
}

function payloadOf({ requestId, stuck }: TicketWriteView) {
  if (stuck === undefined) return { requestId };
  const { walk, guide, step, version } = stuck;
  return {
    requestId,
    guide,
    step,
    ...(walk === undefined ? {} : { walk }),
    ...(version === undefined ? {} : { version }),
  };
}
