import { randomUUID } from 'node:crypto';
import { endAppWait } from '../deliveries/app-wait.ts';
import { createRateLimiter, type RateLimiter } from '../deliveries/rate-limiter.ts';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { createBell } from '../jobs/bell.ts';
import { lastServiceUrl, learnConversation } from '../people/conversations.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import {
  claimRequests,
  freeAllRequests,
  noteInstalled,
  postpone,
  releaseRequests,
  settleRequest,
} from './claims.ts';
import { isForEverybody, type NotReached } from './outcome.ts';
import { holdBack, installationsPerSecond, paceName, takePlace } from './pace.ts';
import { afterFailure } from './patience.ts';
import { type Reached, reachAccount } from './reach-account.ts';
import type { Request } from './requests.ts';

export interface InstallerOptions {
  database: Database;
  graph: Graph;
  log: Log;
  metrics: Pick<Metrics, 'installations'>;
  /** The app's id in its manifest. */
  manifestId: string;
  /** Of the bot in Teams' form, `28:` and its app id: what a chat that is learnt from Graph is written to with. */
  botId: string;
  tenantId?: string | undefined;
  /** Where a chat is tried while no other is known. */
  globalServiceUrl: string;
  instanceId: string;
  /** Called after deliveries were let go on, or an account can be reached. */
  wake(): void;
  limiter?: RateLimiter;
  /** How many accounts are worked on at once. 32 reach 24 requests a second up to an answer time of 1.3 s. */
  concurrency?: number;
  /** In [0, 1), for the jitter. */
  random?: () => number;
}

/** Brings the app to accounts that were asked for, on this instance, until it is stopped. */
export interface Installer {
  start(): Promise<void>;
  /** Somebody was asked for: look at once instead of at the next second. */
  wake(): void;
  /** Takes nothing new, lets what is under way end within `graceMs`, then gives the rest back. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Apart from the dispatcher, so that a slow Graph holds none of its places: a delivery without a chat is put back and
 * waits here. What is asked for is a row; whatever a crash interrupts is done again and found done.
 */
export function createInstaller(options: InstallerOptions): Installer {
  const { database, graph, log, metrics, concurrency = 32, random = Math.random } = options;
  const claimant = `${options.instanceId}:${randomUUID()}`;
  const limiter =
    options.limiter ?? createRateLimiter({ database, name: paceName, perSecond: installationsPerSecond });
  const place = () => takePlace(limiter);
  const catalogue: Catalogue = createCatalogue({
    database,
    graph,
    manifestId: options.manifestId,
    takePlace: place,
  });
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  const bell = createBell();
  let running: Promise<void> | undefined;
  let closed: { why: NotReached; untilMs: number } | undefined;

  async function run(): Promise<void> {
    while (!isStopping) {
      const claimed = await claimSome().catch((error: unknown) => {
        log.error({ err: error }, 'Installations could not be claimed');
        return 0;
      });
      if (!isStopping && (claimed === 0 || underWay.size >= concurrency)) await bell.ring(pollMs);
    }
  }

  async function claimSome(): Promise<number> {
    const limit = concurrency - underWay.size;
    if (limit <= 0) return 0;
    const requests = await claimRequests(database, { claimant, limit });
    for (const request of requests) {
      const end: Promise<void> = work(request).finally(() => {
        underWay.delete(end);
        bell.strike();
      });
      underWay.add(end);
    }
    return requests.length;
  }

  /** Never throws: what cannot be written down is left to the lease. */
  async function work(request: Request): Promise<void> {
    try {
      await writeDown(request, await reach(request));
    } catch (error) {
      if (error instanceof GraphFailure) return afterGraph(request, error);
      log.error({ err: error, cause: request.cause }, 'An installation broke');
      await postponed(request, { afterMs: 30_000, why: 'internal-error', counts: true });
    }
  }

  async function reach(request: Request): Promise<Reached> {
    if (closed && performance.now() < closed.untilMs) return { kind: 'refused', why: closed.why };
    return reachAccount(
      {
        database,
        graph,
        catalogue,
        takePlace: place,
        noteInstalled: (accountId) => noteInstalled(database, { accountId, claimant }),
      },
      request,
    );
  }

  async function writeDown(request: Request, reached: Reached): Promise<void> {
    switch (reached.kind) {
      case 'heard-from':
        return settle(request, { kind: 'reached' });
      case 'chat':
        await learn(request, reached.chatId);
        return settle(request, { kind: 'reached' });
      case 'refused':
        return settle(request, reached);
      case 'await-event':
        return postponed(request, { afterMs: eventWaitMs, why: reached.kind, counts: false });
      case 'no-chat-yet': {
        const failure = new GraphFailure('not-found', 'Teams has not made the chat yet.');
        return afterGraph(request, failure);
      }
    }
  }

  async function learn({ accountId, requestedAt }: Request, conversationId: string): Promise<void> {
    const serviceUrl = (await lastServiceUrl(database)) ?? options.globalServiceUrl;
    const { botId, tenantId } = options;
    await learnConversation(
      database,
      { accountId, conversationId, serviceUrl, botId, tenantId },
      requestedAt,
    );
  }

  async function afterGraph(request: Request, failure: GraphFailure): Promise<void> {
    const next = afterFailure(failure, request.attempts, random());
    try {
      if (failure.code === 'throttled') await holdBack(database, failure.retryAfterMs ?? 1_000);
    } catch (error) {
      log.error({ err: error }, 'The pace of installations could not be held back');
    }
    if (next.kind === 'wait') return postponed(request, { ...next, why: failure.code });
    await settle(request, next).catch((error: unknown) => {
      log.error({ err: error }, 'The end of an installation could not be written down');
    });
  }

  async function settle(
    request: Request,
    end: { kind: 'reached' } | { kind: 'refused'; why: NotReached },
  ): Promise<void> {
    const { accountId } = request;
    const isOurs = await settleRequest(database, { accountId, claimant }, end);
    if (!isOurs) return;
    metrics.installations.inc({ outcome: end.kind === 'reached' ? 'reached' : end.why });
    if (end.kind === 'refused' && isForEverybody(end.why)) closeFor(end.why);
    // Not in one transaction: a delivery that is put back between the two statements then finds the end itself.
    await endAppWait(database, accountId);
    options.wake();
  }

  /** What holds for everybody is asked again only after a while, and said once. */
  function closeFor(why: NotReached): void {
    if (closed && performance.now() < closed.untilMs) return;
    closed = { why, untilMs: performance.now() + closedForMs };
    log.warn({ why }, 'The app cannot be installed for anybody');
  }

  async function postponed(
    { accountId }: Request,
    wait: { afterMs: number; why: string; counts: boolean },
  ): Promise<void> {
    await postpone(database, { accountId, claimant }, wait).catch((error: unknown) => {
      log.error({ err: error }, 'An installation could not be put back');
    });
  }

  return {
    async start() {
      if (running) return;
      // The embedded database belongs to one process, so whoever held these is dead.
      if (database.engine === 'pglite') await freeAllRequests(database);
      running = run();
    },
    wake: () => bell.strike(),
    async stop(graceMs) {
      isStopping = true;
      bell.strike();
      await running;
      await Promise.race([
        Promise.all(underWay),
        new Promise((resolve) => setTimeout(resolve, graceMs).unref()),
      ]);
      if (running) await releaseRequests(database, claimant);
    },
  };
}

/** How often another instance's requests, and those whose wait is over, are looked for. */
const pollMs = 1_000;

/** Teams tells of an installation within seconds; later the chat is read, which costs two requests. */
const eventWaitMs = 4_000;

/** An administrator who gives the permission or uploads the app sees the effect within minutes. */
const closedForMs = 2 * 60_000;
