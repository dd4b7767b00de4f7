import restify from 'restify';
import type { Metrics } from '../services/telemetry/metrics.ts';
import type { Readiness } from './health.ts';
import { answerMessage, type MessageDeps } from './inbound/messages.ts';
import { callerOf } from './limits/caller-address.ts';
import { createDoor } from './limits/door.ts';

export interface ServerDeps extends Omit<MessageDeps, 'metrics' | 'door'> {
  metrics: Metrics;
  /** How many proxies in front of the bot write X-Forwarded-For; none where not given. */
  trustedProxies?: number | undefined;
  /** Whether the bot can work, and what of it is missing. Never rejects. */
  readiness(): Promise<Readiness>;
}

/**
 * How long an idle connection stays open, in milliseconds: longer than the gateways before it keep theirs (Azure's use
 * 60 s). With Node's own 5 s a request can meet a connection that is just being closed, and is lost.
 */
const keepAliveMs = 75_000;

/**
 * How long the head of a request, and the whole of it, may take to arrive, in milliseconds. Node looks every 30 s; the
 * bodies of messages have a shorter limit of their own.
 */
const headWithinMs = 10_000;
const requestWithinMs = 30_000;

/** Teams sends some twenty headers. */
const mostHeaders = 100;

/** Those who watch the process; a limit would take a busy instance for a dead one. */
const unlimited = new Set(['/health/live', '/health/ready']);

/** The HTTP side of the bot, not yet listening. */
export function createServer(deps: ServerDeps): restify.Server {
  const server = restify.createServer({ name: 'mfa-rollout-bot', ignoreTrailingSlash: true });
  server.server.keepAliveTimeout = keepAliveMs;
  server.server.headersTimeout = headWithinMs;
  server.server.requestTimeout = requestWithinMs;
  server.server.maxHeadersCount = mostHeaders;
  const door = createDoor();
  const caller = (request: restify.Request) =>
    callerOf({
      remoteAddress: request.socket.remoteAddress,
      forwardedFor: request.header('x-forwarded-for', ''),
      trustedProxies: deps.trustedProxies ?? 0,
    });

  server.pre((request, response, next) => {
    response.header('X-Content-Type-Options', 'nosniff');
    response.header('Cache-Control', 'no-store');
    if (unlimited.has(request.path()) || isMessage(request)) return next();
    const entry = door.enterPage(caller(request));
    if (entry.kind === 'admitted') return next();
    deps.metrics.requestsRefused.inc({ why: 'limited' });
    response.header('Retry-After', String(Math.ceil(entry.retryAfterMs / 1000)));
    response.send(429, { error: 'Too many requests. Try again later.' });
    next(false);
  });

  server.post('/api/messages', async (request, response) => {
    await answerMessage({ ...deps, door }, caller(request), request, response);
  });

  server.get('/health/live', async (_request, response) => {
    response.send(200, { status: 'live' });
  });

  server.get('/health/ready', async (_request, response) => {
    const readiness = await deps.readiness();
    response.send(readiness.status === 'not ready' ? 503 : 200, readiness);
  });

  server.get('/metrics', async (_request, response) => {
    const text = await deps.metrics.registry.metrics();
    response.sendRaw(200, text, { 'Content-Type': deps.metrics.registry.contentType });
  });

  return server;
}

/** Messages are limited by what comes of them, everything else by its number. */
function isMessage(request: restify.Request): boolean {
  return request.method === 'POST' && /^\/api\/messages\/?$/.test(request.path());
}
