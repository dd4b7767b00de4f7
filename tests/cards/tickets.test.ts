import fc from 'fast-check';
import type { AdaptiveCard } from '../../cards/card.ts';
import { contact, head } from '../../cards/gallery/samples.ts';
import { ticketDeskCard } from '../../cards/ticket-desk.ts';
import { conversation, type TicketMessageView } from '../../cards/ticket-messages.ts';
import { ticketOpenedCard } from '../../cards/ticket-opened.ts';
import { ticketPersonCard } from '../../cards/ticket-person.ts';
import { ticketsCard } from '../../cards/tickets.ts';
import { textsOf, wordsOf } from './card-walk.ts';

const hostile = '[Sign in](http://evil.example) **now** <at>Everyone</at> {{DATE(2018-11-19, SHORT)}}';
const ticketId = '0b6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b';
const requestId = '5f0c6f5e-2d0b-4f0a-9a36-0a8b6f5e2d0b';
const stuck = { guide: 'g', step: 's', guideTitle: 'Set up MFA', stepTitle: 'Scan the code' };

function desk(messages: TicketMessageView[], unsent?: string): AdaptiveCard {
  return ticketDeskCard({
    ticketId,
    requestId,
    number: 1042,
    state: 'open',
    who: { address: head.address, school: hostile, firstName: hostile },
    stuck,
    since: '09:41 today',
    messages,
    earlier: 15,
    unsent,
    serviceDesk: 'Service Desk',
  });
}

function person(messages: TicketMessageView[], unsent?: string): AdaptiveCard {
  return ticketPersonCard({
    news: 'sent',
    address: head.address,
    ticketId,
    requestId,
    number: 1042,
    stuck,
    messages,
    earlier: 15,
    unsent,
    contact,
  });
}

const message: TicketMessageView = { from: 'person', text: hostile, at: '09:41 today' };

test.each<[string, AdaptiveCard]>([
  ['the desk', desk([message])],
  ['the person', person([message])],
  [
    'whoever opened it',
    ticketOpenedCard({ address: head.address, number: 1, at: 'now', text: hostile, contact }),
  ],
  [
    'whoever lists it',
    ticketsCard({
      rows: [
        {
          ticketId,
          number: 1042,
          state: 'open',
          who: { address: head.address, school: hostile, firstName: hostile },
          since: '09:41 today',
          last: { from: 'person', at: '09:41 today' },
        },
      ],
      open: 1,
      answered: 0,
      isFirst: true,
      at: '10:16 today',
      serviceDesk: 'Service Desk',
    }),
  ],
])('for %s typed words are text, never Markdown', (_whom, card) => {
  for (const { text } of textsOf(card).filter(({ isMarkdown }) => isMarkdown)) {
    expect(text).not.toContain('evil.example');
  }
  expect(wordsOf(card)).toContain('[Sign in](http://evil.example) **now** <at>Everyone</at>');
  expect(wordsOf(card)).not.toContain('{{');
  expect(card.fallbackText).not.toMatch(/[[\]]/);
});

test('the newest message stands in full, whatever was typed, and the card fits into a message', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 2000, size: 'max' }),
      fc.constantFrom('漢'.repeat(2000), 'x\n'.repeat(1000), '"\\'.repeat(1000), '\ufffd'.repeat(2000)),
    )
    .map((typed) => typed.slice(0, 2000).toWellFormed());
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (texts, unsent) => {
      const messages = texts.map((typed): TicketMessageView => ({ ...message, text: typed }));
      for (const card of [desk(messages, unsent), person(messages, unsent)]) {
        expect(Buffer.byteLength(JSON.stringify(card), 'utf8')).toBeLessThan(28 * 1024);
        expect(squeezed(wordsOf(card))).toContain(squeezed(texts.at(-1) ?? ''));
      }
    }),
    { numRuns: 100 },
  );
});

test('older messages that do not fit are shortened, and those before them are counted', () => {
  const shown = (texts: string[]) =>
    wordsOf({
      ...desk([]),
      body: conversation(
        { messages: texts.map((text) => ({ ...message, text })), earlier: 15 },
        { person: 'Sam', desk: 'Service Desk' },
      ),
    });
  const short = shown(['one', 'two', 'three', 'four', 'five']);
  expect(short).toContain('15 earlier messages not shown.');
  expect(short).not.toContain('shortened');
  const long = shown(['one', 'two', ...['字', '漢', '語'].map((sign) => sign.repeat(2000))]);
  const has = (words: string) => long.includes(words);
  expect(['語'.repeat(2000), `${'漢'.repeat(240)}… (shortened)`, 'two', 'one'].map(has)).not.toContain(false);
  expect(has('漢'.repeat(241))).toBe(false);
});

test('says so where somebody pressed without writing', () => {
  expect(wordsOf(desk([{ ...message, text: '' }]))).toContain('Nothing was written.');
});

function squeezed(text: string): string {
  return text.replaceAll(/[\s\u200b]+/g, '');
}
