import type { Activity, InvokeResponse } from 'botbuilder';
import restify from 'restify';
import { z } from 'zod';
import type { Log } from '../services/telemetry/log.ts';
import type { Metrics } from '../services/telemetry/metrics.ts';
import { RequestRefused } from './adapter.ts';

export interface ServerDeps {
  log: Log;
  metrics: Metrics;
  /** Whether a request without an Authorization header may be looked at (the demo alone). */
  requiresAuthorization: boolean;
  receive(authorization: string, activity: Activity): Promise<InvokeResponse | undefined>;
  /** What is not ready yet, in words; empty when the bot can work. */
  notReady(): Promise<string[]>;
}

/**
 * The largest activity that is read, in bytes. Teams' own messages stay under 100 KB (facts section 1); a
 * card action carries little. Being wrong upwards costs memory, downwards a lost message.
 */
const largestBody = 256 * 1024;

/**
 * How long an idle connection stays open, in milliseconds: longer than the gateways before it keep theirs (Azure's use
 * 60 s). With Node's own 5 s a request can meet a connection that is just being closed, and is lost.
 */
const keepAliveMs = 75_000;

/** What every activity must have before anything else looks at it. */
const activityShape = z
  .object({
    type: z.string().min(1).max(100),
    channelId: z.string().min(1).max(100),
    serviceUrl: z.string().url().max(2000),
    conversation: z.object({ id: z.string().min(1).max(1000) }).passthrough(),
    from: z.object({ id: z.string().min(1).max(1000) }).passthrough(),
    recipient: z.object({ id: z.string().min(1).max(1000) }).passthrough(),
    text: z.string().max(100_000).nullish(),
  })
  .passthrough();

/**
 * The HTTP side of the bot, not yet listening. A message is checked in the order of what a check costs:
 * header, size and type, JSON, shape, and only then token and tenant.
 */
export function createServer(deps: ServerDeps): restify.Server {
  const server = restify.createServer({ name: 'mfa-rollout-bot', ignoreTrailingSlash: true });
  server.server.keepAliveTimeout = keepAliveMs;
  server.pre((_request, response, next) => {
    response.header('X-Content-Type-Options', 'nosniff');
    response.header('Cache-Control', 'no-store');
    next();
  });

  server.post('/api/messages', async (request, response) => {
    await answerMessage(deps, request, response);
  });

  server.get('/health/live', async (_request, response) => {
    response.send(200, { status: 'live' });
  });

  server.get('/health/ready', async (_request, response) => {
    const missing = await deps.notReady().catch(() => ['something that is looked at does not answer']);
    response.send(missing.length === 0 ? 200 : 503, {
      status: missing.length === 0 ? 'ready' : 'not ready',
      missing,
    });
  });

  server.get('/metrics', async (_request, response) => {
    const text = await deps.metrics.registry.metrics();
    response.sendRaw(200, text, { 'Content-Type': deps.metrics.registry.contentType });
  });

  return server;
}

async function answerMessage(
  deps: ServerDeps,
  request: restify.Request,
  response: restify.Response,
): Promise<void> {
  const authorization = request.header('authorization', '');
  if (deps.requiresAuthorization && !/^Bearer \S+$/i.test(authorization)) {
    return refuse(response, 401, 'This address takes messages from Microsoft Teams only.');
  }
  if (!/^application\/json\b/i.test(request.header('content-type', ''))) {
    return refuse(response, 415, 'The body must be JSON.');
  }
  const body = await readBody(request);
  if (body === undefined) {
    // The rest of the body is not read: this connection can carry nothing more.
    response.header('Connection', 'close');
    response.once('finish', () => request.destroy());
    return refuse(response, 413, 'The body is too large.');
  }
  const parsed = activityShape.safeParse(parseJson(body));
  if (!parsed.success) {
    deps.log.warn({ fault: parsed.error.issues[0]?.path.join('.') }, 'a body was not an activity');
    return refuse(response, 400, 'The body is not an activity.');
  }
  try {
    // The schema has checked what the SDK needs to find its way; all other fields are optional in its type.
    const answer = await deps.receive(authorization, parsed.data as unknown as Activity);
    if (answer) response.send(answer.status, answer.body);
    else response.send(200);
  } catch (error) {
    if (error instanceof RequestRefused) {
      deps.log.warn({ code: error.code, cause: nameOf(error.cause) }, 'a message was refused');
      return refuse(response, error.status, 'This message cannot be accepted.');
    }
    deps.log.error({ error }, 'a message could not be handled');
    refuse(response, 500, 'The message could not be handled.');
  }
}

function refuse(response: restify.Response, status: number, message: string): void {
  response.send(status, { error: message });
}

async function readBody(request: restify.Request): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being an activity; the shape check says so.
    return undefined;
  }
}

function nameOf(cause: unknown): string | undefined {
  return cause instanceof Error ? `${cause.name}: ${cause.message.slice(0, 200)}` : undefined;
}
