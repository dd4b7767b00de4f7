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
  /** Sends a card as a new message, with Teams' own thumbs under it where asked for; gives the message's id. */
  send(card: AdaptiveCard, options?: CardOptions): Promise<string | undefined>;
  /** Sends one plain sentence as a new message. */
  say(sentence: string): Promise<void>;
}

/** `thumbs`: Teams shows its own thumbs up and down under the message. */
export interface CardOptions {
  thumbs?: boolean;
}

/**
 * A card as an activity. Its fallback text is also what the notification shows. The thumbs:
 * learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content, "Feedback buttons".
 */
export function cardActivity(card: AdaptiveCard, { thumbs = false }: CardOptions = {}): Partial<Activity> {
  return {
    ...MessageFactory.attachment(CardFactory.adaptiveCard(card)),
    summary: card.fallbackText,
    ...(thumbs && { channelData: { feedbackLoop: { type: 'default' } } }),
  };
}

/** The longest message that is read, in characters: what follows in a longer one adds nothing to its meaning. */
export const longestMessage = 4000;

/** A text without these signs at its end. In one pass: a pattern would begin anew at each of thousands of signs. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && (signs.includes(text.charAt(end - 1)) || text.charAt(end - 1).trim() === '')) end -= 1;
  return text.slice(0, end);
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
