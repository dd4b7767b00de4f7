import { createHash } from 'node:crypto';
import { answerCard, type Suggestion } from '../cards/answer.ts';
import type { AdaptiveCard } from '../cards/card.ts';
import { freshStatus } from '../services/directory/fresh-status.ts';
import { setUpMfaGuideId } from '../services/guides/guide-ids.ts';
import type { Related, Situation } from '../services/knowledge/answer.ts';
import { askAPersonArticleId } from '../services/knowledge/article-ids.ts';
import { keepAnswerMessage } from '../services/learning/feedback.ts';
import { keepTopic } from '../services/people/last-topic.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { answerWithinMs, type Person } from './person.ts';
import { ticketForm } from './ticket-form.ts';
import type { Turn } from './turn.ts';

/** `onSent` keeps which article a message holds, for the thumbs under it; missing where there is nothing to judge. */
export interface AnswerMade {
  card: AdaptiveCard;
  onSent?: (messageId: string) => Promise<void>;
}

/** An article to be shown; `others` may be meant instead, best first. */
export interface AnswerWanted {
  id: string;
  question?: string | undefined;
  others: string[];
  /** Those that may as well be meant: they are offered by their titles. */
  near?: string[];
  lead?: string;
}

/**
 * An article as the card for whoever asks, and what they ask next may add to it. Whoever wants a person gets the form
 * to write to one. Undefined where there is no such article for them.
 */
export async function makeAnswer(
  deps: ConversationDeps,
  { person }: Turn,
  { id, question, others, near = [], lead }: AnswerWanted,
): Promise<AnswerMade | undefined> {
  const { database, knowledge, clock, plan } = deps;
  if (id === askAPersonArticleId && person.account) return { card: await ticketForm(deps, person, {}) };
  const situation = await situationOf(deps, person, { withStatus: knowledge.isSituational(id) });
  const answer = knowledge.answer(id, situation);
  if (!answer) return undefined;
  const { title, blocks, source, changes, related } = answer;
  await keepTopic(database, { accountId: person.accountId, articleId: id, now: clock.now() });
  return {
    card: answerCard({
      title,
      blocks,
      source,
      changes,
      ...leadOf(related),
      near: suggestionsOf(deps, near),
      helpful: { id, question, others },
      lead,
      serviceDesk: plan.serviceDesk.name,
    }),
    onSent: (messageId) =>
      keepAnswerMessage(database, {
        messageKey: messageKey(person.accountId, messageId),
        articleId: id,
        now: clock.now(),
      }),
  };
}

/** Articles by their titles, for buttons; those that are gone are left out. */
export function suggestionsOf({ knowledge }: ConversationDeps, articleIds: string[]): Suggestion[] {
  return articleIds.flatMap((id) => {
    const title = knowledge.titleOf(id);
    return title === undefined ? [] : [{ id, title }];
  });
}

/**
 * What an answer's message is kept under: a hash of the message and whose chat it is in. Neither stands beside it, so that
 * the rows do not say who asked what.
 */
export function messageKey(accountId: string, messageId: string): string {
  return createHash('sha256').update(`${accountId} ${messageId}`).digest('hex');
}

function leadOf(related: Related | undefined) {
  if (related?.kind !== 'guide') return { related };
  const label = related.guide === setUpMfaGuideId ? 'Set up MFA' : 'Walk me through it';
  return { guide: { id: related.guide, step: related.step, label } };
}

/** What an answer may use of the asker. Graph is asked, at that moment, only for an answer that speaks of the status. */
async function situationOf(
  deps: ConversationDeps,
  { account, cohort }: Person,
  { withStatus }: { withStatus: boolean },
): Promise<Situation> {
  const now = deps.clock.now();
  if (!account) return { now };
  if (!withStatus || !cohort) return { now, upn: account.upn };
  return { now, upn: account.upn, status: await freshStatus(deps, account, answerWithinMs) };
}
