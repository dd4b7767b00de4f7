import {
  answerPreview,
  answerTextMax,
  answerTitleMax,
  unansweredPage,
} from '../../cards/actions/learning.ts';
import { deskAnswerMarkdownCard } from '../../cards/desk-answer-markdown.ts';
import { learningEntries } from '../../cards/gallery/learning.ts';
import { reachWords, spanWords } from '../../cards/words-answer.ts';
import { answerLimits } from '../../services/learning/check-answer.ts';
import { elementsOf, textsOf, wordsOf } from './card-walk.ts';

const first = 'Monday 19 November 2018';
const last = 'Friday 21 December 2018';

test.each([
  [{}, 'At any time'],
  [{ from: first }, `From ${first}`],
  [{ until: last }, `Until the end of ${last}`],
  [{ from: first, until: last }, `From ${first} until the end of ${last}`],
])('an answer with the days %j is given: %s', (days, expected) => {
  expect(spanWords({ cohorts: [], isOver: false, ...days })).toBe(expected);
});

test('says that nobody gets an answer whose last day has gone by', () => {
  const words = spanWords({ cohorts: [], from: first, until: last, isOver: true });
  expect(words).toBe(`Until ${last}. That day has gone by, so nobody gets it`);
});

test('names the groups that an answer is for, or everybody', () => {
  expect(reachWords({ cohorts: [], isOver: false })).toBe('Everybody');
  expect(reachWords({ cohorts: ['Heads', 'Offices', 'Others'], isOver: false })).toBe(
    'Heads, Offices and Others',
  );
});

test.each(learningEntries)('$name shows typed words as text, never as Markdown', ({ card }) => {
  for (const { text, isMarkdown } of textsOf(card)) {
    if (isMarkdown) expect(text).not.toMatch(/evil\.example|\*\*|\[/);
  }
  expect(wordsOf(card)).not.toContain('{{');
});

test('shows a file whole, or not at all', () => {
  const view = {
    answerId: '4d6f2f0e-6f5e-4d0b-8a36-5f0c6f5e2d0b',
    number: 1,
    file: 'desk-1.md',
    serviceDesk: 'Desk',
  };
  const shownIn = (markdown: string) =>
    elementsOf(deskAnswerMarkdownCard({ ...view, markdown })).flatMap((element) =>
      element.type === 'Input.Text' ? [element.value] : [],
    );
  expect(shownIn('---\nid: desk-1\n---\nYes.\n')).toEqual(['---\nid: desk-1\n---\nYes.\n']);
  expect(shownIn('漢'.repeat(10_000))).toEqual([]);
});

test('the form allows what can be kept', () => {
  expect([answerTitleMax, answerTextMax]).toEqual([answerLimits.title.most, answerLimits.text]);
});

test('inputs that a client leaves out, or that are no text, come as empty text', () => {
  expect(answerPreview.inputs.parse({ title: 5, text: 'x', validFrom: null })).toEqual({
    title: '',
    phrasings: '',
    text: 'x',
    cohorts: '',
    validFrom: '',
    validUntil: '',
  });
});

test.each([[{ asked: 'yesterday' }], [{ id: 'one' }], [{ times: -1 }]])(
  'a page that begins at %j is refused',
  (place) => {
    expect(unansweredPage.payload.safeParse(place).success).toBe(false);
  },
);
