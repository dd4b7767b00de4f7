import { type Activity, CardFactory, MessageFactory, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../cards/card.ts';
import type { Person } from './person.ts';

/** One turn of a personal chat, as the conversation files see it. */
export interface Turn {
  person: Person;
  /** What was typed, without mentions and surrounding space; empty for a pressed button. */
  text: string;
  /** The message whose card was pressed, where Teams names it. */
  cardActivityId?: string;
  /** Sends a card as a new message; gives the message's id. */
  send(card: AdaptiveCard): Promise<string | undefined>;
  /** Sends one plain sentence as a new message. */
  say(sentence: string): Promise<void>;
}

/** A card as an activity. Its fallback text is also what the notification shows. */
export function cardActivity(card: AdaptiveCard): Partial<Activity> {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), summary: card.fallbackText };
}

/** Sentences of ours go out as plain text, so that no character of a name or date turns into Markdown. */
export function plainActivity(sentence: string): Partial<Activity> {
  return { ...MessageFactory.text(sentence), textFormat: 'plain' };
}

const turnKey = Symbol('turn');

export function keepTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(turnKey, turn);
}

/** The turn that was made before the routes; a route without one is a fault of the order of routes. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(turnKey);
  if (!turn) throw new Error('A route ran before the turn was prepared.');
  return turn;
}
