import type { CarrierOptions } from '../../bot/outbound/carrier.ts';
import type { Dispatcher } from '../../bot/outbound/dispatcher.ts';
import { createAppRoad } from '../../bot/outbound/without-chat.ts';
import { endAppWait } from '../../services/deliveries/app-wait.ts';
import { createGraph as createClient } from '../../services/graph/client.ts';
import { createInstaller, type Installer } from '../../services/installations/installer.ts';
import { noteHeardFrom } from '../../services/installations/requests.ts';
import { rememberConversation } from '../../services/people/conversations.ts';
import type { Database } from '../../services/store/database.ts';
import { createLog } from '../../services/telemetry/log.ts';
import { createMetrics, type Metrics } from '../../services/telemetry/metrics.ts';
import { type CloudAccount, createGraph, type Graph } from './cloud/graph.ts';
import { serveHosts } from './cloud/server.ts';
import { type FakeConnector, startFakeConnector } from './fake-connector.ts';
import { createRoad, everyKind, outcomes } from './outbound.ts';

export const manifestId = '5f0c2a2e-0000-4000-8000-000000000001';

/** The road out with the installer, Graph's app paths and a connector, all on loopback. */
export interface InstallationWorld {
  database: Database;
  graph: Graph;
  connector: FakeConnector;
  dispatcher: Dispatcher;
  installer: Installer;
  metrics: Metrics;
  account(name: string): CloudAccount;
  /** What Teams tells the bot when the app came: as bot/application.ts takes it. */
  tellsOfInstallation(account: CloudAccount): Promise<void>;
  /** Another instance of both on the same database; stopped with the world. */
  another(): { dispatcher: Dispatcher; installer: Installer };
  /** Lets every wait but those for the app end, again and again, until each delivery has. */
  toTheEnd(): Promise<void>;
  /** `state: why` of each delivery by its key. */
  ends(): Promise<Record<string, string>>;
  /** How often Graph was asked, by resource, for app matters. */
  asked(): Record<string, number>;
  stop(): Promise<void>;
}

export async function createInstallationWorld(
  database: Database,
  options: { prepare?: CarrierOptions['prepare']['notice']; graphTimeoutMs?: number } = {},
): Promise<InstallationWorld> {
  await database.query(
    'truncate deliveries, conversations, rate_limits, installations, teams_app restart identity',
  );
  const connector = await startFakeConnector();
  const graph = createGraph({ now: Date.now, faultOfBearer: async () => undefined });
  const server = await serveHosts({ of: () => graph.answer, unplanned: () => undefined });
  graph.apps.chatIdOf = ({ id }) => `chat-${id}`;
  const metrics = createMetrics();
  const client = createClient({
    credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Infinity }) },
    baseUrl: `http://127.0.0.1:${server.port}`,
    log: createLog('silent'),
    metrics,
    timeoutMs: options.graphTimeoutMs,
  });
  const stops: (() => Promise<void>)[] = [];

  function another() {
    const log = createLog('silent');
    const installer = createInstaller({
      database,
      graph: client,
      log,
      metrics,
      manifestId,
      botId: '28:bot',
      globalServiceUrl: connector.url,
      instanceId: 'test',
      wake: () => dispatcher.wake(),
    });
    const say: CarrierOptions['prepare']['notice'] =
      options.prepare ?? (async ({ key }) => ({ kind: 'send', content: { text: key } }));
    const { dispatcher } = createRoad({
      database,
      metrics,
      app: createAppRoad({
        database,
        log,
        wakeInstaller: () => installer.wake(),
        wakeDispatcher: () => dispatcher.wake(),
      }),
      prepare: everyKind(say),
    });
    stops.push(async () => {
      await Promise.all([dispatcher.stop(1_000), installer.stop(1_000)]);
    });
    return { dispatcher, installer };
  }

  const first = another();
  const world: InstallationWorld = {
    database,
    graph,
    connector,
    metrics,
    ...first,
    another,
    account: (name) => graph.account(`${name}@school.norfolk.sch.uk`, { id: name }),
    async tellsOfInstallation({ id }) {
      await rememberConversation(database, {
        accountId: id,
        conversationId: `chat-${id}`,
        serviceUrl: connector.url,
        botId: '28:bot',
        teamsUserId: `29:${id}`,
      });
      if (await noteHeardFrom(database, id)) await endAppWait(database, id);
      world.dispatcher.wake();
    },
    async toTheEnd() {
      const deadline = performance.now() + 60_000;
      while (performance.now() < deadline) {
        await endOtherWaits(database);
        world.dispatcher.wake();
        world.installer.wake();
        const [row] = await database.query<{ count: string }>(
          `select count(*) from deliveries where state in ('due', 'claimed')`,
        );
        if (row?.count === '0') return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`Deliveries still wait: ${JSON.stringify(await world.ends())}`);
    },
    async ends() {
      const found = await outcomes(database);
      return Object.fromEntries(
        [...found].map(([key, { state, why }]) => [key, why === null ? state : `${state}: ${why}`]),
      );
    },
    asked() {
      const counts: Record<string, number> = {};
      for (const { resource } of graph.calls) counts[resource] = (counts[resource] ?? 0) + 1;
      return counts;
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
      await server.close();
      await connector.close();
    },
  };
  return world;
}

/** The installer's waits end, and those of retries; what waits for the app must be let go by the installer itself. */
async function endOtherWaits(database: Database): Promise<void> {
  await database.query(
    `update installations set not_before = clock_timestamp() where state = 'due' and not_before > clock_timestamp()`,
  );
  await database.query(
    `update deliveries set started_at = started_at - interval '1 minute',
       not_before = case when why in ('app-being-installed', 'chat-being-checked') then not_before
         else least(not_before, clock_timestamp()) end
     where state = 'due'`,
  );
}
