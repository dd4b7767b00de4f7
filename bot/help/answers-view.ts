import type { AnswerBlock, Related } from '../../services/knowledge/answer.ts';
import type { Knowledge } from '../../services/knowledge/knowledge.ts';
import { answerGroups, answersElsewhere, commonAnswerIds, otherAnswers } from './answer-groups.ts';
import { speaksAsBot, withoutChat } from './chat-only.ts';

/** What the pages need of the answers. */
export type PublicAnswers = Pick<Knowledge, 'answer' | 'forEverybody'>;

export interface AnswerLink {
  id: string;
  title: string;
}

export interface AnswerView extends AnswerLink {
  blocks: AnswerBlock[];
  source: { name: string; date: string };
  /** Where dates that it names were changed. */
  changes: string[];
  /** The answer says "I", which is the bot. */
  speaksAsBot: boolean;
  related?: Related;
}

/** The answers that can stand on a public page, each under its heading; no heading is empty. */
export function answerList(knowledge: PublicAnswers, now: Date): { title: string; answers: AnswerLink[] }[] {
  const shown = shownAnswers(knowledge, now);
  const grouped = new Set(answerGroups.flatMap(({ articleIds }) => articleIds));
  const rest = shown.filter(({ id }) => !grouped.has(id));
  return [
    ...answerGroups.map(({ title, articleIds }) => ({ title, answers: picked(shown, articleIds) })),
    { title: otherAnswers, answers: rest },
  ].filter(({ answers }) => answers.length > 0);
}

/** The few that are asked for most. */
export function commonAnswers(knowledge: PublicAnswers, now: Date): AnswerLink[] {
  return picked(shownAnswers(knowledge, now), commonAnswerIds);
}

/** One answer as a page shows it; undefined for an article that does not exist or speaks of the one who asks. */
export function answerView(knowledge: PublicAnswers, id: string, now: Date): AnswerView | undefined {
  if (answersElsewhere.has(id) || !knowledge.forEverybody().some((article) => article.id === id))
    return undefined;
  const answer = knowledge.answer(id, { now });
  const blocks = withoutChat(answer?.blocks ?? []);
  if (answer === undefined || blocks.length === 0) return undefined;
  const { title, source, changes = [], related } = answer;
  return { id, title, source, changes, blocks, speaksAsBot: speaksAsBot(blocks), related };
}

function shownAnswers(knowledge: PublicAnswers, now: Date): AnswerLink[] {
  return knowledge.forEverybody().filter(({ id }) => answerView(knowledge, id, now) !== undefined);
}

function picked(shown: AnswerLink[], ids: string[]): AnswerLink[] {
  return ids.flatMap((id) => shown.filter((answer) => answer.id === id));
}
