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
  /** How alike the question and each phrasing are by their words: the phrasing's number to 0..1. None means 0. */
  scores(question: string): Map<number, number>;
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
      const scores = new Map<number, number>();
      if (size === 0) return scores;
      const met = new Map<number, { asked: number; own: number }>();
      const meet = (id: number, share: { asked: number; own: number }) => {
        const so = met.get(id) ?? { asked: 0, own: 0 };
        met.set(id, { asked: so.asked + share.asked, own: so.own + share.own });
      };
      for (const word of asked) {
        const weight = weightOf(word);
        for (const id of holders.get(word) ?? []) meet(id, { asked: weight, own: weight });
        // A word that the phrasings know is no slip of the pen.
        if (holders.has(word)) continue;
        const near = nearWords(word).filter((one) => !asked.includes(one));
        const ids = new Set(near.flatMap((one) => holders.get(one) ?? []));
        for (const id of ids) meet(id, { asked: nearWeight * weight, own: 0 });
        for (const one of near)
          for (const id of holders.get(one) ?? []) meet(id, { asked: 0, own: nearWeight * weightOf(one) });
      }
      for (const [id, share] of met)
        scores.set(id, harmonic(share.asked / size, Math.min(1, share.own / (sizes[id] || 1))));
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
