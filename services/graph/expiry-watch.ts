import { Gauge, type Registry } from 'prom-client';
import type { Log } from '../telemetry/log.ts';
import type { Graph } from './client.ts';
import { askExpiry, type Expiry, type OwnCredential, wordsOfExpiry } from './own-credentials.ts';

export interface ExpiryWatch {
  /** Looks now and then once a day. */
  start(): void;
  stop(): void;
  /** Looks now: tells the log where there is something to tell, and sets the metric. Never throws. */
  look(): Promise<void>;
}

export interface ExpiryWatchDeps {
  graph: Graph;
  registry: Registry;
  log: Log;
  /** The real time: secrets do not follow the rollout's clock. */
  now(): Date;
}

/** Once a day is often enough for something that is announced thirty days ahead, in milliseconds. */
const everyMs = 24 * 60 * 60 * 1000;

/**
 * Announces the end of the bot's own secret or certificate: in the log once a day from thirty days before, and in
 * `identity_expires_seconds`, which counts down at every scrape. The metric has no value while the end is not known.
 * Every instance looks for itself: each may hold another secret while one is being replaced.
 */
export function createExpiryWatch(
  deps: ExpiryWatchDeps,
  credential: OwnCredential,
  said: Date | undefined,
): ExpiryWatch {
  let timer: NodeJS.Timeout | undefined;
  let known: Expiry | undefined;
  new Gauge({
    name: 'identity_expires_seconds',
    help: 'Seconds until the secret or certificate of the bot expires, by who says so; negative when it has',
    labelNames: ['source'],
    registers: [deps.registry],
    collect() {
      this.reset();
      if (known?.kind !== 'expires') return;
      this.set({ source: known.source }, (known.at.getTime() - deps.now().getTime()) / 1000);
    },
  });

  async function look(): Promise<void> {
    try {
      known = await askExpiry(deps, { credential, said });
      const { kind, words } = wordsOfExpiry(known, credential, deps.now());
      const level = kind === 'fine' ? 'info' : kind === 'expired' ? 'error' : 'warn';
      deps.log[level]({ standing: kind, advice: words }, 'how long the bot’s own credential is good');
    } catch (error) {
      deps.log.error({ error }, 'the end of the bot’s own credential could not be looked up');
    }
  }

  return {
    look,
    start() {
      void look();
      timer = setInterval(() => void look(), everyMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
