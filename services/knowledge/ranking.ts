import type { Phrasing } from './lexical.ts';

/**
 * What one part of a question has in common with each phrasing: by words, and by meaning where the model is up.
 * `isOurs`: it speaks of MFA itself, so that it is never taken for something that is not answered here.
 */
export interface PartScores {
  lexical: ReadonlyMap<number, number>;
  semantic?: ArrayLike<number> | undefined;
  isOurs?: boolean;
}

/** An article's best score; `articleId` is undefined for what is not answered here. */
export interface Ranked {
  articleId: string | undefined;
  score: number;
}

/**
 * How scores are joined and what they must reach. `lexicalWeight` is the words' share, the rest is the meaning's.
 * At `found` and above the first article is the answer; articles within `margin` of it may be meant as well, unless it
 * reaches `sure`. Between `close` and `found` up to three articles are offered, and below `close` nothing.
 * An article must also beat everything that is not answered here by `offTopicMargin` (negative: may fall short by it).
 */
export interface Thresholds {
  lexicalWeight: number;
  found: number;
  sure: number;
  margin: number;
  close: number;
  offTopicMargin: number;
}

/**
 * Articles (and off-topic, as one) from best to worst. An article's score is taken from its five best phrasings, so
 * that one phrasing alone, met by chance, does not decide, and a little from all of them; of several parts of a question
 * the best one counts.
 */
export function rank(
  phrasings: Phrasing[],
  parts: PartScores[],
  { lexicalWeight, isOffered = () => true }: RankOptions,
): Ranked[] {
  const best = new Map<string | undefined, number>();
  for (const part of parts) {
    for (const [articleId, score] of scoresOf(phrasings, part, lexicalWeight)) {
      if (score > (best.get(articleId) ?? Number.NEGATIVE_INFINITY)) best.set(articleId, score);
    }
  }
  const isOurs = parts.some((part) => part.isOurs);
  return [...best]
    .map(([articleId, score]) => ({ articleId, score }))
    .filter(({ articleId }) => (articleId === undefined ? !isOurs : isOffered(articleId)))
    .sort((a, b) => b.score - a.score);
}

/** `isOffered` leaves out articles that are not for whoever asks. */
export interface RankOptions {
  lexicalWeight: number;
  isOffered?: (articleId: string) => boolean;
}

/** What the best, the second and so on of an article's phrasings count for. */
const shares = [0.3, 0.25, 0.2, 0.15, 0.1];

/** The same for what is not answered here: its phrasings are of all kinds, so that one of them alone may be meant. */
const offTopicShares = [0.6, 0.25, 0.15];

/** What the mean likeness in meaning to all phrasings of an article counts for besides. */
const meanWeight = 0.15;

/** The mean of few phrasings says little: it is drawn towards 0 as if there were this many more, unlike the question. */
const meanPrior = 8;

interface Tally {
  /** The best scores, best first, as many as there are shares. */
  top: number[];
  count: number;
  meanings: number;
}

function scoresOf(
  phrasings: Phrasing[],
  part: PartScores,
  lexicalWeight: number,
): Map<string | undefined, number> {
  const tallies = new Map<string | undefined, Tally>();
  phrasings.forEach(({ articleId }, id) => {
    const words = part.lexical.get(id) ?? 0;
    const meaning = part.semantic?.[id];
    const score =
      meaning === undefined ? words : lexicalWeight * words + (1 - lexicalWeight) * Math.max(0, meaning);
    const tally = tallies.get(articleId) ?? { top: shares.map(() => 0), count: 0, meanings: 0 };
    tally.count += 1;
    tally.meanings += meaning ?? 0;
    keepBest(tally.top, score);
    tallies.set(articleId, tally);
  });
  return new Map([...tallies].map(([articleId, tally]) => [articleId, scoreOf(articleId, tally)]));
}

/** Puts a score in its place among the best, which stay as many as they are. */
function keepBest(top: number[], score: number): void {
  let at = top.length - 1;
  if (score <= (top[at] ?? 0)) return;
  for (; at > 0 && (top[at - 1] ?? 0) < score; at -= 1) top[at] = top[at - 1] ?? 0;
  top[at] = score;
}

function scoreOf(articleId: string | undefined, { top, count, meanings }: Tally): number {
  if (articleId === undefined) return weighed(top, offTopicShares);
  // An answer that was written with one or two phrasings is not held back by those that it lacks.
  const best = weighed(top, shares.slice(0, count));
  return best + (meanWeight * meanings) / (count + meanPrior);
}

function weighed(top: number[], weights: number[]): number {
  return sumOf(weights.map((weight, at) => weight * (top[at] ?? 0))) / sumOf(weights);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** `others`: up to two further articles, best first; `near`: those of them that may as well be meant. */
export type Decision =
  | { kind: 'found'; articleId: string; score: number; others: string[]; near: string[] }
  | { kind: 'close'; articleIds: string[] }
  | { kind: 'none' };

/**
 * The answer, a choice of up to three, or nothing. `written` articles need no margin before what is not answered here:
 * somebody wrote them because it is asked. Pure: the same scores always give the same decision.
 */
export function decide(
  ranked: Ranked[],
  thresholds: Thresholds,
  written: ReadonlySet<string> = new Set(),
): Decision {
  const offTopic = ranked.find(({ articleId }) => articleId === undefined)?.score ?? 0;
  const articles = ranked.flatMap(({ articleId, score }) =>
    articleId === undefined ? [] : [{ articleId, score }],
  );
  const [first] = articles;
  if (first === undefined || first.score < thresholds.close) return { kind: 'none' };
  const ahead = written.has(first.articleId) ? 0 : thresholds.offTopicMargin;
  if (first.score - offTopic < ahead) return { kind: 'none' };
  if (first.score >= thresholds.found) {
    const others = articles.slice(1, 3).filter(({ score }) => score >= thresholds.close);
    const isSure = first.score >= thresholds.sure;
    const near = others.filter(({ score }) => !isSure && first.score - score < thresholds.margin);
    const idsOf = (some: typeof others) => some.map(({ articleId }) => articleId);
    return { kind: 'found', ...first, others: idsOf(others), near: idsOf(near) };
  }
  const offered = articles.slice(0, 3).filter(({ score }) => first.score - score <= closeEnough);
  return { kind: 'close', articleIds: offered.map(({ articleId }) => articleId) };
}

/** An article further behind the first than this is no help to choose from. */
const closeEnough = 0.15;
