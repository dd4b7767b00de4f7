import { randomUUID } from 'node:crypto';
import type { AnswerView } from '../cards/answer.ts';
import type { AdaptiveCard } from '../cards/card.ts';
import { deskAnswerCard } from '../cards/desk-answer.ts';
import { deskAnswerGoneCard } from '../cards/desk-answer-gone.ts';
import { deskAnswerPreviewCard } from '../cards/desk-answer-preview.ts';
import type { DeskAnswerWords } from '../cards/desk-answer-words.ts';
import { type DeskAnswerWriteView, deskAnswerWriteCard } from '../cards/desk-answer-write.ts';
import type { AnswerReach, AnswerState } from '../cards/words-answer.ts';
import { blocksOf } from '../services/knowledge/article.ts';
import type { AnswerText, DeskAnswer, DeskMember } from '../services/learning/desk-answers.ts';
import { publishedAnswer } from '../services/learning/published.ts';
import { today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import type { Person } from './person.ts';
import { timeWords } from './ticket-views.ts';

/** Whoever of the service desk presses a button, as the history names them. */
export function memberOf({ accountId, account }: Person): DeskMember {
  return { accountId, upn: account?.upn ?? accountId };
}

/** How an answer stands, for a line or a title. */
export function stateOf({ state, draft }: DeskAnswer): AnswerState {
  return state === 'published' && draft ? 'changed' : state;
}

/** The title that an answer has now: what people see, else what is kept. */
export function titleOf({ published, draft }: DeskAnswer): string {
  return (published ?? draft)?.title ?? '';
}

/** Who changed an answer last, and when, in words. */
export function changedView(deps: ConversationDeps, answer: DeskAnswer): { by: string; at: string } {
  return { by: answer.changedBy, at: timeWords(deps, answer.changedAt) };
}

/** One answer with what can be done about it. `note` says what became of the press. */
export async function answerOverview(
  deps: ConversationDeps,
  answer: DeskAnswer,
  note?: string,
): Promise<AdaptiveCard> {
  const { database, clock, plan } = deps;
  const text = answer.published ?? answer.draft;
  if (!text) return answerForm(deps, { answer: placeOf(answer) });
  const given = answer.published && (await publishedAnswer(database, answer.number));
  return deskAnswerCard({
    answerId: answer.id,
    number: answer.number,
    state: stateOf(answer),
    words: wordsView(plan, text, { now: clock.now(), publishedOn: given?.publishedOn ?? clock.now() }),
    changed: changedView(deps, answer),
    note,
    serviceDesk: plan.serviceDesk.name,
  });
}

/** The words that are not published yet as people will see them; the answer itself where there are none. */
export async function answerPreviewView(
  deps: ConversationDeps,
  answer: DeskAnswer,
  { isChanged = false } = {},
): Promise<AdaptiveCard> {
  const { plan, clock } = deps;
  if (!answer.draft) return answerOverview(deps, answer, isChanged ? changedSince : undefined);
  const now = clock.now();
  return deskAnswerPreviewCard({
    answerId: answer.id,
    seen: answer.version,
    number: answer.number,
    now: answer.state === 'draft' ? 'new' : answer.state,
    words: wordsView(plan, answer.draft, { now, publishedOn: now }),
    isChanged,
    serviceDesk: plan.serviceDesk.name,
  });
}

export const changedSince =
  'Somebody else changed this answer since. Nothing was done: this is how it is now.';

/** The answer that a form changes, as it stands when the form is shown. */
export function placeOf({ id, number, version }: DeskAnswer): NonNullable<DeskAnswerWriteView['answer']> {
  return { id, number, seen: version };
}

/** The form, with what it is to hold. */
export function answerForm(
  { plan }: ConversationDeps,
  form: Pick<DeskAnswerWriteView, 'answer' | 'group' | 'news'> & {
    typed?: Partial<DeskAnswerWriteView['typed']>;
    faults?: DeskAnswerWriteView['faults'];
  },
): AdaptiveCard {
  const { typed, faults = [], ...rest } = form;
  return deskAnswerWriteCard({
    ...rest,
    faults,
    requestId: randomUUID(),
    typed: { title: '', phrasings: '', text: '', cohorts: '', validFrom: '', validUntil: '', ...typed },
    cohorts: plan.cohorts.map(({ id, name }) => ({ id, name })),
    serviceDesk: plan.serviceDesk.name,
  });
}

/** An answer that is gone; `kind` tells whether this press did it. */
export function noSuchAnswer({ plan }: ConversationDeps, kind: 'discarded' | 'unknown' = 'unknown') {
  return deskAnswerGoneCard({ kind, serviceDesk: plan.serviceDesk.name });
}

/** When words are given, on the day of `now`: from their publication on, from a day to come, or no longer. */
export function givenWords(plan: RolloutPlan, text: AnswerText, now: Date): string {
  const { from, isOver } = reachView(plan, text, now);
  if (isOver) return 'It is published, but its last day has gone by: nobody gets it.';
  const isAhead = text.validFrom !== undefined && text.validFrom > today(plan, now);
  return isAhead ? `It is published. People get it from ${from}.` : 'People get this answer from now on.';
}

function wordsView(
  plan: RolloutPlan,
  text: AnswerText,
  { now, publishedOn }: { now: Date; publishedOn: Date },
): DeskAnswerWords {
  return {
    reach: reachView(plan, text, now),
    phrasings: text.phrasings,
    answer: staffView(plan, text, publishedOn),
  };
}

/** The answer as staff see it; made of the same parts as the answer to a question. */
function staffView(plan: RolloutPlan, { title, text }: AnswerText, publishedOn: Date): AnswerView {
  const { name } = plan.serviceDesk;
  return {
    title,
    blocks: blocksOf(text),
    source: { name, date: describeDay(today(plan, publishedOn)) },
    serviceDesk: name,
  };
}

function reachView(
  plan: RolloutPlan,
  { cohorts, validFrom, validUntil }: AnswerText,
  now: Date,
): AnswerReach {
  return {
    cohorts: cohorts.map((id) => plan.cohorts.find((cohort) => cohort.id === id)?.name ?? goneCohort),
    ...(validFrom && { from: describeDay(validFrom) }),
    ...(validUntil && { until: describeDay(validUntil) }),
    isOver: validUntil !== undefined && validUntil < today(plan, now),
  };
}

const goneCohort = 'a group that the plan no longer has';
