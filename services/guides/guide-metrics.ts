import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { type GuideNumbers, type OtherEnd, walkNumbers } from './walk-numbers.ts';

/** Who has not moved for a day has stopped: a guide takes minutes. In milliseconds. */
export const stoppedAfterMs = 24 * 60 * 60 * 1000;

type Labels = Record<string, string>;

/** How the metrics call walks that ended with something left to do. */
const endStates: Record<OtherEnd, string> = {
  'ask-desk': 'asked-desk',
  'other-guide': 'other-guide',
  wait: 'waits',
};

/**
 * How the guides go, read from the database whenever somebody asks for the metrics: the same from every instance. Where
 * it does not answer, the values of last time stay, and no other metric is lost. No names and no accounts.
 */
export function registerGuideMetrics(
  registry: Registry,
  { database, clock }: { database: Database; clock: Clock },
): void {
  const readNumbers = sharedWhileRunning(() =>
    walkNumbers(database, { stoppedBefore: new Date(clock.now().getTime() - stoppedAfterMs) }),
  );
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    values: (numbers: GuideNumbers) => [Labels, number][],
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        // A gauge that fails would take the whole page of metrics with it; that the database is down is told elsewhere.
        const read = await readNumbers().catch(() => undefined);
        if (read === undefined) return;
        const found = read.flatMap((numbers) =>
          values(numbers).map(([labels, value]): [Labels, number] => [
            { guide: numbers.guideId, ...labels },
            value,
          ]),
        );
        this.reset();
        for (const [labels, value] of found) this.set(labels, value);
      },
    });
  gauge(
    'guide_walks',
    'Walks through a guide: opened, done, and ended with something left to do',
    ['guide', 'state'],
    ({ opened, done, ends }) => [
      [{ state: 'opened' }, opened],
      [{ state: 'done' }, done],
      ...Object.entries(endStates).map(([kind, state]): [Labels, number] => [
        { state },
        ends.reduce((sum, end) => sum + (end.kind === kind ? end.count : 0), 0),
      ]),
    ],
  );
  gauge('guide_median_seconds', 'Half of the walks to an end were quicker', ['guide'], ({ medianSeconds }) =>
    medianSeconds === undefined ? [] : [[{}, medianSeconds]],
  );
  gauge('guide_stopped', 'Walks that have not moved for a day, by step', ['guide', 'step'], ({ stopped }) =>
    stopped.map(({ stepId, count }) => [{ step: stepId }, count]),
  );
  gauge('guide_methods', 'Methods that were chosen', ['guide', 'method'], ({ methods }) =>
    methods.map(({ method, count }) => [{ method }, count]),
  );
}

/** Several gauges are collected at once: they share one look at the database. */
function sharedWhileRunning<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | undefined;
  return () => {
    running ??= read().finally(() => {
      running = undefined;
    });
    return running;
  };
}
