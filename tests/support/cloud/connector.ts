import type { Activity, Chat, Chats } from './chats.ts';
import { type Answer, type CloudRequest, empty, json, type Reply } from './http.ts';

/** One call that the bot made to the Bot Connector. */
export interface ConnectorCall {
  /** Monotonic milliseconds of arrival. */
  at: number;
  operation: 'send' | 'edit' | 'delete' | 'typing' | 'members';
  conversationId: string;
  activity?: Activity;
  /** What was answered; 0 where the connection was cut or left hanging. */
  status: number;
  /** Whether the person has the message (or its edit), whatever the bot was told. */
  isTaken: boolean;
}

/** A scripted fault: an answer instead of the normal one. `isTaken`: the message is delivered all the same. */
export type Fault = { reply: Reply; isTaken?: boolean } | undefined;

/** smba.trafficmanager.net: the service to which the bot sends its messages. */
export interface Connector {
  answer(request: CloudRequest): Answer;
  calls: ConnectorCall[];
  /** Bearer faults seen; empty as long as every call was signed for the connector. */
  refused: string[];
  /** Asked before every operation; undefined lets the call go its normal way. */
  fault: (call: ConnectorCall) => Fault;
  /** Limits of one conversation (facts: Teams platform limits) answered with 429 when on. */
  limits: boolean;
  /** What Teams says of a member of a chat, by the Teams id; every person that a test plays is there. */
  members: Map<string, object>;
}

/** Windows of the platform's limit for one bot in one conversation: at most `count` sends in `ms`. */
const conversationWindows = [
  { ms: 1_000, count: 7 },
  { ms: 2_000, count: 8 },
  { ms: 30_000, count: 60 },
];

/** `faultOfBearer` says what is wrong with an Authorization header, or undefined; the demo's connector has nothing to check. */
export function createConnector(options: {
  chats: Chats;
  faultOfBearer: (header: string | undefined) => Promise<string | undefined>;
}): Connector {
  const { chats } = options;
  const sends = new Map<string, number[]>();

  const connector: Connector = {
    calls: [],
    refused: [],
    fault: () => undefined,
    limits: true,
    members: new Map(),

    async answer(request) {
      const match = /\/v3\/conversations\/([^/]+)\/(activities|members|pagedmembers)(?:\/([^/]+))?\/?$/.exec(
        request.url.pathname,
      );
      if (!match) return undefined;
      const bearerFault = await options.faultOfBearer(request.headers.authorization);
      if (bearerFault) {
        connector.refused.push(`${request.method} ${request.url.pathname}: ${bearerFault}`);
        return json(401, { message: 'Authorization has been denied for this request.' });
      }
      const [, conversation = '', kind, activityId] = match.map((part) => decodeURIComponent(part ?? ''));
      const call = callOf(request, conversation, kind ?? '');
      if (!call) return undefined;
      connector.calls.push(call);
      const chat = chats.find(conversation);
      const fault = connector.fault(call);
      if (fault) {
        if (fault.isTaken && chat) take(call, chat, activityId);
        call.status = fault.reply.fate && fault.reply.fate !== 'reset-in-body' ? 0 : fault.reply.status;
        chats.touch();
        return fault.reply;
      }
      const reply = chat ? operate(call, chat, activityId) : notFound();
      call.status = reply.status;
      return reply;
    },
  };

  function operate(call: ConnectorCall, chat: Chat, activityId: string | undefined): Reply {
    if (call.operation === 'members') {
      const member = connector.members.get(activityId ?? '');
      return activityId === undefined || activityId === ''
        ? json(200, [])
        : member
          ? json(200, member)
          : notFound('MemberNotFoundInConversation');
    }
    if (chat.standing === 'blocked')
      return forbidden('ConversationBlockedByUser', 'User blocked the conversation with the bot.');
    if (chat.standing === 'uninstalled') {
      return forbidden('BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    }
    if (connector.limits && call.operation === 'send' && isOverLimit(call)) {
      return json(
        429,
        { error: { code: 'Throttled', message: 'Too many requests.' } },
        { 'retry-after': '2' },
      );
    }
    return take(call, chat, activityId);
  }

  function take(call: ConnectorCall, chat: Chat, activityId: string | undefined): Reply {
    const activity = call.activity ?? {};
    if (call.operation === 'edit' || call.operation === 'delete') {
      const id = activityId ?? '';
      call.isTaken = call.operation === 'edit' ? chats.edit(chat, id, activity) : chats.remove(chat, id);
      if (!call.isTaken) return notFound('ActivityNotFoundInConversation');
      return call.operation === 'edit' ? json(200, { id }) : empty(200);
    }
    call.isTaken = true;
    return json(201, { id: chats.add(chat, activity) });
  }

  function isOverLimit(call: ConnectorCall): boolean {
    const earlier = (sends.get(call.conversationId) ?? []).filter((at) => call.at - at < 30_000);
    const over = conversationWindows.some(
      ({ ms, count }) => earlier.filter((at) => call.at - at < ms).length >= count,
    );
    if (!over) earlier.push(call.at);
    sends.set(call.conversationId, earlier);
    return over;
  }

  return connector;
}

function callOf(request: CloudRequest, conversationId: string, kind: string): ConnectorCall | undefined {
  const call = { at: request.at ?? performance.now(), conversationId, status: 0, isTaken: false };
  if (kind !== 'activities') return request.method === 'GET' ? { ...call, operation: 'members' } : undefined;
  if (request.method === 'DELETE') return { ...call, operation: 'delete' };
  const activity = JSON.parse(request.body) as Activity;
  if (request.method === 'PUT') return { ...call, operation: 'edit', activity };
  if (request.method !== 'POST') return undefined;
  return { ...call, operation: activity.type === 'typing' ? 'typing' : 'send', activity };
}

function forbidden(code: string, message: string): Reply {
  return json(403, { error: { code, message } });
}

function notFound(code = 'ConversationNotFound'): Reply {
  return json(404, { error: { code, message: 'Not found.' } });
}
