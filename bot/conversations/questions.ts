import { randomUUID } from 'node:crypto';
import { questionAsk, questionNotHelped } from '../../cards/actions/question.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { upsetCard } from '../../cards/courtesy.ts';
import { dontKnowCard } from '../../cards/dont-know.ts';
import { courtesyOf } from '../../services/knowledge/courtesies.ts';
import type { Found } from '../../services/knowledge/retrieval.ts';
import { containsSecret } from '../../services/knowledge/secrets.ts';
import { keepQuestion, markChosen, markNotHelped } from '../../services/learning/asked.ts';
import { keepFeedback } from '../../services/learning/feedback.ts';
import { lastTopic } from '../../services/people/last-topic.ts';
import { type AnswerMade, makeAnswer, messageKey, suggestionsOf } from '../answers.ts';
import type { Answer, Router } from '../router.ts';
import { ticketForm } from '../ticket-form.ts';
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

const courtesies = {
  greeting: 'Hello. Ask me about MFA in your own words, or type “help” to see what I can do.',
  'good-wishes': 'Thank you, and the same to you. Ask me about MFA whenever you like.',
  thanks: 'You are welcome. I am here when you need me.',
  goodbye: 'Goodbye. I am here when you need me.',
};

/** Whatever is typed that is no command: answered from the articles, or an honest "I don't know". */
export function registerQuestions(router: Router, deps: ConversationDeps): void {
  router.otherwise('question', (turn) => answerTyped(deps, turn));
  router.pressed(questionAsk, 'new-message', async (turn, { id, question }) => {
    await deps.knowledge.refresh();
    const made = await makeAnswer(deps, turn, { id, question, others: [] });
    if (!made) return dontKnow(deps, { articleIds: [], question });
    if (question) await markChosen(deps.database, { id: question, articleId: id, now: deps.clock.now() });
    return asNewMessage(made);
  });
  router.pressed(questionNotHelped, 'new-message', (turn, payload) => nextBest(deps, turn, payload));
  router.judged('question.judged', async ({ person }, { messageId, reaction, text }) => {
    await keepFeedback(deps.database, {
      messageKey: messageKey(person.accountId, messageId),
      reaction,
      text,
      now: deps.clock.now(),
    });
  });
}

async function answerTyped(deps: ConversationDeps, turn: Turn): Promise<void> {
  const { text, person } = turn;
  if (containsSecret(text)) return turn.say(secretAdvice);
  const courtesy = courtesyOf(text);
  if (courtesy === 'upset') return void (await turn.send(upsetCard({ contact: contactView(deps.plan) })));
  if (courtesy) return turn.say(courtesies[courtesy]);

  const now = deps.clock.now();
  const after = await lastTopic(deps.database, { accountId: person.accountId, now });
  const found = await deps.knowledge.find(text, { upn: person.account?.upn, now, after });
  const question = randomUUID();
  const made = found.kind === 'found' ? await answersTo(deps, turn, found, question) : [];
  await keep(deps, { id: question, text, found, isAnswered: made.length > 0 });
  for (const { card, onSent } of made) {
    const messageId = await turn.send(card, { thumbs: onSent !== undefined });
    if (messageId) await onSent?.(messageId);
  }
  if (made.length === 0) {
    const articleIds = found.kind === 'close' ? found.articleIds : [];
    await turn.send(dontKnow(deps, { articleIds, question }));
  }
}

async function answersTo(
  deps: ConversationDeps,
  turn: Turn,
  { articleIds, others, near }: Extract<Found, { kind: 'found' }>,
  question: string,
): Promise<AnswerMade[]> {
  const made: AnswerMade[] = [];
  for (const id of articleIds) {
    const answer = await makeAnswer(deps, turn, {
      id,
      question,
      others: others.filter((other) => !articleIds.includes(other)),
      near,
    });
    if (answer) made.push(answer);
  }
  return made;
}

/** The text is kept without who asked: one day where it was answered, longer where it was not. */
async function keep(
  { database, clock }: ConversationDeps,
  { id, text, found, isAnswered }: { id: string; text: string; found: Found; isAnswered: boolean },
): Promise<void> {
  const articleId = found.kind === 'none' ? undefined : found.articleIds[0];
  const outcome = isAnswered ? 'answered' : found.kind === 'close' ? 'close' : 'none';
  await keepQuestion(database, { id, text, outcome, articleId, mark: found.mark, now: clock.now() });
}

/** "That didn't help": the next best article, and after the last one a person. */
async function nextBest(
  deps: ConversationDeps,
  turn: Turn,
  { id, question, others }: { id: string; question?: string | undefined; others: string[] },
): Promise<Answer> {
  if (question) await markNotHelped(deps.database, { id: question, articleId: id, now: deps.clock.now() });
  await deps.knowledge.refresh();
  for (const [at, other] of others.entries()) {
    const made = await makeAnswer(deps, turn, {
      id: other,
      question,
      others: others.slice(at + 1),
      lead: 'Sorry that the last answer did not help. Is this nearer?',
    });
    if (made) return asNewMessage(made);
  }
  return { newMessage: await ticketForm(deps, turn.person, { question }) };
}

function asNewMessage({ card, onSent }: AnswerMade): Answer {
  return { newMessage: card, ...(onSent && { onSent }) };
}

function dontKnow(
  deps: ConversationDeps,
  { articleIds, question }: { articleIds: string[]; question?: string | undefined },
): AdaptiveCard {
  const didYouMean = suggestionsOf(deps, articleIds);
  return dontKnowCard({ didYouMean, question, contact: contactView(deps.plan) });
}
