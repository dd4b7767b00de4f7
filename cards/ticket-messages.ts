import type { Container, Element } from './card.ts';
import { note, panel, paragraph, plainText } from './elements.ts';
import { counted } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';

/** One message of a ticket, of at most 2,000 characters; `at` is its time in words. */
export interface TicketMessageView {
  from: 'person' | 'desk';
  /** Word for word as typed, or empty where somebody pressed the button without writing. */
  text: string;
  at: string;
  /** Why a message of the desk did not reach the person, as a code of words-reasons; for the desk's eyes. */
  notArrived?: string;
}

/** The last messages of a ticket, oldest first, and how many came before them. */
export interface ConversationView {
  messages: TicketMessageView[];
  earlier: number;
}

/**
 * The messages as typed, oldest first; `names` says who wrote. The newest stands in full; long ones among the others
 * are shortened where all of them do not fit into a message of Teams.
 */
export function conversation(
  { messages, earlier }: ConversationView,
  names: { person: string; desk: string },
): Element[] {
  const shown: Container[] = [];
  let left = roomInBytes;
  for (const [index, message] of messages.toReversed().entries()) {
    const room = left - (messages.length - 1 - index) * shortBytes;
    const heading = `${names[message.from]}, ${message.at}`;
    const ways = [
      plainText(message.text),
      [paragraph(shown.length === 0 ? inOneLine(message.text) : shortened(message.text), 'none')],
    ];
    const fitting = ways
      .map((words) => messagePanel(heading, [...words, ...notArrivedNote(message)]))
      .find((way) => bytesOf(way) <= room);
    if (!fitting) break;
    left -= bytesOf(fitting);
    shown.unshift(fitting);
  }
  const hidden = earlier + messages.length - shown.length;
  return [
    ...(hidden === 0 ? [] : [note(`${counted(hidden, 'earlier message', 'earlier messages')} not shown.`)]),
    ...shown,
  ];
}

/**
 * Of the 28 KB that a message of Teams may have: the rest of the card takes 5 KB, and what somebody has typed, up to 6
 * KB, comes back with it when it has to be changed.
 */
const roomInBytes = 15 * 1024;

/** Kept free for each older message: what its shortened form takes at most. */
const shortBytes = 1_200;

function notArrivedNote({ notArrived }: TicketMessageView): Element[] {
  return notArrived === undefined ? [] : [note(`Did not reach them: ${reasonWords(notArrived)}.`, 'small')];
}

function messagePanel(heading: string, words: Element[]): Container {
  return panel([
    note(heading, 'none'),
    ...(words.length === 0 ? [paragraph('Nothing was written.', 'small')] : words),
  ]);
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** By characters, not by halves of them. */
function shortened(text: string): string {
  return `${[...inOneLine(text)].slice(0, 240).join('').trimEnd()}… (shortened)`;
}

function bytesOf(element: Element): number {
  return Buffer.byteLength(JSON.stringify(element), 'utf8');
}
