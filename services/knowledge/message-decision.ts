import { followUpIn, isBareQuestion, partsOf, pointsBack, questionsIn } from './message-parts.ts';
import {
  type Catalogue,
  type Decision,
  decide,
  type PartScores,
  type Ranked,
  rank,
  type Thresholds,
} from './ranking.ts';

/** A message as it may be meant. `texts` are all that must be measured, the whole message first. */
export interface MessageReading {
  texts: string[];
  parts: string[];
  questions: string[];
  /** What it adds to the question before it, alone and in the words of that question. */
  followUp?: { alone: string; joined: string[] };
  /** A message that may stand alone and may point back at the question before it, in the words of both. */
  pointingBack?: string[];
}

/** Reads a message; `before` is a phrasing of what was answered just before in the same chat. Pure. */
export function readMessage(message: string, before: string | undefined): MessageReading {
  const parts = partsOf(message);
  const questions = questionsIn(message);
  const rest = before === undefined ? undefined : followUpIn(message);
  const followUp =
    rest !== undefined ? { alone: rest, joined: [`${before} ${rest}`, `${rest} ${before}`] } : undefined;
  const pointingBack =
    before !== undefined && followUp === undefined && pointsBack(message)
      ? [`${before} ${message}`, `${message} ${before}`]
      : undefined;
  const texts = [
    ...parts,
    ...questions,
    ...(followUp ? [followUp.alone, ...followUp.joined] : []),
    ...(pointingBack ?? []),
  ];
  return {
    texts: [...new Set(texts)],
    parts,
    questions,
    ...(followUp && { followUp }),
    ...(pointingBack && { pointingBack }),
  };
}

/** The texts of a reading with what each has in common with the phrasings. */
export interface MeasuredMessage {
  catalogue: Catalogue;
  scores: ReadonlyMap<string, PartScores>;
  thresholds: Thresholds;
  /** Articles that people wrote because it was asked: what is not answered here by itself does not stand against them. */
  written?: ReadonlySet<string>;
}

export type MessageDecision =
  | { kind: 'found'; articleIds: string[]; others: string[]; near: string[] }
  | { kind: 'close'; articleIds: string[] }
  | { kind: 'none' };

/**
 * What a message asks for: what follows the question before it, several things at once, or, as most often, one thing.
 * `after` is the article answered just before: a message that only adds to it asks for another one. Pure.
 */
export function decideMessage(
  { parts, questions, followUp, pointingBack }: MessageReading,
  { catalogue, scores, thresholds, written }: MeasuredMessage,
  {
    isOffered = () => true,
    after,
  }: { isOffered?: ((articleId: string) => boolean) | undefined; after?: string | undefined },
): MessageDecision {
  const { lexicalWeight, learnedWeight } = thresholds;
  const rankOf = (texts: string[], without?: string): Ranked[] =>
    rank(
      catalogue,
      texts.flatMap((text) => scores.get(text) ?? []),
      { lexicalWeight, learnedWeight, isOffered: (id) => id !== without && isOffered(id) },
    );
  const decideOf = (texts: string[]): Decision => decide(rankOf(texts), thresholds, written);

  const [all = '', ...sentences] = parts;
  if (followUp) {
    if (after !== undefined && datedArticleIds.has(after) && namesSurfaceOnly(followUp.alone))
      return { kind: 'found', articleIds: [after], others: [], near: [] };
    const alone = rankOf([followUp.alone], after);
    const added = decide(meanOf(alone, rankOf(followUp.joined, after)), thresholds, written);
    if (added.kind === 'found') return foundOne(added);
    const itself = decide(alone, thresholds, written);
    if (itself.kind === 'found' && itself.score >= thresholds.sure) return foundOne(itself);
  }
  if (pointingBack) {
    const alone = rankOf(parts);
    const itself = decide(alone, thresholds, written);
    if (itself.kind === 'found' && itself.score >= thresholds.sure && !isBareQuestion(all))
      return foundOne(itself);
    const together = decide(meanOf(alone, rankOf(pointingBack)), thresholds, written);
    if (together.kind === 'found') return foundOne(together);
  }
  const several = questions.flatMap((question) => {
    const decision = decideOf([question]);
    return decision.kind === 'found' && decision.score >= thresholds.found + severalMargin ? [decision] : [];
  });
  const articleIds = [...new Set(several.map(({ articleId }) => articleId))];
  if (articleIds.length > 1)
    return {
      kind: 'found',
      articleIds,
      others: several.flatMap(({ others }) => others).slice(0, 2),
      near: [],
    };
  const whole =
    sentences.length === 0
      ? decideOf([all])
      : decide(meanOf(rankOf(sentences), rankOf([all])), thresholds, written);
  if (whole.kind === 'found') return foundOne(whole);
  return several[0] ? foundOne(several[0]) : whole;
}

/** Articles that give the dates of Outlook on the web and of the installed one together. */
const datedArticleIds: ReadonlySet<string> = new Set([
  'when-is-my-turn',
  'how-many-days',
  'head-accounts',
  'office-accounts',
  'everyone-else',
  'all-dates',
]);

/** "on the installed Outlook", "them on the web version": the same question for the other Outlook. */
function namesSurfaceOnly(rest: string): boolean {
  const surface =
    /\b(?:outlook|clients?|installed|desktop|laptop|pc|computers?|programm?e?s?|online|web|webmail|browser|versions?|one|emails?|mail)\b/giu;
  const filler = /\b(?:for|on|in|with|at|the|my|our|a|an|them|it|their|home|work|school|other)\b/giu;
  return (
    surface.test(rest) &&
    rest
      .replaceAll(surface, ' ')
      .replaceAll(filler, ' ')
      .replaceAll(/[^\p{L}]/gu, '') === ''
  );
}

/** By how much each question of several must be surer than one alone: two answers to one question only confuse. */
const severalMargin = 0.05;

/**
 * What two readings of the same message agree on: each article's mean score, from best to worst. What is not answered
 * here counts as in the reading where it counts less: one of several sentences is enough to ask something.
 */
function meanOf(one: Ranked[], other: Ranked[]): Ranked[] {
  const scoresOfOther = new Map(other.map(({ articleId, score }) => [articleId, score]));
  return one
    .map(({ articleId, score }) => {
      const second = scoresOfOther.get(articleId) ?? 0;
      return { articleId, score: articleId === undefined ? Math.min(score, second) : (score + second) / 2 };
    })
    .sort((a, b) => b.score - a.score);
}

function foundOne({ articleId, others, near }: Extract<Decision, { kind: 'found' }>): MessageDecision {
  return { kind: 'found', articleIds: [articleId], others, near };
}
