import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { z } from 'zod';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Asked, GraphFailure } from './failure.ts';
import { createMiddleware, graphOrigin, isTokenError, networkErrorIn } from './middleware.ts';
import { failureIfAny, readReply } from './reply.ts';
import { decideRetry, interactive, type Patience } from './retry.ts';

export { GraphFailure } from './failure.ts';

/** Time and chance, so that a test can hold them. `now` is monotonic, in milliseconds. */
interface GraphTimers {
  sleep(delayMs: number): Promise<unknown>;
  random(): number;
  now(): number;
}

export interface GraphOptions {
  credential: TokenCredential;
  /** Origin that stands in for https://graph.microsoft.com. The bearer token goes there: it must be trusted. */
  baseUrl?: string | undefined;
  log: Log;
  metrics: Pick<Metrics, 'graphCalls'>;
  /** For one request; 10 seconds where not given. Graph answers in under two, nearly always. */
  timeoutMs?: number;
  timers?: GraphTimers;
}

/** One question to Graph. */
export interface GraphCall<Reply> extends Asked {
  /** Below the version, with every value percent-encoded: the SDK encodes none. Or a whole nextLink. */
  path: string;
  version?: 'v1.0' | 'beta';
  /** Sent as JSON by POST; without it the call is a GET. Only what may be repeated is posted here. */
  body?: unknown;
  reply: z.ZodType<Reply, z.ZodTypeDef, unknown>;
  /**
   * Reads an answer other than 2xx that is no failure to this caller, such as "there already": what it returns is the
   * reply. Undefined leaves the answer a GraphFailure. The text may name people: nothing of it may be kept.
   */
  expected?: (status: number, text: string) => Reply | undefined;
  patience?: Patience | undefined;
}

/** Microsoft Graph: bearer tokens, time-outs, retries, parsed replies, counted calls. Throws GraphFailure. */
export interface Graph {
  ask<Reply>(call: GraphCall<Reply>): Promise<Reply>;
  /** Origins that a nextLink may name. */
  origins: readonly string[];
}

/** Builds the client; nothing is sent before the first question. Throws TypeError when `baseUrl` is no URL. */
export function createGraph(options: GraphOptions): Graph {
  const { baseUrl, log, metrics } = options;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const timers = options.timers ?? realTimers;
  const middleware = createMiddleware({ credential: options.credential, baseUrl, timeoutMs });
  const client = Client.initWithMiddleware({ middleware, baseUrl: `${graphOrigin}/` });

  async function ask<Reply>(call: GraphCall<Reply>): Promise<Reply> {
    const patience = call.patience ?? interactive;
    const startedAt = timers.now();
    for (let attempt = 1; ; attempt += 1) {
      const triedAt = timers.now();
      const limitMs = Math.min(timeoutMs, patience.totalMs - (triedAt - startedAt));
      const outcome = await tryOnce(client, call, limitMs);
      const durationMs = Math.round(timers.now() - triedAt);
      if (!(outcome instanceof GraphFailure)) {
        metrics.graphCalls.inc({ resource: call.resource, outcome: 'ok' });
        log.debug({ resource: call.resource, outcome: 'ok', attempt, durationMs }, 'graph call');
        return outcome.reply;
      }
      metrics.graphCalls.inc({ resource: call.resource, outcome: outcome.code });
      const elapsedMs = timers.now() - startedAt;
      const decision = decideRetry({
        failure: outcome,
        attempt,
        patience,
        elapsedMs,
        random: timers.random(),
      });
      logFailure(log, call, outcome, { attempt, durationMs, decision: decision.kind });
      if (decision.kind === 'give-up') throw outcome;
      await timers.sleep(decision.delayMs);
    }
  }

  return { ask, origins: [graphOrigin, new URL(baseUrl ?? graphOrigin).origin] };
}

const defaultTimeoutMs = 10_000;

const realTimers: GraphTimers = { sleep, random: Math.random, now: () => performance.now() };

async function tryOnce<Reply>(
  client: Client,
  call: GraphCall<Reply>,
  limitMs: number,
): Promise<{ reply: Reply } | GraphFailure> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.max(1, limitMs));
  // The race also ends a wait for the token, which the signal does not reach.
  const tooLate = new Promise<never>((_, reject) => {
    limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
  });
  try {
    return { reply: await Promise.race([exchange(client, call, limit.signal), tooLate]) };
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    return failureOfError(call, error, limit.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

async function exchange<Reply>(client: Client, call: GraphCall<Reply>, signal: AbortSignal): Promise<Reply> {
  const request = client.api(call.path).responseType(ResponseType.RAW).option('signal', signal);
  if (call.version) request.version(call.version);
  // The raw response: the SDK loses the headers of an error whose body is not JSON, and Retry-After with them.
  const response: unknown = call.body === undefined ? await request.get() : await request.post(call.body);
  if (!(response instanceof Response)) throw new TypeError('The SDK gave no response.');
  const text = await response.text();
  const expected = response.ok ? undefined : call.expected?.(response.status, text);
  if (expected !== undefined) return expected;
  const failure = failureIfAny(call, response, text);
  if (failure) throw failure;
  return readReply(call, text);
}

function failureOfError(asked: Asked, error: unknown, wasTooLate: boolean): GraphFailure {
  if (wasTooLate) {
    return new GraphFailure('unavailable', `Microsoft Graph did not answer ${asked.resource} in time.`);
  }
  if (isTokenError(error)) {
    const message = `No access token for Microsoft Graph, asking for ${asked.resource}. Check the app id, its secret or certificate, the tenant id, and that login.microsoftonline.com can be reached.`;
    return new GraphFailure('no-token', message, { cause: causeOf(error) });
  }
  const cause = networkErrorIn(error) ?? error;
  return new GraphFailure(
    'unavailable',
    `The connection to Microsoft Graph broke, asking for ${asked.resource}.`,
    {
      cause,
    },
  );
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : error;
}

function logFailure(log: Log, asked: Asked, failure: GraphFailure, fields: Record<string, unknown>): void {
  const { code, status } = failure;
  const line = { resource: asked.resource, outcome: code, status, ...fields };
  // A missing account is an answer, not a fault.
  const isFault = code !== 'not-found' && fields.decision === 'give-up';
  if (isFault) log.warn({ ...line, error: failure }, 'graph call failed');
  else log.info({ ...line, reason: failure.message }, 'graph call failed');
}
