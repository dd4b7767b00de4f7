/**
 * - `no-token`: no access token could be had, so Graph was not asked
 * - `unauthorised`: 401, the token was not accepted
 * - `forbidden`: 403, a permission is missing
 * - `no-licence`: 403, the tenant has no Microsoft Entra ID P1, which no permission makes good
 * - `not-found`: 404
 * - `refused`: every other 4xx, the request itself is wrong
 * - `throttled`: 429, still so after the tries that were allowed, or for longer than the caller can wait
 * - `unavailable`: no answer in time, a broken connection or a 5xx, still so after the tries that were allowed
 * - `bad-reply`: an answer that is not what Graph documents
 */
export type GraphFailureCode =
  | 'no-token'
  | 'unauthorised'
  | 'forbidden'
  | 'no-licence'
  | 'not-found'
  | 'refused'
  | 'throttled'
  | 'unavailable'
  | 'bad-reply';

interface Details {
  status?: number;
  /** How long Graph asked to be left alone, in milliseconds. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * A call to Microsoft Graph that gave no usable answer. The message says what was asked for, what came back and,
 * where somebody can do something, what; it holds no object id, no address and nothing from a body.
 */
export class GraphFailure extends Error {
  readonly code: GraphFailureCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: GraphFailureCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = 'GraphFailure';
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What was asked: the resource's name for logs and people, and the application permission that it needs. */
export interface Asked {
  resource: string;
  permission: string;
}

export interface FailedReply {
  status: number;
  /** Graph's own error code, such as 'Authorization_RequestDenied'. */
  errorCode?: string | undefined;
  retryAfterMs?: number | undefined;
}

/** The failure that an answer other than 2xx stands for. */
export function failureOfReply(asked: Asked, reply: FailedReply): GraphFailure {
  const { status, errorCode, retryAfterMs } = reply;
  const code = codeOf(status, errorCode);
  const came = errorCode === undefined ? `${status}` : `${status} ${errorCode}`;
  const message = `Microsoft Graph answered ${came} to ${asked.resource}${adviceFor(code, asked)}`;
  return new GraphFailure(code, message, { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function codeOf(status: number, errorCode: string | undefined): GraphFailureCode {
  if (status === 401) return 'unauthorised';
  if (status === 403 && errorCode === withoutPremium) return 'no-licence';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'throttled';
  if (status === 408 || status >= 500) return 'unavailable';
  return status >= 400 ? 'refused' : 'bad-reply';
}

function adviceFor(code: GraphFailureCode, asked: Asked): string {
  if (code === 'no-licence') {
    return '. The tenant needs Microsoft Entra ID P1 for this report: check its licences.';
  }
  if (code === 'forbidden') {
    return `. Check that the app has the application permission ${asked.permission} with admin consent.`;
  }
  if (code === 'unauthorised') return '. Check the app id, its secret or certificate, and the tenant id.';
  return '';
}

/** Graph's code where a report needs a licence. Source: facts page, section 2. */
const withoutPremium = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
