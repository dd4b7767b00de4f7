import { randomUUID } from 'node:crypto';
import { type Claimed, claim, endWaits, freeAllClaims } from '../../services/deliveries/claim.ts';
import { backlog, isNothingDue } from '../../services/deliveries/counts.ts';
import { type Delivery, type DeliveryKind, deliveryKinds } from '../../services/deliveries/delivery.ts';
import { release, renew, unclaim } from '../../services/deliveries/settle.ts';
import { createBell } from '../../services/jobs/bell.ts';
import { createClockWatch } from '../../services/jobs/clock-watch.ts';
import { type Carrier, type CarrierOptions, createCarrier } from './carrier.ts';

export interface DispatcherOptions extends Omit<CarrierOptions, 'claimant'> {
  /** Names this instance in claims and logs. */
  instanceId: string;
  /** How many deliveries are worked on at once. 32 reach 45 a second up to an answer time of 700 ms. */
  concurrency?: number;
  /** The process's clock in milliseconds, which is the embedded database's. */
  wallClock?: () => number;
}

/** Carries deliveries out of the table, on this instance, until it is stopped. */
export interface Dispatcher {
  start(): Promise<void>;
  /** Something was put on the road: look at once instead of at the next second. Call it after the commit. */
  wake(): void;
  /**
   * Claims nothing more, lets what is under way finish within `graceMs`, then gives the rest back: those count as
   * possible repeats where their request had left. Close the database only after it.
   */
  stop(graceMs: number): Promise<void>;
  /** Resolves when nothing is due and nobody is at work; what waits for a later time does not count. */
  idle(): Promise<void>;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, log, metrics, instanceId, concurrency = 32, wallClock = Date.now } = options;
  const claimant = `${instanceId}:${randomUUID()}`;
  const carrier: Carrier = createCarrier({ ...options, claimant });
  const underWay = new Map<string, { delivery: Delivery; end: Promise<void> }>();
  const bell = createBell();
  const clockWatch = createClockWatch({ wallClock, steadyClock: () => performance.now() });
  let isStopping = false;
  let running: Promise<void> | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let renewing: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    while (!isStopping) {
      const claimed = await lookOnce().catch((error: unknown) => {
        log.error({ err: error }, 'Deliveries could not be claimed');
        return 0;
      });
      if (isStopping) return;
      if (claimed === 0 || !hasRoom()) await bell.ring(pollMs);
    }
  }

  async function lookOnce(): Promise<number> {
    if (clockWatch.wasSetBack()) {
      log.warn({}, 'The clock was set back: what waits by the old time is looked at again');
      await endWaits(database);
    }
    return claimSome();
  }

  /** Claiming in lots costs less than one by one: wait until a quarter of the places is free. */
  function hasRoom(): boolean {
    return concurrency - underWay.size >= Math.max(1, Math.floor(concurrency / 4));
  }

  async function claimSome(): Promise<number> {
    const { kinds, limit } = room(
      concurrency,
      [...underWay.values()].map(({ delivery }) => delivery.kind),
    );
    if (limit === 0) return 0;
    const claimed = await claim(database, { claimant, limit, kinds, underWay: [...underWay.keys()] });
    countRepeats(claimed.possibleRepeats);
    if (isStopping) {
      await unclaim(
        database,
        claimant,
        claimed.deliveries.map(({ id }) => id),
      );
      return 0;
    }
    // Another instance, by a wrong clock, may have freed what is under way here: it is this claimant's again, and goes on.
    const fresh = claimed.deliveries.filter(({ id }) => !underWay.has(id));
    for (const delivery of fresh) begin(delivery);
    return fresh.length;
  }

  function begin(delivery: Delivery): void {
    const end = carrier.carry(delivery).finally(() => {
      underWay.delete(delivery.id);
      if (hasRoom()) bell.strike();
    });
    underWay.set(delivery.id, { delivery, end });
  }

  function countRepeats(kinds: Claimed['possibleRepeats']): void {
    for (const kind of kinds) metrics.repeats.inc({ kind });
    if (kinds.length > 0)
      log.warn({ count: kinds.length }, 'Deliveries may be seen twice after a process ended');
  }

  async function keepUp(): Promise<void> {
    try {
      const ids = [...underWay.keys()];
      if (ids.length > 0) {
        const kept = new Set(await renew(database, claimant, ids));
        const lost = ids.filter((id) => !kept.has(id) && underWay.has(id));
        if (lost.length > 0) log.warn({ lost }, 'Claims on deliveries were lost');
      }
      const { waiting, lagSeconds } = await backlog(database);
      metrics.deliveriesWaiting.set(waiting);
      metrics.deliveryLagSeconds.set(lagSeconds);
    } catch (error) {
      log.error({ err: error }, 'Claims on deliveries could not be renewed');
    }
  }

  async function finishWithin(graceMs: number): Promise<void> {
    const ends = Promise.all([...underWay.values()].map(({ end }) => end));
    await Promise.race([ends, pause(graceMs)]);
    carrier.abandon();
    if (underWay.size === 0) return;
    log.warn({ count: underWay.size }, 'Deliveries were given back unfinished');
    countRepeats(await release(database, claimant));
  }

  return {
    async start() {
      if (running) return;
      // The embedded database belongs to one process, so whoever held these is dead.
      if (database.engine === 'pglite') countRepeats(await freeAllClaims(database));
      renewal = setInterval(() => {
        renewing = renewing.then(keepUp);
      }, renewMs);
      renewal.unref();
      running = run();
    },
    wake: () => bell.strike(),
    async stop(graceMs) {
      isStopping = true;
      bell.strike();
      await running;
      await finishWithin(graceMs);
      clearInterval(renewal);
      await renewing;
    },
    async idle() {
      bell.strike();
      while (!isStopping) {
        if (underWay.size === 0 && (await isNothingDue(database))) return;
        await Promise.race([
          ...[...underWay.values()].map(({ end }) => end),
          new Promise((resolve) => setTimeout(resolve, idleLookMs)),
        ]);
      }
    },
  };
}

/** How often another instance's deliveries, and those whose wait is over, are looked for. */
const pollMs = 1_000;
/** A third of the lease: two renewals may fail before anything is lost. */
const renewMs = 20_000;
const idleLookMs = 100;

/**
 * How many more to claim and of which kinds. One kind may take three quarters of the places, so that one that is
 * slow to decide (a check with Microsoft takes seconds when Graph is busy) never keeps the others waiting.
 */
export function room(places: number, underWay: DeliveryKind[]): { kinds: DeliveryKind[]; limit: number } {
  const most = Math.max(1, Math.ceil((places * 3) / 4));
  const leftFor = (kind: DeliveryKind) => most - underWay.filter((other) => other === kind).length;
  const kinds = deliveryKinds.filter((kind) => leftFor(kind) > 0);
  return { kinds, limit: Math.max(0, Math.min(places - underWay.length, ...kinds.map(leftFor))) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
