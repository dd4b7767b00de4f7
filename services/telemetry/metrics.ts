import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every figure the product counts, in one registry of its own; `/metrics` prints `registry.metrics()`. */
export interface Metrics {
  registry: Registry;
  /** Turns taken, by the route that answered and how it ended (`ok`, `failed`, `refused`). */
  turns: Counter<'route' | 'outcome'>;
  /** Seconds from a turn's arrival to its end. */
  turnSeconds: Histogram<'route'>;
  /** Requests turned away before a turn, by the reason: `limited`, `too-large`, `shape`, `not-authenticated` and others. */
  requestsRefused: Counter<'why'>;
  /** Deliveries that ended, by kind and `sent`, `skipped` or `failed`. */
  deliveries: Counter<'kind' | 'outcome'>;
  /** Deliveries that may have been seen twice, because a process ended while their request was under way. */
  repeats: Counter<'kind'>;
  /** Attempts put off for a later one, by kind and the fault's code. */
  retries: Counter<'kind' | 'why'>;
  /** Seconds of one request to the connector, by operation and `sent` or the fault's code. */
  connectorSeconds: Histogram<'operation' | 'outcome'>;
  /** Deliveries that wait to be sent, as last looked at by this instance. */
  deliveriesWaiting: Gauge;
  /** Seconds by which the longest waiting delivery is late, as last looked at; 0 when none is late. */
  deliveryLagSeconds: Gauge;
  /** Accounts that were to get the app, by `reached` or why they could not (services/installations/outcome.ts). */
  installations: Counter<'outcome'>;
  /** Calls to Microsoft Graph, by resource and `ok` or the failure's code. */
  graphCalls: Counter<'resource' | 'outcome'>;
  /** Runs of periodic work on this instance, by work and `ok` or `failed`. */
  periodicRuns: Counter<'work' | 'outcome'>;
  /** Seconds between the time a reminder was due by the plan and the time it was planned. */
  reminderLagSeconds: Gauge;
  /** Tickets that are not closed, as last looked at by the instance that tells the service desk of them. */
  ticketsOpen: Gauge;
  /** Those among them with words that nobody of the service desk could be told of yet. */
  ticketsUnannounced: Gauge;
}

/** A fresh registry, so that two bots in one process (tests, the demo) do not count into each other. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    turns: new Counter({
      name: 'turns_total',
      help: 'Turns taken, by route and outcome',
      labelNames: ['route', 'outcome'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'turn_seconds',
      help: 'Seconds that a turn took',
      labelNames: ['route'],
      buckets: secondsOfWork,
      registers,
    }),
    requestsRefused: new Counter({
      name: 'requests_refused_total',
      help: 'Requests turned away before a turn, by reason',
      labelNames: ['why'],
      registers,
    }),
    deliveries: new Counter({
      name: 'deliveries_total',
      help: 'Deliveries that ended, by kind and outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    repeats: new Counter({
      name: 'delivery_possible_repeats_total',
      help: 'Deliveries sent again after a process ended while their request was under way',
      labelNames: ['kind'],
      registers,
    }),
    retries: new Counter({
      name: 'delivery_retries_total',
      help: 'Attempts put off for a later one, by kind and fault',
      labelNames: ['kind', 'why'],
      registers,
    }),
    connectorSeconds: new Histogram({
      name: 'connector_request_seconds',
      help: 'Seconds that one request to the connector took',
      labelNames: ['operation', 'outcome'],
      buckets: secondsOfWork,
      registers,
    }),
    deliveriesWaiting: new Gauge({
      name: 'deliveries_waiting',
      help: 'Deliveries that are not settled yet',
      registers,
    }),
    deliveryLagSeconds: new Gauge({
      name: 'delivery_lag_seconds',
      help: 'Seconds by which the longest waiting delivery is late',
      registers,
    }),
    installations: new Counter({
      name: 'installations_total',
      help: 'Accounts that were to get the app, by reached or why not',
      labelNames: ['outcome'],
      registers,
    }),
    graphCalls: new Counter({
      name: 'graph_calls_total',
      help: 'Calls to Microsoft Graph, by resource and outcome',
      labelNames: ['resource', 'outcome'],
      registers,
    }),
    periodicRuns: new Counter({
      name: 'periodic_runs_total',
      help: 'Runs of periodic work, by work and outcome',
      labelNames: ['work', 'outcome'],
      registers,
    }),
    reminderLagSeconds: new Gauge({
      name: 'reminder_lag_seconds',
      help: 'Seconds between the planned time of the last reminder and the time it was planned',
      registers,
    }),
    ticketsOpen: new Gauge({
      name: 'tickets_open',
      help: 'Tickets that the service desk has not closed',
      registers,
    }),
    ticketsUnannounced: new Gauge({
      name: 'tickets_unannounced',
      help: 'Tickets of which nobody of the service desk could be told yet',
      registers,
    }),
  };
}

/** Up to the 15 s after which a request to the connector is given up. */
const secondsOfWork = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30];
