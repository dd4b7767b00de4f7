import fc from 'fast-check';
import { followUpIn, partsOf, questionsIn } from '../../../services/knowledge/message-parts.ts';

test.each([
  ['When is my turn and do I need an app password?', ['When is my turn', 'do I need an app password?']],
  ['what is mfa. when is my turn', ['what is mfa.', 'when is my turn']],
  ['how do I set up MFA, and when does POP3 stop', ['how do I set up MFA', 'when does POP3 stop']],
  ['whats mfa and whats the deadline', ['whats mfa', 'whats the deadline']],
  ['Is it free? Who do I ring?\nWhat is POP3? Why?', ['Is it free?', 'Who do I ring?', 'What is POP3?']],
])('%j asks several things', (message, questions) => {
  expect(questionsIn(message)).toEqual(questions);
});

test.each([
  'when is my turn?',
  'I lost my phone. What do I do?',
  'head and office accounts: when?',
  'My phone and my tablet are broken and I cannot sign in',
  '',
])('%j asks at most one', (message) => {
  expect(questionsIn(message)).toEqual([]);
});

test.each([
  ['and for the office?', 'for the office'],
  ['What about Outlook on my laptop?', 'Outlook on my laptop'],
  ['ok, and the heads', 'the heads'],
  ['how about me then', 'me then'],
  ['same for office@', 'office@'],
  ['or a landline', 'a landline'],
])('%j adds %j to the question before', (message, rest) => {
  expect(followUpIn(message)).toBe(rest);
});

test.each(['when is my turn?', 'Android phone', 'so?', 'sorry', 'office accounts', ''])(
  '%j stands by itself',
  (message) => {
    expect(followUpIn(message)).toBeUndefined();
  },
);

test('a long message is looked at in at most five parts, its question among them', () => {
  const parts = partsOf(
    'Hello there all. We had a busy week. The play went well. When is my turn? Thank you very much.',
  );
  expect(parts.length).toBeLessThanOrEqual(5);
  expect(parts).toContain('When is my turn?');
});

test('any text at all is read in few and short pieces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
      const pieces = [...partsOf(text), ...questionsIn(text), followUpIn(text) ?? ''];
      expect(pieces.every((piece) => piece.length <= 240 && piece.isWellFormed())).toBe(true);
    }),
    { numRuns: 200 },
  );
  const long = ['and '.repeat(1000), 'ok, '.repeat(1000), ', and what '.repeat(400), '? '.repeat(2000)];
  expect(long.flatMap((text) => [...partsOf(text), ...questionsIn(text)]).length).toBeLessThanOrEqual(4 * 8);
});
