import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { wordsOf } from '../../../services/guides/engine.ts';
import type { Guide } from '../../../services/guides/guide.ts';
import { reachable, readAt, shippedGuides } from './all-walks.ts';
import { everybodyWhomItTellsApart } from './everybody.ts';

/** A reading age of at most 12 years. Source of the figure: issue 3. */
const highestGrade = 7;

describe.each([...shippedGuides.values()])('the guide $id', (guide) => {
  it('is written for readers of twelve years', () => {
    expect(gradeOf(allTexts(guide))).toBeLessThanOrEqual(highestGrade);
  });

  it('is so too without its headings and buttons, which are short by nature', () => {
    expect(gradeOf(sentencesToRead(guide))).toBeLessThanOrEqual(highestGrade);
  });

  it('has no sentence of more than 25 words', () => {
    const long = sentencesToRead(guide)
      .flatMap(sentencesOf)
      .filter((sentence) => wordsIn(sentence).length > 25);
    expect(long).toEqual([]);
  });
});

it('tells hard writing from easy writing', () => {
  const hard =
    'Organisational authentication requirements necessitate the registration of supplementary verification credentials.';
  expect(gradeOf([hard])).toBeGreaterThan(15);
  expect(gradeOf(['Take your phone. Open the app. It shows six digits.'])).toBeLessThan(3);
});

/** Every text of a guide as anybody can read it, each once. */
function allTexts(guide: Guide): string[] {
  const texts = everybodyWhomItTellsApart(guide).flatMap(({ facts }) =>
    reachable(guide, facts).flatMap((step) => readAt(step, facts)),
  );
  const labels = guide.steps.flatMap((step) =>
    'decide' in step ? step.decide.flatMap(({ label }) => label ?? []) : [],
  );
  return [...new Set([guide.title, guide.summary, ...labels, ...texts])];
}

/** Only what is read as sentences: paragraphs, what to do, what goes wrong and what helps. */
function sentencesToRead(guide: Guide): string[] {
  const texts = everybodyWhomItTellsApart(guide).flatMap(({ facts }) =>
    reachable(guide, facts).flatMap((step) => {
      const { text, list = [], tip, stuck, plain } = wordsOf(step, facts);
      return [...text, ...list, ...(tip === undefined ? [] : [tip]), ...stuck, ...plain];
    }),
  );
  return [...new Set(texts)];
}

/** The Flesch-Kincaid grade of texts, each of which ends its own last sentence. */
function gradeOf(texts: string[]): number {
  const sentences = texts.flatMap(sentencesOf);
  const words = sentences.flatMap(wordsIn);
  return fleschKincaid({
    sentence: sentences.length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
}

function sentencesOf(text: string): string[] {
  return [...bySentence.segment(withoutAddresses(text))]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => wordsIn(sentence).length > 0);
}

function wordsIn(sentence: string): string[] {
  return [...byWord.segment(sentence)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

/** An address is read as one thing, not as five words of its parts. */
function withoutAddresses(text: string): string {
  return text.replace(/\S+@\S+[a-z]/g, 'mailbox');
}

const bySentence = new Intl.Segmenter('en-GB', { granularity: 'sentence' });
const byWord = new Intl.Segmenter('en-GB', { granularity: 'word' });
