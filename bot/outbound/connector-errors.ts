/**
 * Why Teams did not take a message, in the words that outcomes and cards use (words-reasons).
 * Sources: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages and
 * …/bots/how-to/rate-limit.
 */
export type ConnectorFaultCode =
  | 'app-disabled-by-admin'
  | 'app-not-installed'
  | 'blocked-by-user'
  | 'blocked-or-uninstalled'
  | 'not-enough-permissions'
  | 'refused-without-reason'
  | 'wrong-service-url'
  | 'service-url-not-allowed'
  | 'bad-request'
  | 'bot-not-recognised'
  | 'chat-or-message-gone'
  | 'message-too-large'
  | 'teams-error'
  | 'busy-chat'
  | 'throttled'
  | 'teams-unavailable'
  | 'no-connection'
  | 'connection-broken'
  | 'timed-out'
  | 'no-bot-token'
  | 'unexpected-answer';

export interface ConnectorFault {
  code: ConnectorFaultCode;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** Teams' own code, for the log. */
  teamsCode?: string;
  /** How long Teams asked to wait. */
  retryAfterMs?: number;
  /** Nobody knows whether the message was taken: sending it again may show it twice. */
  mayHaveArrived: boolean;
  /** This chat is closed to the bot until the person is heard from again. */
  dropsConversation: boolean;
}

/** A reply of the connector that is no success. `body` is whatever could be read of it, often nothing. */
export interface ConnectorAnswer {
  status: number;
  retryAfter?: string | undefined;
  body: string;
}

/** Classifies an answer. `now` only turns a Retry-After date into a wait. */
export function faultOfAnswer(answer: ConnectorAnswer, now: Date): ConnectorFault {
  const { status } = answer;
  const said = readError(answer.body);
  const fault = (code: ConnectorFaultCode, more: Partial<ConnectorFault> = {}): ConnectorFault => ({
    code,
    status,
    ...(isCode(said.codes[0]) && { teamsCode: said.codes[0] }),
    mayHaveArrived: false,
    dropsConversation: false,
    ...more,
  });
  if (status === 403) return faultOfForbidden(said, fault);
  if (status === 404) return fault('chat-or-message-gone');
  if (status === 400) return fault('bad-request');
  if (status === 401) return fault('bot-not-recognised');
  if (status === 412) return fault('busy-chat');
  if (status === 413) return fault('message-too-large');
  if (status === 429) return fault('throttled', retryAfterOf(answer.retryAfter, now));
  if (status === 500) return fault('teams-error');
  if (status === 503) return fault('teams-unavailable', retryAfterOf(answer.retryAfter, now));
  // A gateway that lost sight of what stands behind it: a message was seen to arrive although 502 was answered.
  if (status === 502 || status === 504) {
    return fault('teams-unavailable', { mayHaveArrived: true, ...retryAfterOf(answer.retryAfter, now) });
  }
  return fault('unexpected-answer');
}

/** Classifies a request that brought no answer. `errorCode` is Node's or the HTTP client's. */
export function faultOfNoAnswer(errorCode: string | undefined): ConnectorFault {
  const neverConnected = errorCode !== undefined && beforeConnecting.has(errorCode);
  return {
    code: neverConnected ? 'no-connection' : 'connection-broken',
    mayHaveArrived: !neverConnected,
    dropsConversation: false,
  };
}

/** A fault of a request that never left. */
export function faultBeforeRequest(code: 'service-url-not-allowed' | 'no-bot-token'): ConnectorFault {
  return { code, mayHaveArrived: false, dropsConversation: false };
}

/** No complete answer within the time-out, though the request left. */
export const timedOut: ConnectorFault = { code: 'timed-out', mayHaveArrived: true, dropsConversation: false };

type Make = (code: ConnectorFaultCode, more?: Partial<ConnectorFault>) => ConnectorFault;

/** The code may be missing, or stand in `innerHttpError`, or be a number: every form that was seen is looked for. */
function faultOfForbidden(said: SaidError, fault: Make): ConnectorFault {
  const has = (code: string) => said.codes.some((known) => known.toLowerCase() === code.toLowerCase());
  if (has('InvalidBotApiHost')) return fault('wrong-service-url');
  if (has('BotDisabledByAdmin')) return fault('app-disabled-by-admin');
  if (has('BotNotInConversationRoster')) return fault('app-not-installed', { dropsConversation: true });
  if (has('ConversationBlockedByUser')) return fault('blocked-by-user', { dropsConversation: true });
  if (has('MessageWritesBlocked') || has('209') || /MessageWritesBlocked/i.test(said.text)) {
    return fault('blocked-or-uninstalled', { dropsConversation: true });
  }
  if (has('NotEnoughPermissions')) return fault('not-enough-permissions');
  // Without a reason the chat is not closed: a wrong guess would have to be mended by hand.
  return fault('refused-without-reason');
}

/** Only what looks like one goes to the log: whatever stands in a body's place for it can name people. */
function isCode(code: string | undefined): code is string {
  return code !== undefined && /^[A-Za-z][\w.-]{0,60}$|^\d{1,6}$/.test(code);
}

interface SaidError {
  /** Every code in the body, the outer ones first. */
  codes: string[];
  text: string;
}

function readError(body: string): SaidError {
  try {
    return { codes: codesIn(JSON.parse(body), 0), text: body };
  } catch {
    return { codes: [], text: body };
  }
}

const codeKeys = ['code', 'errorCode', 'subCode', 'errorSubCode'];
const nestedKeys = ['error', 'innererror', 'innerError', 'innerHttpError', 'body', 'details', 'data'];

function codesIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string' && value.trimStart().startsWith('{') && depth < 6) {
    return readError(value).codes;
  }
  if (typeof value !== 'object' || value === null || depth >= 6) return [];
  if (Array.isArray(value)) return value.flatMap((item) => codesIn(item, depth + 1));
  const fields = new Map<string, unknown>(Object.entries(value));
  const own = codeKeys.flatMap((key) => {
    const code = fields.get(key);
    return typeof code === 'string' || typeof code === 'number' ? [String(code)] : [];
  });
  return [...own, ...nestedKeys.flatMap((key) => codesIn(fields.get(key), depth + 1))];
}

/** Seconds or an HTTP date (RFC 9110 section 10.2.3). Anything else counts as not said. */
function retryAfterOf(header: string | undefined, now: Date): { retryAfterMs?: number } {
  if (header === undefined || header.trim() === '') return {};
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds < 0 ? {} : { retryAfterMs: seconds * 1000 };
  const date = Date.parse(header);
  return Number.isNaN(date) ? {} : { retryAfterMs: Math.max(0, date - now.getTime()) };
}

/** Faults of looking up the name, connecting and agreeing on encryption: nothing of the request was sent. */
const beforeConnecting = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
