import { setTimeout as sleep } from 'node:timers/promises';
import type { Application, AdaptiveCard as SdkCard, TurnState } from '@microsoft/teams-ai';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { ActionEntry } from '../cards/actions/action.ts';
import type { AdaptiveCard } from '../cards/card.ts';
import type { Log } from '../services/telemetry/log.ts';
import { createEdits } from './edits.ts';
import { cardActivity, type Turn, turnOf, withoutEnd } from './turn.ts';

/** What a conversation file registers its routes with. The SDK's own types stay behind it. */
export interface Router {
  /** A whole message that a person types; the pattern must be anchored, or it would match inside a question. */
  typed(route: string, pattern: RegExp, handle: (turn: Turn) => Promise<void>): void;
  /**
   * A press of a button. `replace` shows the returned card in the pressed card's place, `new-message` below it; a
   * handler can choose `new-message` for this one answer. A payload that does not parse never reaches the handler.
   */
  pressed<Shape extends z.ZodRawShape>(
    entry: ActionEntry<Shape>,
    shows: 'replace' | 'new-message',
    handle: (turn: Turn, payload: z.output<z.ZodObject<Shape>>, data: unknown) => Promise<Answer>,
  ): void;
  /** Teams' thumbs under a message, with what the person wrote about it, if anything. */
  judged(route: string, handle: (turn: Turn, judgement: Judgement) => Promise<void>): void;
  /** Whatever is typed that no pattern matches. */
  otherwise(route: string, handle: (turn: Turn) => Promise<void>): void;
}

/** The card that answers a press, or one that must stand below whatever was pressed. */
export type Answer = AdaptiveCard | NewMessage;

/** `onSent`: called with the message's id; Teams then shows its thumbs under it. */
export interface NewMessage {
  newMessage: AdaptiveCard;
  onSent?: (messageId: string) => Promise<void>;
}

/** What somebody thinks of a message. `text` is what they typed about it, as they typed it. */
export interface Judgement {
  messageId: string;
  reaction: 'like' | 'dislike';
  text?: string;
}

/** The card of an answer, wherever it is to stand. */
export function cardIn(answer: Answer): AdaptiveCard {
  return 'newMessage' in answer ? answer.newMessage : answer;
}

/** Where `route` of a turn is kept for the metrics. */
const routeKey = Symbol('route');

export function routeOf(context: TurnContext): string {
  return context.turnState.get(routeKey) ?? 'none';
}

/** The name of a press whose verb nobody handles, or whose payload is not what the verb carries. */
const faultyPress = 'press.faulty';

export interface RouterDeps {
  log: Log;
  /** Adds to a card what every card carries. */
  present(card: AdaptiveCard): AdaptiveCard;
}

export function createRouter(app: Application<TurnState>, deps: RouterDeps): Router & { finish(): void } {
  const { log, present } = deps;
  const edit = createEdits(log);
  const mark = (context: TurnContext, route: string) => context.turnState.set(routeKey, route);
  let fallback: ((context: TurnContext) => Promise<void>) | undefined;

  return {
    typed(route, pattern, handle) {
      app.addRoute(
        async (context) => isTyped(context) && pattern.test(withoutEnd(turnOf(context).text, '?')),
        async (context) => {
          mark(context, route);
          await handle(turnOf(context));
        },
      );
    },

    pressed(entry, shows, handle) {
      const run = async (context: TurnContext, data: unknown): Promise<Shown | undefined> => {
        const payload = entry.payload.safeParse(data);
        if (!payload.success) {
          mark(context, faultyPress);
          log.warn(
            { verb: entry.verb, fault: payload.error.issues[0]?.path.join('.') },
            'a button carried faulty data',
          );
          return undefined;
        }
        mark(context, entry.verb);
        const answer = await handle(turnOf(context), payload.data, data);
        return {
          card: present(cardIn(answer)),
          isNew: 'newMessage' in answer || shows === 'new-message',
          ...('newMessage' in answer && answer.onSent && { onSent: answer.onSent }),
        };
      };
      app.adaptiveCards.actionExecute(
        entry.verb,
        async (context, _state, data: unknown): Promise<SdkCard | string> => {
          const shown = await run(context, data);
          if (!shown) return oldButton;
          if (shown.isNew) {
            await sendNew(context, shown);
            return seeBelow;
          }
          // The answer to the press changes the card for this client; the edit makes it stay so on every device.
          await Promise.race([edit(context, shown.card), sleep(editWithinMs, false, { ref: false })]);
          // The SDK's type of a card knows less than ours does; it passes the object on as it is.
          return shown.card as unknown as SdkCard;
        },
      );
      app.adaptiveCards.actionSubmit(entry.verb, async (context, _state, data: unknown) => {
        const shown = await run(context, data);
        if (!shown) return turnOf(context).say(oldButton);
        const isReplaced = !shown.isNew && (await edit(context, shown.card));
        if (!isReplaced) await sendNew(context, shown);
      });
    },

    judged(route, handle) {
      app.addRoute(
        async ({ activity }) =>
          activity.type === ActivityTypes.Invoke && activity.name === 'message/submitAction',
        async (context) => {
          mark(context, route);
          const judgement = judgementOf(context);
          if (judgement) await handle(turnOf(context), judgement);
          else log.warn({}, 'a judgement of a message carried faulty data');
          await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200 } });
        },
        true,
      );
    },

    otherwise(route, handle) {
      fallback = async (context) => {
        mark(context, route);
        await handle(turnOf(context));
      };
    },

    /** Call it last: routes are tried in the order of their registration. */
    finish() {
      app.addRoute(
        async (context) => context.activity.type === ActivityTypes.Message,
        async (context) => {
          if (isTyped(context)) return fallback?.(context);
          mark(context, faultyPress);
          await turnOf(context).say(isPress(context) ? oldButton : nothingToRead);
        },
      );
      app.addRoute(
        async (context) => context.activity.name === 'adaptiveCard/action',
        async (context) => {
          mark(context, faultyPress);
          await answerPress(context, oldButton);
        },
        true,
      );
    },
  };
}

interface Shown {
  card: AdaptiveCard;
  isNew: boolean;
  onSent?: (messageId: string) => Promise<void>;
}

async function sendNew(context: TurnContext, { card, onSent }: Shown): Promise<void> {
  const sent = await context.sendActivity(cardActivity(card, { thumbs: onSent !== undefined }));
  if (sent?.id) await onSent?.(sent.id);
}

/** `feedback` holds JSON with what was typed, as Teams' own form writes it (FeedbackLoopData of the SDK). */
const judgementSchema = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({ reaction: z.enum(['like', 'dislike']), feedback: z.unknown() }),
});
const feedbackSchema = z.object({ feedbackText: z.string() });

function judgementOf({ activity }: TurnContext): Judgement | undefined {
  const parsed = judgementSchema.safeParse(activity.value);
  if (!parsed.success || !activity.replyToId) return undefined;
  const { reaction, feedback } = parsed.data.actionValue;
  const typed = feedbackSchema.safeParse(typeof feedback === 'string' ? jsonOf(feedback) : feedback);
  const text = typed.success ? typed.data.feedbackText.trim() : '';
  return { messageId: activity.replyToId, reaction, ...(text !== '' && { text }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const seeBelow = 'The answer is in a new message below.';
const oldButton = 'This button is out of date and did nothing. Type “help” to see what you can do now.';
const nothingToRead = 'I can only read typed messages. Type “help” to see what you can do.';

/** Answers a press with one sentence under the card. */
export async function answerPress(context: TurnContext, sentence: string): Promise<void> {
  await context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: sentence },
    },
  });
}

function isTyped(context: TurnContext): boolean {
  return context.activity.type === ActivityTypes.Message && !isPress(context) && turnOf(context).text !== '';
}

function isPress(context: TurnContext): boolean {
  const { value } = context.activity;
  return typeof value === 'object' && value !== null && !context.activity.text;
}

/**
 * How long the answer to a press waits for the edit of its message, in milliseconds. Teams gives up on a press after
 * some five seconds, and the question behind it may have taken two of them; the answer shows the card as well.
 */
const editWithinMs = 1_500;
