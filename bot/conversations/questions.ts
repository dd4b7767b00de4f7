import { questionAsk } from '../../cards/actions/question.ts';
import { answerCard } from '../../cards/answer.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { dontKnowCard } from '../../cards/dont-know.ts';
import { freshStatus } from '../../services/directory/fresh-status.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import type { Related, Situation } from '../../services/knowledge/answer.ts';
import { containsSecret } from '../../services/knowledge/secrets.ts';
import { answerWithinMs, type Person } from '../person.ts';
import type { Router } from '../router.ts';
import type { Turn } from '../turn.ts';
import { contactView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/**
 * What somebody is told who typed a password or a code. It repeats nothing of it.
 * Teams lets people delete their own messages; a bot cannot delete them.
 */
const secretAdvice =
  'That looks like a password or a code. I have not kept it. Please delete your message here in Teams (I cannot do ' +
  'that for you), change that password, and never share a password or code with anyone: not with me, and not with ' +
  'the service desk either. Nobody will ask you for one.';

/** The longest question that is looked at, in characters; the rest of a longer text adds nothing to its meaning. */
const longestQuestion = 4000;

/** Whatever is typed that is no command: answered from the articles, or an honest "I don't know". */
export function registerQuestions(router: Router, deps: ConversationDeps): void {
  router.otherwise('question', async (turn) => {
    if (containsSecret(turn.text)) return turn.say(secretAdvice);
    await turn.send(await answerTo(deps, turn));
  });
  router.pressed(questionAsk, 'new-message', async (turn, { id }) => {
    return (await articleCard(deps, id, turn.person)) ?? dontKnow(deps, []);
  });
}

async function answerTo(deps: ConversationDeps, turn: Turn): Promise<AdaptiveCard> {
  const found = await deps.knowledge.find(turn.text.slice(0, longestQuestion));
  if (found.kind === 'found') {
    const card = await articleCard(deps, found.articleId, turn.person);
    if (card) return card;
  }
  return dontKnow(deps, found.kind === 'close' ? found.articleIds : []);
}

async function articleCard(
  deps: ConversationDeps,
  id: string,
  person: Person,
): Promise<AdaptiveCard | undefined> {
  const isSituational = deps.knowledge.isSituational(id);
  const answer = deps.knowledge.answer(
    id,
    await situationOf(deps, person, isSituational ? 'with-status' : 'without'),
  );
  return (
    answer &&
    answerCard({
      title: answer.title,
      blocks: answer.blocks,
      source: answer.source,
      ...leadOf(answer.related),
      didYouMean: [],
    })
  );
}

function leadOf(related: Related | undefined) {
  if (related?.kind !== 'guide') return { related };
  const label = related.guide === setUpMfaGuideId ? 'Set up MFA' : 'Walk me through it';
  return { guide: { id: related.guide, step: related.step, label } };
}

function dontKnow(deps: ConversationDeps, articleIds: string[]): AdaptiveCard {
  const didYouMean = articleIds.flatMap((id) => {
    const title = deps.knowledge.titleOf(id);
    return title === undefined ? [] : [{ id, title }];
  });
  return dontKnowCard({ didYouMean, contact: contactView(deps.plan) });
}

/** What an answer may use of the asker. Graph is asked, at that moment, only for an answer that speaks of the status. */
async function situationOf(
  deps: ConversationDeps,
  { account, cohort }: Person,
  status: 'with-status' | 'without',
): Promise<Situation> {
  const now = deps.clock.now();
  if (!account) return { now };
  if (status === 'without' || !cohort) return { now, upn: account.upn };
  return { now, upn: account.upn, status: await freshStatus(deps, account, answerWithinMs) };
}
