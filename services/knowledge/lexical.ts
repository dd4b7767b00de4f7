import MiniSearch from 'minisearch';
import { normalise, stemsOf } from './normalise.ts';

/** A phrasing and what it stands for: an article's id, or undefined for something that is not answered here. */
export interface Phrasing {
  text: string;
  articleId: string | undefined;
}

export interface LexicalIndex {
  /** How alike the question and each phrasing are by their words: the phrasing's number to 0..1. None means 0. */
  scores(question: string): Map<number, number>;
}

/** A phrasing word met by a slip of the pen or by its beginning counts for less than the word itself. */
const nearWeight = 0.7;

/**
 * Compares by words. A word counts for more the rarer it is among the phrasings, and a word of the question that no
 * phrasing knows counts against every one of them: "what is the capital of France" is not "what is an app password".
 */
export function createLexicalIndex(phrasings: Phrasing[]): LexicalIndex {
  const index = new MiniSearch({
    fields: ['text'],
    tokenize: (text) => stemsOf(normalise(text)),
    processTerm: (term) => term,
  });
  const stems = phrasings.map((phrasing) => new Set(stemsOf(normalise(phrasing.text))));
  index.addAll(phrasings.map(({ text }, id) => ({ id, text })));
  const weightOf = weights(stems);
  const sizes = stems.map((one) => sum([...one].map(weightOf)));

  return {
    scores(question) {
      const asked = [...new Set(stemsOf(normalise(question)))].slice(0, 60);
      const size = sum(asked.map(weightOf));
      const scores = new Map<number, number>();
      if (size === 0) return scores;
      const results = index.search(asked.join(' '), {
        tokenize: (text) => text.split(' '),
        prefix: (term) => term.length >= 4,
        fuzzy: (term) => (term.length >= 7 ? 2 : term.length >= 4 ? 1 : false),
      });
      for (const result of results) {
        const id = Number(result.id);
        const own = stems[id] ?? new Set();
        const met = asked.filter((term) => result.queryTerms.includes(term));
        const exact = met.filter((term) => own.has(term));
        const near = met.filter((term) => !own.has(term));
        const nearOwn = Object.keys(result.match).filter((term) => !exact.includes(term));
        const askedShare = (sum(exact.map(weightOf)) + nearWeight * sum(near.map(weightOf))) / size;
        const ownShare =
          (sum(exact.map(weightOf)) + nearWeight * sum(nearOwn.map(weightOf))) / (sizes[id] || 1);
        scores.set(id, harmonic(askedShare, Math.min(1, ownShare)));
      }
      return scores;
    },
  };
}

function weights(stems: Set<string>[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const one of stems) for (const term of one) counts.set(term, (counts.get(term) ?? 0) + 1);
  const total = stems.length + 1;
  return (term) => Math.log(total / ((counts.get(term) ?? 0) + 0.5));
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
