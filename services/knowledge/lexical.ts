import MiniSearch from 'minisearch';
import { normalise, stemsOf } from './normalise.ts';

/** A phrasing and what it stands for: an article's id, or undefined for something that is not answered here. */
export interface Phrasing {
  text: string;
  /** The text as `normalise` makes it. */
  normal: string;
  articleId: string | undefined;
}

export interface LexicalIndex {
  /** How alike the question and each phrasing are by their words, 0..1, in the order of the phrasings. */
  scores(question: string): Float32Array;
  /** How much a word counts for: the more, the rarer it is. */
  weightOf(word: string): number;
}

/** A phrasing word met by a slip of the pen or by its beginning counts for less than the word itself. */
const nearWeight = 0.7;

/**
 * Compares by words. A word counts for more the rarer it is among the phrasings, and a word of the question that no
 * phrasing knows counts against every one of them: "what is the capital of France" is not "what is an app password".
 * A small index beside a large one takes its weights from there, so that the scores of both can be compared.
 */
export function createLexicalIndex(phrasings: Phrasing[], beside?: LexicalIndex): LexicalIndex {
  const stems = phrasings.map((phrasing) => new Set(stemsOf(phrasing.normal)));
  const holders = holdersOf(stems);
  const weightOf = beside?.weightOf ?? weights(holders, phrasings.length);
  const sizes = stems.map((one) => sum([...one].map(weightOf)));
  const nearWords = createNearWords([...holders.keys()]);

  return {
    weightOf,
    scores(question) {
      const asked = [...new Set(stemsOf(normalise(question)))].slice(0, 60);
      const size = sum(asked.map(weightOf));
      const scores = new Float32Array(stems.length);
      if (size === 0) return scores;
      // Shares of the question's and of each phrasing's own weight that the other one meets.
      const askedShares = new Float32Array(stems.length);
      const ownShares = new Float32Array(stems.length);
      const add = (shares: Float32Array, ids: Iterable<number>, weight: number) => {
        for (const id of ids) shares[id] = (shares[id] ?? 0) + weight;
      };
      for (const word of asked) {
        const weight = weightOf(word);
        const exact = holders.get(word) ?? [];
        add(askedShares, exact, weight);
        add(ownShares, exact, weight);
        // A word that the phrasings know is no slip of the pen.
        if (holders.has(word)) continue;
        const near = nearWords(word).filter((one) => !asked.includes(one));
        add(askedShares, new Set(near.flatMap((one) => holders.get(one) ?? [])), nearWeight * weight);
        for (const one of near) add(ownShares, holders.get(one) ?? [], nearWeight * weightOf(one));
      }
      for (let id = 0; id < scores.length; id += 1) {
        const own = ownShares[id] ?? 0;
        if (own > 0)
          scores[id] = harmonic((askedShares[id] ?? 0) / size, Math.min(1, own / (sizes[id] || 1)));
      }
      return scores;
    },
  };
}

/** Each word's phrasings, by their numbers. */
function holdersOf(stems: Set<string>[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  stems.forEach((one, id) => {
    for (const word of one) {
      const ids = holders.get(word);
      if (ids) ids.push(id);
      else holders.set(word, [id]);
    }
  });
  return holders;
}

/** The known words that a word may be a slip of the pen or the beginning of. */
function createNearWords(known: string[]): (word: string) => string[] {
  const index = new MiniSearch({
    fields: ['word'],
    tokenize: (text) => [text],
    processTerm: (term) => term,
    searchOptions: {
      prefix: (term) => term.length >= 4,
      fuzzy: (term) => (term.length >= 7 ? 2 : term.length >= 4 ? 1 : false),
    },
  });
  index.addAll(known.map((word, id) => ({ id, word })));
  return (word) => index.search(word).flatMap(({ id }) => known[Number(id)] ?? []);
}

function weights(holders: Map<string, number[]>, phrasings: number): (word: string) => number {
  return (word) => Math.log((phrasings + 1) / ((holders.get(word)?.length ?? 0) + 0.5));
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
