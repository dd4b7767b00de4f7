import { type Activity, TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { AdaptiveCard } from '../cards/card.ts';
import type { Log } from '../services/telemetry/log.ts';
import { cardActivity } from './turn.ts';

/** Puts a card in the place of the one that was pressed; false where Teams names no message or refuses the edit. */
export type EditPressed = (context: TurnContext, card: AdaptiveCard) => Promise<boolean>;

/**
 * Edits one message after the other, in the order of the presses: an edit that takes long must not cover a later one.
 * It goes on by itself when the turn does not wait for it, so it uses the turn's connector and not the turn: that is
 * revoked at its end.
 */
export function createEdits(log: Log): EditPressed {
  const underWay = new Map<string, Promise<boolean>>();

  return (context, card) => {
    const { replyToId: id, conversation } = context.activity;
    if (!id) return Promise.resolve(false);
    const connector = connectorOf(context);
    const activity = TurnContext.applyConversationReference(
      { ...cardActivity(card), id },
      TurnContext.getConversationReference(context.activity),
    );
    const key = `${conversation.id} ${id}`;
    const edit = (underWay.get(key) ?? Promise.resolve())
      .then(() => connector.conversations.updateActivity(conversation.id, id, activity as Activity))
      .then(
        () => true,
        (error: unknown) => {
          log.warn({ error }, 'the message of a pressed card could not be edited');
          return false;
        },
      );
    underWay.set(key, edit);
    void edit.finally(() => {
      if (underWay.get(key) === edit) underWay.delete(key);
    });
    return edit;
  };
}

/** The client that the adapter keeps for this turn, paced and without hidden retries. */
function connectorOf({ adapter, turnState }: TurnContext): ConnectorClient {
  const client: ConnectorClient | undefined = turnState.get(adapter.ConnectorClientKey);
  if (!client) throw new Error('The adapter kept no connector for this turn.');
  return client;
}
