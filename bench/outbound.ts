import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import { createDispatcher } from '../bot/outbound/dispatcher.ts';
import { createMessenger } from '../bot/outbound/messenger.ts';
import { enqueue } from '../services/deliveries/enqueue.ts';
import { createRateLimiter } from '../services/deliveries/rate-limiter.ts';
import { findConversation, rememberConversation } from '../services/people/conversations.ts';
import { openDatabase } from '../services/store/database.ts';
import { createLog } from '../services/telemetry/log.ts';
import { createMetrics } from '../services/telemetry/metrics.ts';

// What durability costs: messages a second through the whole road (claimed, decided, written down, sent, settled)
// beside a loop that only sends, at the same connector, with the same number of requests at once. Both without a
// rate limit that binds. DATABASE_URL chooses PostgreSQL.
const messages = 1_000;
const atOnce = 32;
const answerAfterMs = 50;

const connector = await startConnector();
const connectors = new ConfigurationBotFrameworkAuthentication({}).createConnectorFactory(
  new ClaimsIdentity([], 'anonymous'),
);
const connect = (serviceUrl: string): Promise<ConnectorClient> => connectors.create(serviceUrl, '');

const loop = await timed(sendInLoop);
const road = await timed(await prepareRoad());
console.log(`a loop that only sends   ${perSecond(loop)} messages a second`);
console.log(`the road out             ${perSecond(road)} messages a second`);
console.log(`ratio road : loop        ${(loop / road).toFixed(2)}`);
connector.server.close();
process.exit(0);

async function sendInLoop(): Promise<void> {
  const client = await connect(connector.url);
  let next = 0;
  const lane = async () => {
    while (next < messages) {
      next += 1;
      await client.conversations.sendToConversation(`chat-${next}`, { type: 'message', text: 'hello' });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function prepareRoad(): Promise<() => Promise<void>> {
  const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL });
  const prepare = async () => ({ kind: 'send', content: { type: 'message', text: 'hello' } }) as const;
  const dispatcher = createDispatcher({
    database,
    messenger: createMessenger({ connect, isAllowedServiceUrl: () => true }),
    limiter: createRateLimiter({ database, name: 'bench', perSecond: 10_000 }),
    prepare: {
      installation: prepare,
      'guide-check': prepare,
      'date-moved': prepare,
      ticket: prepare,
      'call-list': prepare,
      'notice-progress': prepare,
      reminder: prepare,
      school: prepare,
      notice: prepare,
      'reminder-card': prepare,
    },
    findConversation: (accountId) => findConversation(database, accountId),
    markBlocked: async () => {},
    clock: { now: () => new Date() },
    log: createLog('silent'),
    metrics: createMetrics(),
    instanceId: 'bench',
    concurrency: atOnce,
  });
  const run = Date.now();
  const accounts = Array.from({ length: messages }, (_, index) => `bench-${run}-${index}`);
  for (const accountId of accounts) {
    await rememberConversation(database, {
      accountId,
      conversationId: `chat-${accountId}`,
      serviceUrl: connector.url,
      botId: '28:bot',
      teamsUserId: '29:person',
    });
  }
  await enqueue(
    database,
    accounts.map((accountId) => ({
      key: `bench:${accountId}`,
      kind: 'notice',
      operation: 'send',
      target: { accountId },
      subject: {},
    })),
  );
  return async () => {
    await dispatcher.start();
    await dispatcher.idle();
    await dispatcher.stop(1_000);
    await database.close();
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function perSecond(durationMs: number): string {
  return (messages / (durationMs / 1000)).toFixed(0).padStart(5);
}

async function startConnector(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    }, answerAfterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server };
}
