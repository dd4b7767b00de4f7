import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createGraph, type Graph, type GraphOptions } from '../../../services/graph/client.ts';
import { createMetrics, type Metrics } from '../../../services/telemetry/metrics.ts';

export interface GraphUnderTest {
  graph: Graph;
  /** Milliseconds of each wait between tries; none is really waited for. */
  waits: number[];
  /** Everything that was logged, as text. */
  logged: () => string;
  metrics: Metrics;
}

/** The real client against `baseUrl`, with waits that pass at once on its own clock and no chance in them. */
export function graphOn(baseUrl: string | undefined, options: Partial<GraphOptions> = {}): GraphUnderTest {
  const waits: number[] = [];
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const metrics = createMetrics();
  let waitedMs = 0;
  const graph = createGraph({
    credential: { getToken: async () => ({ token: 'a.test-token', expiresOnTimestamp: Infinity }) },
    baseUrl,
    log: pino({ level: 'trace' }, stream),
    metrics,
    timers: {
      async sleep(delayMs) {
        waits.push(delayMs);
        waitedMs += delayMs;
      },
      random: () => 0,
      now: () => performance.now() + waitedMs,
    },
    ...options,
  });
  return { graph, waits, logged: () => lines.join(''), metrics };
}

/** The code of the GraphFailure that a call ends with; fails the test when it ends otherwise. */
export async function failureOf<Value>(asked: Promise<Value>): Promise<unknown> {
  try {
    await asked;
  } catch (error) {
    return error;
  }
  throw new Error('No failure, where one was expected.');
}

/** All items of a paged listing. */
export async function allOf<Item>(pages: AsyncIterable<Item[] | { items: Item[] }>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(Array.isArray(page) ? page : page.items));
  return items;
}
