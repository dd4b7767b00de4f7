import type { Phrasing } from './lexical.ts';

/**
 * What one part of a question has in common with each phrasing: by words, and by meaning where the model is up.
 * `likelihoods`: how likely the classifier finds each of its labels. `isOurs`: it speaks of MFA itself, so that it is never taken for something that is not answered here.
 */
export interface PartScores {
  lexical: ArrayLike<number>;
  semantic?: ArrayLike<number> | undefined;
  likelihoods?: ArrayLike<number> | undefined;
  isOurs?: boolean;
}

/** An article's best score; `articleId` is undefined for what is not answered here. */
export interface Ranked {
  articleId: string | undefined;
  score: number;
}

/**
 * How scores are joined and what they must reach. `lexicalWeight` is the words' share, the rest is the meaning's; what the
 * classifier says adds up to `learnedWeight`.
 * At `found` and above the first article is the answer; articles within `margin` of it may be meant as well, unless it
 * reaches `sure`. Between `close` and `found` up to three articles are offered, and below `close` nothing.
 * An article must also beat everything that is not answered here by `offTopicMargin` (negative: may fall short by it).
 */
export interface Thresholds {
  lexicalWeight: number;
  learnedWeight: number;
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
  catalogue: Catalogue,
  parts: PartScores[],
  { isOffered = () => true, ...weights }: RankOptions,
): Ranked[] {
  const best = new Float32Array(catalogue.articleIds.length).fill(Number.NEGATIVE_INFINITY);
  for (const part of parts) {
    for (const [at, score] of scoresOf(catalogue, part, weights).entries())
      if (score > (best[at] ?? 0)) best[at] = score;
  }
  const isOurs = parts.some((part) => part.isOurs);
  return catalogue.articleIds
    .map((articleId, at) => ({ articleId, score: best[at] ?? 0 }))
    .filter(({ articleId }) => (articleId === undefined ? !isOurs : isOffered(articleId)))
    .sort((a, b) => b.score - a.score);
}

/**
 * The phrasings by their articles, made once for as long as they stay. `owners`: each phrasing's place in `articleIds`;
 * `labels`: each article's place among the classifier's, -1 for one that it has not learnt.
 */
export interface Catalogue {
  articleIds: (string | undefined)[];
  owners: Int32Array;
  counts: Int32Array;
  labels: Int32Array;
}

export function catalogueOf(phrasings: Phrasing[], labels: readonly string[] = []): Catalogue {
  const articleIds = [...new Set(phrasings.map(({ articleId }) => articleId))];
  const places = new Map(articleIds.map((id, at) => [id, at]));
  const owners = Int32Array.from(phrasings, ({ articleId }) => places.get(articleId) ?? 0);
  const counts = new Int32Array(articleIds.length);
  for (const owner of owners) counts[owner] = (counts[owner] ?? 0) + 1;
  const labelled = Int32Array.from(articleIds, (id) => labels.indexOf(id ?? ''));
  return { articleIds, owners, counts, labels: labelled };
}

/** `isOffered` leaves out articles that are not for whoever asks. */
export interface RankOptions {
  lexicalWeight: number;
  learnedWeight: number;
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

function scoresOf(
  { articleIds, owners, counts, labels }: Catalogue,
  { lexical, semantic, likelihoods }: PartScores,
  { lexicalWeight, learnedWeight }: { lexicalWeight: number; learnedWeight: number },
): number[] {
  const most = shares.length;
  // The best scores of every article, best first, one article after the other.
  const top = new Float32Array(articleIds.length * most);
  const meanings = new Float32Array(articleIds.length);
  for (let id = 0; id < owners.length; id += 1) {
    const owner = owners[id] as number;
    const words = lexical[id] as number;
    let score = words;
    if (semantic !== undefined) {
      const meaning = semantic[id] as number;
      meanings[owner] = (meanings[owner] as number) + meaning;
      score = lexicalWeight * words + (1 - lexicalWeight) * Math.max(0, meaning);
    }
    const first = owner * most;
    let at = first + most - 1;
    if (score <= (top[at] as number)) continue;
    for (; at > first && (top[at - 1] as number) < score; at -= 1) top[at] = top[at - 1] as number;
    top[at] = score;
  }
  return articleIds.map((articleId, at) => {
    const best = top.subarray(at * most, (at + 1) * most);
    const count = counts[at] ?? 0;
    // An answer that was written with one or two phrasings is not held back by those that it lacks.
    const alike =
      articleId === undefined
        ? weighed(best, offTopicShares)
        : weighed(best, shares.slice(0, count)) + (meanWeight * (meanings[at] ?? 0)) / (count + meanPrior);
    const label = labels[at] ?? -1;
    const learned = label < 0 || !likelihoods ? usualFor(alike) : convictionOf(likelihoods[label] ?? 0);
    return alike + learnedWeight * learned;
  });
}

/** From 0, as unlikely as makes no difference, to 1, certain: in steps of its logarithm, so that 1 in 100 still says something. */
function convictionOf(likelihood: number): number {
  return 1 - Math.log(likelihood + leastLikely) / Math.log(leastLikely);
}

const leastLikely = 1e-4;

/** What the classifier would about say of an article that it has not learnt, from how alike its phrasings are. */
function usualFor(alike: number): number {
  return Math.min(1, Math.max(0, (alike - 0.15) / 0.35));
}

function weighed(top: ArrayLike<number>, weights: number[]): number {
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
