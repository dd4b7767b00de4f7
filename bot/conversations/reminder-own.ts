import type { AdaptiveCard } from '../../cards/card.ts';
import { reminderForeignCard } from '../../cards/reminder-foreign.ts';
import { reminderMovedCard } from '../../cards/reminder-moved.ts';
import type { NextAction } from '../../cards/standing.ts';
import { earlierStatus } from '../../services/directory/fresh-status.ts';
import { saidOf } from '../../services/people/said.ts';
import { findCard, type SentCard } from '../../services/reminders/sent-cards.ts';
import { today } from '../../services/rollout/calendar.ts';
import { describeDate, describeDay, phasesOf } from '../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { isKnown, type KnownPerson } from '../guides/walker.ts';
import { movedView, surfaceOf } from '../reminder-views.ts';
import type { Answer } from '../router.ts';
import { nextAction, strangerCard } from '../standing-card.ts';
import { forReader } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import { whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/** A reminder in the hands of the account that it went to. */
export interface OwnReminder {
  person: KnownPerson;
  card: SentCard;
}

/** Lets a handler run only for a reminder of the account that presses; a forwarded card does nothing, and says so below. */
export function ofOwnReminder<Payload extends { reminder: string }>(
  deps: ConversationDeps,
  handle: (own: OwnReminder, payload: Payload, turn: Turn) => Promise<Answer>,
): (turn: Turn, payload: Payload) => Promise<Answer> {
  return async (turn, payload) => {
    const { person } = turn;
    if (!isKnown(person)) return { newMessage: strangerCard(deps.plan) };
    const accountId = person.account.id;
    const card = await findCard(deps.database, { accountId, deliveryId: payload.reminder });
    if (card) return handle({ person, card }, payload, turn);
    const foreign = reminderForeignCard({ who: whoView(deps.plan, person.account.upn) });
    return { newMessage: await forReader(deps, accountId, foreign) };
  };
}

/** In plain mode no card changes under a screen reader. */
export async function inPlace(
  deps: Pick<ConversationDeps, 'database'>,
  accountId: string,
  card: AdaptiveCard,
): Promise<Answer> {
  const shown = await forReader(deps, accountId, card);
  return shown === card ? card : { newMessage: shown };
}

/** Where the main button of an answer leads, by what is stored. */
export async function nextFor(deps: ConversationDeps, { account }: KnownPerson): Promise<NextAction> {
  const [status, said] = await Promise.all([earlierStatus(deps, account), saidOf(deps.database, account.id)]);
  return nextAction(deps, account.id, { status, said });
}

/** The answer where the reminder's date has changed since. */
export async function movedCard(
  deps: ConversationDeps,
  { person, card }: OwnReminder,
): Promise<AdaptiveCard> {
  const next = await nextFor(deps, person);
  return reminderMovedCard(movedView(deps.plan, person.account, { card, next }));
}

/** What a reminder was about, for cards: its surface and its date as it is announced now. */
export function aboutOf(plan: RolloutPlan, { person, card }: OwnReminder) {
  const phase = phasesOf(plan, person.account.upn).find((dated) => dated.phase.id === card.phaseId);
  return {
    who: whoView(plan, person.account.upn),
    surface: surfaceOf(plan, card.phaseId) ?? ('online' as const),
    when: phase && phase.date === card.phaseDate ? describeDate(phase) : describeDay(card.phaseDate),
  };
}

/** The day on which it was sent, in words that do not change with the day on which they are read. */
export function sentOn(plan: RolloutPlan, { madeAt }: Pick<SentCard, 'madeAt'>): string {
  return describeDay(today(plan, madeAt));
}
