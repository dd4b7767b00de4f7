import { unansweredDismiss, unansweredPage, unansweredShow } from '../../cards/actions/learning.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { type UnansweredPlace, type UnansweredRow, unansweredCard } from '../../cards/unanswered.ts';
import { listAnswers } from '../../services/learning/desk-answers.ts';
import { feedbackByArticle } from '../../services/learning/feedback.ts';
import { type AskedGroup, askedInVain, settleGroup, textsOf } from '../../services/learning/groups.ts';
import { memberOf, stateOf } from '../learning-views.ts';
import type { Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import { timeWords } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';

/** How many groups a card lists; in the longest of scripts eight still fit into a message. */
const groupsACard = 8;

/** How many disliked answers it names. */
const dislikedACard = 3;

/** `unanswered`, for members of the service desk, checked at every press: what was asked in vain. */
export function registerUnanswered(router: Router, deps: ConversationDeps): void {
  const list = (turn: Turn, wanted: Wanted) =>
    answerForDesk(deps, { turn, wanted: 'see what was asked in vain' }, () => unansweredList(deps, wanted));
  router.typed(
    'unanswered',
    /^(((the|all|show|list) )*unanswered( questions)?|what (could you not|couldn[’']t you|can you not|can[’']t you) answer)$/i,
    async (turn) => {
      await turn.send((await list(turn, {})).card);
    },
  );
  router.pressed(unansweredShow, 'new-message', async (turn) => (await list(turn, {})).card);
  router.pressed(
    unansweredPage,
    'replace',
    async (turn, place) => (await list(turn, { from: placeOf(place) })).answer,
  );
  router.pressed(
    unansweredDismiss,
    'replace',
    async (turn, { group, ...place }) =>
      (
        await answerForDesk(deps, { turn, wanted: 'take a question off the list' }, async () => {
          const [dismissed] = await textsOf(deps.database, group, 1);
          await settleGroup(deps.database, {
            groupId: group,
            by: memberOf(turn.person),
            how: 'dismissed',
            now: deps.clock.now(),
          });
          return unansweredList(deps, { from: placeOf(place), dismissed });
        })
      ).answer,
  );
}

interface Wanted {
  from?: UnansweredPlace | undefined;
  dismissed?: string | undefined;
}

function placeOf({ times, asked, id }: Partial<UnansweredPlace>): UnansweredPlace | undefined {
  return times === undefined || asked === undefined || id === undefined ? undefined : { times, asked, id };
}

async function unansweredList(deps: ConversationDeps, { from, dismissed }: Wanted): Promise<AdaptiveCard> {
  const { database, clock, plan, knowledge } = deps;
  await knowledge.refresh();
  const { groups, totalGroups, totalQuestions, next } = await askedInVain(database, {
    most: groupsACard,
    ...(from && { from: { times: from.times, lastAskedAt: new Date(from.asked), id: from.id } }),
  });
  return unansweredCard({
    rows: await Promise.all(groups.map((group) => rowOf(deps, group))),
    groups: totalGroups,
    questions: totalQuestions,
    from,
    next: next && { times: next.times, asked: next.lastAskedAt.toISOString(), id: next.id },
    disliked: from === undefined ? await dislikedAnswers(deps) : [],
    days: plan.retention.questions,
    dismissed,
    at: timeWords(deps, clock.now()),
    serviceDesk: plan.serviceDesk.name,
  });
}

async function rowOf(deps: ConversationDeps, group: AskedGroup): Promise<UnansweredRow> {
  return {
    groupId: group.id,
    example: group.example,
    others: group.others,
    times: group.times,
    notHelped: group.notHelped,
    last: timeWords(deps, group.lastAskedAt),
    shown: group.articleIds.flatMap((id) => deps.knowledge.titleOf(id) ?? []),
    answer: await answerOf(deps, group.answerNumber),
  };
}

/** The answer of a number, where it is still there. */
async function answerOf(
  { database }: ConversationDeps,
  number: number | undefined,
): Promise<UnansweredRow['answer']> {
  if (number === undefined) return undefined;
  const [answer] = (await listAnswers(database, { most: 1, after: number + 1 })).answers;
  return answer?.number === number ? { id: answer.id, number, state: stateOf(answer) } : undefined;
}

async function dislikedAnswers({ database, knowledge }: ConversationDeps) {
  const judged = (await feedbackByArticle(database)).filter(({ dislikes }) => dislikes > 0);
  return judged.slice(0, dislikedACard).map(({ articleId, likes, dislikes, texts: [remark] }) => ({
    title: knowledge.titleOf(articleId) ?? 'An answer that is no longer given',
    likes,
    dislikes,
    remark,
  }));
}
