import type { Activity, InvokeResponse } from 'botbuilder';
import type restify from 'restify';
import type { Log } from '../../services/telemetry/log.ts';
import type { Metrics } from '../../services/telemetry/metrics.ts';
import { RequestRefused } from '../adapter.ts';
import type { Door } from '../limits/door.ts';
import { activityShape } from './activity-shape.ts';
import { parseJson } from './json.ts';
import { letGo, readBody } from './read-body.ts';

export interface MessageDeps {
  log: Log;
  metrics: Pick<Metrics, 'requestsRefused'>;
  door: Door;
  /** Whether a request without an Authorization header may be looked at (the demo alone). */
  requiresAuthorization: boolean;
  /** How long a whole body may take to arrive, in milliseconds. */
  bodyWithinMs?: number;
  /**
   * Checks who sends an activity and gives the turn that is to be run; nothing of the turn has happened yet.
   * Rejects with RequestRefused when the sender is not Teams on behalf of this tenant.
   */
  admit(authorization: string, activity: Activity): Promise<() => Promise<InvokeResponse | undefined>>;
}

/**
 * The largest activity that is read, in bytes. Teams' own messages stay under 100 KB (facts section 1); a
 * card action carries little. Being wrong upwards costs memory, downwards a lost message.
 */
const largestBody = 256 * 1024;

/** Teams sends a body in one go; longer than this takes only somebody who wants to keep the connection. */
const defaultBodyWithinMs = 10_000;

/**
 * Answers one POST to /api/messages. It is checked in the order of what a check costs: how much this caller sent,
 * header, size and type, JSON, shape, and only then token and tenant. No answer holds an inner message.
 */
export async function answerMessage(
  deps: MessageDeps,
  caller: string,
  request: restify.Request,
  response: restify.Response,
): Promise<void> {
  const authorization = request.header('authorization', '');
  const entry = deps.door.enter(caller, authorization);
  const refuse = (status: number, why: string, message: string) => {
    deps.metrics.requestsRefused.inc({ why });
    if (entry.kind === 'admitted') entry.refused();
    response.once('finish', () => letGo(request));
    response.send(status, { error: message });
  };
  if (entry.kind === 'refused') {
    response.header('Retry-After', String(Math.ceil(entry.retryAfterMs / 1000)));
    return refuse(429, 'limited', 'Too many requests. Try again later.');
  }
  if (deps.requiresAuthorization && !/^Bearer \S+$/i.test(authorization)) {
    return refuse(401, 'no-token', 'This address takes messages from Microsoft Teams only.');
  }
  if (!isPlainJson(request)) {
    return refuse(415, 'type', 'The body must be JSON in UTF-8, without compression.');
  }
  const withinMs = deps.bodyWithinMs ?? defaultBodyWithinMs;
  const body = await readBody(request, { largestBody, withinMs });
  if (body.kind === 'broken') return;
  if (body.kind === 'too-large') return refuse(413, 'too-large', 'The body is too large.');
  if (body.kind === 'too-slow') return refuse(408, 'too-slow', 'The body took too long to arrive.');
  const json = body.kind === 'read' ? parseJson(body.text) : body;
  if (json.kind !== 'parsed') return refuse(400, json.kind, 'The body is not an activity.');
  const shaped = activityShape.safeParse(json.value);
  if (!shaped.success) {
    deps.log.warn({ fault: placeOf(shaped.error.issues[0]?.path) }, 'a body was not an activity');
    return refuse(400, 'shape', 'The body is not an activity.');
  }
  try {
    // The schema has checked what the SDK reads; all other fields are optional in its type.
    const runTurn = await deps.admit(authorization, shaped.data as unknown as Activity);
    entry.accepted();
    const answer = await runTurn();
    if (answer) response.send(statusOf(answer), answer.body);
    else response.send(200);
  } catch (error) {
    if (error instanceof RequestRefused) {
      deps.log.warn(
        { code: error.code, why: error.why, cause: nameOf(error.cause) },
        'a message was refused',
      );
      return refuse(error.status, error.code, 'This message cannot be accepted.');
    }
    deps.log.error({ error }, 'a message could not be handled');
    response.send(500, { error: 'The message could not be handled.' });
  }
}

/** Compressed bodies are refused because a small one can unpack into gigabytes; Teams sends none. */
function isPlainJson(request: restify.Request): boolean {
  const coding = request.header('content-encoding', 'identity').trim().toLowerCase();
  const [type = '', ...parameters] = request.header('content-type', '').toLowerCase().split(';');
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(one)?.[1]).find(Boolean);
  return (
    coding === 'identity' &&
    type.trim() === 'application/json' &&
    (charset === undefined || charset === 'utf-8' || charset === 'utf8')
  );
}

/**
 * botbuilder answers 501 to an invoke that nobody handles. It is no fault of the bot's: a 5xx would count as one with
 * whoever watches the service, and make some callers try again.
 */
function statusOf(answer: InvokeResponse): number {
  return answer.status === 501 ? 404 : answer.status;
}

/** The field that is wrong, without the names of fields that the sender chose. */
function placeOf(path: (string | number)[] | undefined): string {
  return (path ?? []).map(String).join('.').slice(0, 100);
}

/** What jsonwebtoken says of a token names no content of it; other errors can quote what somebody sent. */
const harmless = new Set(['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError']);

function nameOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  return harmless.has(cause.name) ? `${cause.name}: ${cause.message.slice(0, 200)}` : cause.name;
}
