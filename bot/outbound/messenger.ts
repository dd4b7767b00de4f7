import type { Activity } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { Operation } from '../../services/deliveries/delivery.ts';
import {
  type ConnectorFault,
  faultBeforeRequest,
  faultOfAnswer,
  faultOfNoAnswer,
  timedOut,
} from './connector-errors.ts';
import { pipelineOf } from './connector-pipeline.ts';
import { type Exchange, type Exchanges, observeExchanges } from './exchange.ts';

export interface MessengerRequest {
  operation: Operation;
  serviceUrl: string;
  conversationId: string;
  /** Of the message to edit or remove. */
  activityId?: string | undefined;
  activity: Partial<Activity>;
}

export type MessengerResult =
  /** Taken by Teams. The id is missing where the answer could not be read to its end. */
  { kind: 'sent'; activityId: string | undefined } | { kind: 'fault'; fault: ConnectorFault };

/** Makes one request to the connector and says what became of it. Never throws, never retries. */
export interface Messenger {
  deliver(request: MessengerRequest): Promise<MessengerResult>;
}

export interface MessengerOptions {
  /** A client for one service URL, such as `connectorFactory.create(serviceUrl, audience)`; made once a URL. */
  connect(serviceUrl: string): Promise<ConnectorClient>;
  /** Requests carry the bot's token: they go to no other host. */
  isAllowedServiceUrl(serviceUrl: string): boolean;
  /** For the whole request with its answer. Teams' own gateway gives up after 15 s or less. */
  timeoutMs?: number;
}

export function createMessenger(options: MessengerOptions): Messenger {
  const { timeoutMs = 15_000 } = options;
  const clients = new Map<string, Promise<ConnectorClient>>();
  const exchanges: Exchanges = new WeakMap();

  function clientFor(serviceUrl: string): Promise<ConnectorClient> {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const made = options.connect(serviceUrl).then((client) => withoutHiddenWork(client, exchanges));
    clients.set(serviceUrl, made);
    // A client that could not be made is not remembered.
    made.catch(() => clients.delete(serviceUrl));
    return made;
  }

  return {
    async deliver(request) {
      if (!options.isAllowedServiceUrl(request.serviceUrl)) {
        return { kind: 'fault', fault: faultBeforeRequest('service-url-not-allowed') };
      }
      const abort = new AbortController();
      const exchange: Exchange = { left: false };
      exchanges.set(abort.signal, exchange);
      let patience = setTimeout(() => {
        // After a pause of this process the timer is served before an answer that has long been there: let it in.
        patience = setTimeout(() => abort.abort(), lastLookMs);
      }, timeoutMs);
      const finished = clientFor(request.serviceUrl)
        .then((client) => call(client, request, abort.signal))
        // What went wrong is read from the exchange: the client's own error mixes up the cases.
        .catch(() => undefined);
      await Promise.race([finished, shortlyAfter(abort.signal)]);
      clearTimeout(patience);
      return outcomeOf(exchange, abort.signal.aborted);
    },
  };
}

const lastLookMs = 100;

function outcomeOf(exchange: Exchange, isTimedOut: boolean): MessengerResult {
  const { answer } = exchange;
  if (answer && answer.status >= 200 && answer.status < 300) {
    return { kind: 'sent', activityId: idIn(answer.body) };
  }
  if (answer) return { kind: 'fault', fault: faultOfAnswer(answer, new Date()) };
  // Nothing left: the bot's own sign-in failed or did not end.
  if (!exchange.left) return { kind: 'fault', fault: faultBeforeRequest('no-bot-token') };
  return { kind: 'fault', fault: isTimedOut ? timedOut : faultOfNoAnswer(exchange.errorCode) };
}

function idIn(body: string): string | undefined {
  try {
    const said: unknown = JSON.parse(body);
    const id = typeof said === 'object' && said !== null && 'id' in said ? said.id : undefined;
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Asking for the bot's token does not heed the signal; it is left behind a moment after the time-out. */
function shortlyAfter(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => setTimeout(resolve, 50), { once: true });
  });
}

/** One client is used for all chats of a service URL; its connections are kept alive. */
function withoutHiddenWork(client: ConnectorClient, exchanges: Exchanges): ConnectorClient {
  const pipeline = pipelineOf(client);
  // It retries 429, 5xx and a reset three times by itself, unseen by the rate limit and the accounting.
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  // A redirect would take the bot's token to a host that nobody allowed.
  pipeline.removePolicy({ name: 'redirectPolicy' });
  observeExchanges(pipeline, exchanges);
  return client;
}

async function call(
  client: ConnectorClient,
  request: MessengerRequest,
  abortSignal: AbortSignal,
): Promise<void> {
  const { conversations } = client;
  const { conversationId, activityId = '' } = request;
  switch (request.operation) {
    case 'send':
      await conversations.sendToConversation(conversationId, request.activity, { abortSignal });
      return;
    case 'edit':
      await conversations.updateActivity(conversationId, activityId, request.activity, { abortSignal });
      return;
    case 'delete':
      await conversations.deleteActivity(conversationId, activityId, { abortSignal });
      return;
  }
}
