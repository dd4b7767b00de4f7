import {
  answerDiscard,
  answerEdit,
  answerHistory,
  answerKeep,
  answerMarkdown,
  answerPublish,
  answerReview,
  answerShow,
  answersPage,
  answersShow,
  answerWithdraw,
  answerWithdrawNow,
} from '../../cards/actions/learning.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { deskAnswerHistoryCard } from '../../cards/desk-answer-history.ts';
import { deskAnswerListCard } from '../../cards/desk-answer-list.ts';
import { deskAnswerMarkdownCard } from '../../cards/desk-answer-markdown.ts';
import { deskAnswerWithdrawCard } from '../../cards/desk-answer-withdraw.ts';
import {
  type AnswerOutcome,
  type AnswerPress,
  type DeskAnswer,
  discardDraft,
  findAnswer,
  listAnswers,
  publishAnswer,
  withdrawAnswer,
} from '../../services/learning/desk-answers.ts';
import { historyOf } from '../../services/learning/history.ts';
import { toMarkdown } from '../../services/learning/markdown.ts';
import { publishedAnswer } from '../../services/learning/published.ts';
import { today } from '../../services/rollout/calendar.ts';
import { describeDay } from '../../services/rollout/phases.ts';
import {
  answerOverview,
  answerPreviewView,
  changedSince,
  changedView,
  givenWords,
  memberOf,
  noSuchAnswer,
  stateOf,
  titleOf,
} from '../learning-views.ts';
import type { Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import { timeWords } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';
import { editForm, registerDeskAnswerForm } from './desk-answer-form.ts';

/** How many answers a card lists, and how many changes a history. */
const answersACard = 10;
const changesACard = 12;

/** `answers`, and publishing and withdrawing them: for members of the service desk, checked at every press. */
export function registerDeskAnswers(router: Router, deps: ConversationDeps): void {
  const guarded = (turn: Turn, wanted: string, handle: () => Promise<AdaptiveCard>) =>
    answerForDesk(deps, { turn, wanted }, handle);
  /** What is made of an answer that is still there. */
  const ofAnswer = (turn: Turn, id: string, make: (answer: DeskAnswer) => Promise<AdaptiveCard>) =>
    guarded(turn, "see the service desk's answers", async () => {
      const answer = await findAnswer(deps.database, id);
      return answer ? make(answer) : noSuchAnswer(deps);
    });
  const list = (turn: Turn, after?: number) =>
    guarded(turn, "see the service desk's answers", () => answerList(deps, after));

  router.typed('answers', /^(((show|list|all|our|my|the|desk|service desk) )*answers)$/i, async (turn) => {
    await turn.send((await list(turn)).card);
  });
  router.pressed(answersShow, 'new-message', async (turn) => (await list(turn)).card);
  router.pressed(answersPage, 'replace', async (turn, { after }) => (await list(turn, after)).answer);

  router.pressed(
    answerShow,
    'new-message',
    async (turn, press) =>
      (await ofAnswer(turn, press.answer, (answer) => answerOverview(deps, answer))).card,
  );
  router.pressed(
    answerHistory,
    'new-message',
    async (turn, press) => (await ofAnswer(turn, press.answer, (answer) => history(deps, answer))).card,
  );
  router.pressed(
    answerMarkdown,
    'new-message',
    async (turn, press) => (await ofAnswer(turn, press.answer, (answer) => asMarkdown(deps, answer))).card,
  );
  router.pressed(
    answerEdit,
    'replace',
    async (turn, press) =>
      (await ofAnswer(turn, press.answer, async (answer) => editForm(deps, answer))).answer,
  );
  router.pressed(
    answerReview,
    'replace',
    async (turn, press) =>
      (await ofAnswer(turn, press.answer, (answer) => answerPreviewView(deps, answer))).answer,
  );
  router.pressed(
    answerKeep,
    'replace',
    async (turn, press) =>
      (await ofAnswer(turn, press.answer, (answer) => answerOverview(deps, answer))).answer,
  );
  router.pressed(
    answerWithdraw,
    'replace',
    async (turn, press) =>
      (await ofAnswer(turn, press.answer, async (answer) => confirmWithdrawal(deps, answer))).answer,
  );

  const pressOf = ({ person }: Turn, { answer, seen }: { answer: string; seen: number }): AnswerPress => ({
    answerId: answer,
    seen,
    by: memberOf(person),
    now: deps.clock.now(),
  });
  router.pressed(
    answerPublish,
    'replace',
    async (turn, press) =>
      (await guarded(turn, 'publish an answer', () => publish(deps, pressOf(turn, press)))).answer,
  );
  router.pressed(
    answerDiscard,
    'replace',
    async (turn, press) =>
      (await guarded(turn, 'discard an answer', () => discard(deps, pressOf(turn, press)))).answer,
  );
  router.pressed(
    answerWithdrawNow,
    'replace',
    async (turn, press) =>
      (await guarded(turn, 'withdraw an answer', () => withdraw(deps, pressOf(turn, press)))).answer,
  );
  registerDeskAnswerForm(router, deps);
}

async function publish(deps: ConversationDeps, press: AnswerPress): Promise<AdaptiveCard> {
  return shown(deps, await publishAnswer(deps.database, press), ({ published }) =>
    published === undefined ? undefined : givenWords(deps.plan, published, press.now),
  );
}

async function withdraw(deps: ConversationDeps, press: AnswerPress): Promise<AdaptiveCard> {
  return shown(deps, await withdrawAnswer(deps.database, press), () => 'Nobody gets this answer any more.');
}

async function discard(deps: ConversationDeps, press: AnswerPress): Promise<AdaptiveCard> {
  const outcome = await discardDraft(deps.database, press);
  if (outcome.kind === 'discarded') return noSuchAnswer(deps, 'discarded');
  return shown(deps, outcome, () => 'Your changes are discarded. Nothing else has changed.');
}

/** The answer after a press; `note` says what became of it where it was done. */
async function shown(
  deps: ConversationDeps,
  outcome: AnswerOutcome,
  note: (answer: DeskAnswer) => string | undefined,
): Promise<AdaptiveCard> {
  switch (outcome.kind) {
    case 'kept':
      return answerOverview(deps, outcome.answer, note(outcome.answer));
    case 'changed':
      return outcome.answer.draft
        ? answerPreviewView(deps, outcome.answer, { isChanged: true })
        : answerOverview(deps, outcome.answer, changedSince);
    case 'nothing-to-publish':
      return answerOverview(deps, outcome.answer, 'There was nothing to publish.');
    case 'unknown':
      return noSuchAnswer(deps);
  }
}

async function confirmWithdrawal(deps: ConversationDeps, answer: DeskAnswer): Promise<AdaptiveCard> {
  if (answer.state !== 'published') return answerOverview(deps, answer);
  return deskAnswerWithdrawCard({
    answerId: answer.id,
    seen: answer.version,
    number: answer.number,
    title: titleOf(answer),
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

async function answerList(deps: ConversationDeps, after: number | undefined): Promise<AdaptiveCard> {
  const { answers, next } = await listAnswers(deps.database, { most: answersACard, after });
  return deskAnswerListCard({
    rows: answers.map((answer) => ({
      answerId: answer.id,
      number: answer.number,
      title: titleOf(answer),
      state: stateOf(answer),
      changed: changedView(deps, answer),
    })),
    isFirst: after === undefined,
    next,
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

async function history(deps: ConversationDeps, { id, number }: DeskAnswer): Promise<AdaptiveCard> {
  const newestFirst = (await historyOf(deps.database, id)).reverse();
  return deskAnswerHistoryCard({
    answerId: id,
    number,
    changes: newestFirst.slice(0, changesACard).map(({ what, by, at, version, text }) => ({
      what,
      by,
      at: timeWords(deps, at),
      version,
      words: text && { title: text.title, text: text.text },
    })),
    earlier: Math.max(0, newestFirst.length - changesACard),
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

async function asMarkdown(deps: ConversationDeps, answer: DeskAnswer): Promise<AdaptiveCard> {
  const { database, plan } = deps;
  const given = await publishedAnswer(database, answer.number);
  if (!given) return answerOverview(deps, answer, 'Only a published answer can be exported.');
  return deskAnswerMarkdownCard({
    answerId: answer.id,
    number: answer.number,
    file: `${given.articleId}.md`,
    markdown: toMarkdown(given, {
      serviceDesk: plan.serviceDesk.name,
      publishedOnWords: describeDay(today(plan, given.publishedOn)),
    }),
    serviceDesk: plan.serviceDesk.name,
  });
}
