import type { Phrasing } from './lexical.ts';

/** What one part of a question has in common with each phrasing: by words, and by meaning where the model is up. */
export interface PartScores {
  lexical: ReadonlyMap<number, number>;
  semantic?: ArrayLike<number>;
}

/** An article's best score; `articleId` is undefined for what is not answered here. */
export interface Ranked {
  articleId: string | undefined;
  score: number;
}

/**
 * How scores are joined and what they must reach. `lexicalWeight` is the words' share, the rest is the meaning's.
 * At `found` and above, and ahead of the next article by `margin`, the first article is the answer; from `sure` on it
 * is so without any margin. Between `close` and `found` up to three articles are offered, and below `close` nothing.
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
 * Articles (and off-topic, as one) from best to worst. An article's score is taken from its three best phrasings, so
 * that one phrasing alone, met by chance, does not decide; and of several parts of a question the best one counts.
 */
export function rank(phrasings: Phrasing[], parts: PartScores[], lexicalWeight: number): Ranked[] {
  const best = new Map<string | undefined, number>();
  for (const part of parts) {
    for (const [articleId, score] of scoresOf(phrasings, part, lexicalWeight)) {
      if (score > (best.get(articleId) ?? Number.NEGATIVE_INFINITY)) best.set(articleId, score);
    }
  }
  return [...best].map(([articleId, score]) => ({ articleId, score })).sort((a, b) => b.score - a.score);
}

/** What the best, second and third phrasing of an article count for. */
const shares = [0.6, 0.25, 0.15] as const;

function scoresOf(
  phrasings: Phrasing[],
  part: PartScores,
  lexicalWeight: number,
): Map<string | undefined, number> {
  const top = new Map<string | undefined, [number, number, number]>();
  phrasings.forEach(({ articleId }, id) => {
    const words = part.lexical.get(id) ?? 0;
    const meaning = part.semantic?.[id];
    const score =
      meaning === undefined ? words : lexicalWeight * words + (1 - lexicalWeight) * Math.max(0, meaning);
    const [first, second, third] = top.get(articleId) ?? [0, 0, 0];
    if (score > first) top.set(articleId, [score, first, second]);
    else if (score > second) top.set(articleId, [first, score, second]);
    else if (score > third) top.set(articleId, [first, second, score]);
  });
  return new Map(
    [...top].map(([articleId, three]) => [
      articleId,
      sumOf(three.map((score, at) => score * (shares[at] ?? 0))),
    ]),
  );
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

export type Decision =
  | { kind: 'found'; articleId: string; score: number }
  | { kind: 'close'; articleIds: string[] }
  | { kind: 'none' };

/** The answer, a choice of up to three, or nothing. Pure: the same scores always give the same decision. */
export function decide(ranked: Ranked[], thresholds: Thresholds): Decision {
  const offTopic = ranked.find(({ articleId }) => articleId === undefined)?.score ?? 0;
  const articles = ranked.flatMap(({ articleId, score }) =>
    articleId === undefined ? [] : [{ articleId, score }],
  );
  const [first, second] = articles;
  if (first === undefined || first.score < thresholds.close) return { kind: 'none' };
  if (first.score - offTopic < thresholds.offTopicMargin) return { kind: 'none' };
  const ahead = first.score - (second?.score ?? 0);
  if (first.score >= thresholds.sure || (first.score >= thresholds.found && ahead >= thresholds.margin)) {
    return { kind: 'found', ...first };
  }
  const offered = articles.slice(0, 3).filter(({ score }) => first.score - score <= closeEnough);
  return { kind: 'close', articleIds: offered.map(({ articleId }) => articleId) };
}

/** An article further behind the first than this is no help to choose from. */
const closeEnough = 0.15;
