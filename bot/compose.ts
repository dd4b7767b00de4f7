import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import { AuthenticationConstants, ClaimsIdentity } from 'botframework-connector';
import type restify from 'restify';
import type { AdaptiveCard } from '../cards/card.ts';
import { withHelpAddress } from '../cards/help-address.ts';
import type { Clock } from '../services/clock.ts';
import { forgetDeadProcess } from '../services/deliveries/claim.ts';
import { createRateLimiter } from '../services/deliveries/rate-limiter.ts';
import { createPersonCheckBudget } from '../services/directory/person-check-budget.ts';
import { createReportRefresh } from '../services/directory/report-refresh.ts';
import { freshEnoughMs } from '../services/directory/status-for-sending.ts';
import { createGraph } from '../services/graph/client.ts';
import { createExpiryWatch } from '../services/graph/expiry-watch.ts';
import { steadyCredential } from '../services/graph/steady-credential.ts';
import { registerGuideMetrics } from '../services/guides/guide-metrics.ts';
import { loadGuides } from '../services/guides/load-guide.ts';
import { createInstaller } from '../services/installations/installer.ts';
import { freeLeasesOfDeadProcess } from '../services/jobs/lease.ts';
import { createKnowledge } from '../services/knowledge/knowledge.ts';
import { findConversation, markBlocked } from '../services/people/conversations.ts';
import { createPlanFollower } from '../services/plan-changes/follow-plan.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import { type Database, openDatabase } from '../services/store/database.ts';
import { watchGraph } from '../services/telemetry/graph-standing.ts';
import { createLog, type Log } from '../services/telemetry/log.ts';
import { createMetrics } from '../services/telemetry/metrics.ts';
import { registerRuntimeMetrics } from '../services/telemetry/runtime-metrics.ts';
import { TeamsBotAdapter } from './adapter.ts';
import { createApplication } from './application.ts';
import { type Config, originOf } from './config.ts';
import { genuineMessage } from './genuine-message.ts';
import { createHealth } from './health.ts';
import { serveHelp } from './help/help.ts';
import { type Authentication, botAuthentication } from './identity.ts';
import { limitPerson } from './limits/person-limit.ts';
import { byCurrentPlan } from './outbound/current-plan.ts';
import { createDispatcher } from './outbound/dispatcher.ts';
import { createKinds } from './outbound/kinds.ts';
import { createMessenger } from './outbound/messenger.ts';
import { createAppRoad } from './outbound/without-chat.ts';
import { servePictures } from './pictures.ts';
import { createServer } from './server.ts';
import { type StopOptions, stopInOrder } from './stop-in-order.ts';
import { createWorks } from './works.ts';
import { writtenAnswers } from './written-answers.ts';

/** Everything that is chosen outside: the environment, the plan, who is believed, and what time it is. */
export interface Composition {
  config: Config;
  plan: RolloutPlan;
  authentication: Authentication;
  /** The bot's own identity: signs the calls to Graph and, but for the demo, to the connector. */
  graphCredential: TokenCredential;
  clock: Clock;
  log?: Log;
  /** One that is open already, instead of the one that the environment names; closed with the bot. */
  database?: Database;
}

/** The whole bot, built but not yet listening. */
export interface Bot {
  server: restify.Server;
  /** Listens and starts what runs by itself; gives the address. Throws when the port is taken. */
  listen(): Promise<{ url: string; port: number }>;
  /** Looks now for what has become due, as the interval does; resolves when it is planned. */
  tick(): Promise<void>;
  /** Stops in order: no new work, no new requests, what is under way ends within ten seconds, then the database. */
  stop(options?: StopOptions): Promise<void>;
}

/**
 * The connector for all regions: tried when Teams says that a chat's own service URL is the wrong host
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
 */
const globalServiceUrl = 'https://smba.trafficmanager.net/teams/';

/**
 * The one place where things are constructed and wired.
 * Throws when the database cannot be opened, a guide or article is faulty, or an unauthenticated bot is not
 * bound to the loopback address.
 */
export async function compose(parts: Composition): Promise<Bot> {
  const { config, plan, clock, authentication } = parts;
  if (authentication.kind === 'unauthenticated' && config.host !== '127.0.0.1') {
    throw new Error('Without authentication the bot listens on 127.0.0.1 only.');
  }
  const log = parts.log ?? createLog(config.logLevel);
  const metrics = createMetrics();
  const instanceId = randomUUID();
  const guides = loadGuides(plan);
  const database =
    parts.database ?? (await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir }));
  registerGuideMetrics(metrics.registry, { database, clock });
  await freeLeasesOfDeadProcess(database);
  await forgetDeadProcess(database);
  // Everything below holds this one plan; what the service desk changes of it is put into it in place.
  const planFollower = createPlanFollower({ database, plan });
  await planFollower.now();
  const knowledge = await createKnowledge({ plan, log, written: writtenAnswers(database) });
  registerRuntimeMetrics(metrics.registry, { database, modelReady: knowledge.ready });

  const credential = steadyCredential(parts.graphCredential);
  const graph = watchGraph(createGraph({ credential, baseUrl: config.graphUrl, log, metrics }), {
    registry: metrics.registry,
    now: () => new Date(),
  });
  const directory = { database, graph, plan, clock, log };
  const budget = createPersonCheckBudget({ database, slots: 4 });
  const signInPages = createPersonCheckBudget({
    database,
    name: 'graph-sign-in-pages',
    slots: 9,
    windowMs: 60_000,
  });
  const report = createReportRefresh({ ...directory, budget });
  const refreshReport = async (withinMs?: number) => {
    await report.ifOlderThan(freshEnoughMs, withinMs);
  };

  const helpAddress = config.publicUrl && `${config.publicUrl}/help`;
  const present = (card: AdaptiveCard) => withHelpAddress(card, helpAddress);
  const auth = botAuthentication(authentication, credential);
  const identity = authentication.kind === 'microsoft' ? authentication.identity : undefined;
  const isAllowedServiceUrl = (serviceUrl: string) => {
    const origin = originOf(serviceUrl);
    if (origin === undefined) return false;
    return config.serviceOrigins.includes(origin) || (!identity && origin.startsWith('http://'));
  };
  const limiter = createRateLimiter({ database, name: 'teams', perSecond: config.teamsRequestsPerSecond });
  const claims = new ClaimsIdentity([
    { type: AuthenticationConstants.AudienceClaim, value: identity?.appId ?? '' },
    { type: AuthenticationConstants.AppIdClaim, value: identity?.appId ?? '' },
  ]);
  const connectors = auth.createConnectorFactory(claims);
  const messenger = createMessenger({
    connect: (serviceUrl) =>
      connectors.create(serviceUrl, AuthenticationConstants.ToChannelFromBotOAuthScope),
    isAllowedServiceUrl,
  });
  // Without TEAMS_APP_ID nobody gets the app by itself: a message to who lacks it ends as "not installed".
  const installer =
    config.teamsAppId === undefined
      ? undefined
      : createInstaller({
          database,
          graph,
          log,
          metrics,
          manifestId: config.teamsAppId,
          botId: `28:${identity?.appId ?? ''}`,
          tenantId: identity?.tenantId,
          globalServiceUrl,
          instanceId,
          wake: () => dispatcher.wake(),
        });
  const dispatcher = createDispatcher({
    database,
    messenger,
    limiter,
    prepare: byCurrentPlan(
      createKinds({
        ...directory,
        guides,
        report,
        budget,
        serviceDeskGroupId: config.serviceDeskGroupId,
        publicUrl: config.publicUrl,
        present,
      }),
      planFollower,
    ),
    findConversation: (accountId) => findConversation(database, accountId),
    markBlocked: (accountId, why, since) => markBlocked(database, accountId, why, since),
    app:
      installer &&
      createAppRoad({
        database,
        log,
        wakeInstaller: () => installer.wake(),
        wakeDispatcher: () => dispatcher.wake(),
      }),
    otherServiceUrls: [globalServiceUrl].filter(isAllowedServiceUrl),
    clock,
    log,
    metrics,
    instanceId,
  });

  const works = createWorks({
    ...directory,
    config,
    metrics,
    instanceId,
    budget,
    signInPages,
    refreshReport,
    refreshPlan: () => planFollower.now(),
    installer,
    wakeDispatcher: () => dispatcher.wake(),
  });

  const adapter = new TeamsBotAdapter({
    authentication: auth,
    expected: identity && { appId: identity.appId, tenantId: identity.tenantId },
    isAllowedServiceUrl,
    takePlace: async () => {
      await limiter.take({ urgent: true });
    },
  });
  const application = createApplication({
    plan,
    database,
    graph,
    clock,
    log,
    metrics,
    knowledge,
    guides,
    serviceDeskGroupId: config.serviceDeskGroupId,
    publicUrl: config.publicUrl,
    present,
    refreshReport,
    refreshPlan: () => planFollower.now(),
    noteCheck: () => budget.note(),
    installsApp: installer !== undefined,
    wake: () => dispatcher.wake(),
    followNotices: () => {
      works.notices
        .runNow()
        .catch((error: unknown) => log.error({ error }, 'a notice is taken further at its next turn'));
    },
  });

  const handleTurn = limitPerson(application, { metrics, perMinute: config.turnsPerPerson });
  const expiry =
    identity &&
    createExpiryWatch(
      { graph, registry: metrics.registry, log, now: () => new Date() },
      identity,
      config.secretSaidToExpire,
    );

  let stopping: Promise<void> | undefined;
  function begunToStop(options: StopOptions | undefined): Promise<void> {
    log.info('stopping');
    expiry?.stop();
    const outbound = [dispatcher, ...(installer ? [installer] : [])];
    return stopInOrder({ server, turns, works: works.all, outbound, floor: [knowledge, database] }, options);
  }
  const turns = new Set<Promise<unknown>>();
  const server = createServer({
    log,
    metrics,
    requiresAuthorization: identity !== undefined,
    trustedProxies: config.trustedProxies,
    async admit(authorization, activity) {
      const run = await adapter.admit(authorization, activity);
      return () => {
        const turn = run(handleTurn);
        turns.add(turn);
        return turn.finally(() => turns.delete(turn));
      };
    },
    readiness: createHealth({
      database,
      credential: identity && credential,
      graphStanding: () => graph.standing(),
      isStopping: () => stopping !== undefined,
    }),
  });

  servePictures(server);
  serveHelp(server, {
    plan,
    guides,
    knowledge,
    clock,
    picturesAvailable: true,
    publicUrl: config.publicUrl,
    refreshPlan: () => planFollower.withinASecond(),
    references: {
      find: (typed) => genuineMessage({ database, plan }, typed),
      trustedProxies: config.trustedProxies ?? 0,
    },
  });

  return {
    server,
    async listen() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, config.port)));
        server.listen(config.port, config.host ?? '0.0.0.0', resolve);
      });
      await dispatcher.start();
      await installer?.start();
      for (const work of works.all) work.start();
      expiry?.start();
      const { port } = server.address();
      const url = `http://${config.host ?? 'localhost'}:${port}`;
      log.info({ port, engine: database.engine, plan: plan.id }, 'listening');
      return { url, port };
    },
    tick: () => works.reminders.runNow(),
    stop(options) {
      stopping ??= begunToStop(options);
      return stopping;
    },
  };
}

function portFault(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(
    `Port ${port} is in use by another program. Stop that program, or set PORT to another port.`,
  );
}
