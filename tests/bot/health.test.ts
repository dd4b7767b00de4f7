import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHealth, readinessOf } from '../../bot/health.ts';
import type { Database } from '../../services/store/database.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

const well = {
  isStopping: false,
  database: 'ok',
  token: 'ok',
  graph: { kind: 'answering', lastAnswerAt: new Date('2026-11-24T09:00:00Z') },
} as const;
const away = {
  kind: 'not-answering',
  since: new Date('2026-11-24T09:01:00Z'),
  failure: 'unavailable',
} as const;

describe('readinessOf', () => {
  it.each([
    ['all is well', {}, 'ready', []],
    ['nothing was asked of Graph yet', { graph: { kind: 'not-asked' } }, 'ready', []],
    ['the demo signs nothing', { token: 'not needed' }, 'ready', []],
    ['Graph alone is away', { graph: away }, 'degraded', [/Graph does not answer/]],
    ['the database is away', { database: 'wrong' }, 'not ready', [/database does not answer/]],
    ['no token can be had', { token: 'wrong' }, 'not ready', [/no access token/]],
    ['it stops', { isStopping: true }, 'not ready', [/stopping/]],
    [
      'all is away',
      { database: 'wrong', token: 'wrong', graph: away },
      'not ready',
      [/database/, /token/, /Graph/],
    ],
  ] as const)('where %s', (_name, changes, status, missing) => {
    const readiness = readinessOf({ ...well, ...changes });
    expect(readiness.status).toBe(status);
    expect(readiness.missing).toEqual(missing.map((words) => expect.stringMatching(words)));
  });

  it('says when Graph last answered and since when it does not', () => {
    const lastAnswerAt = new Date('2026-11-24T08:59:00Z');
    expect(readinessOf({ ...well, graph: { ...away, lastAnswerAt } }).parts?.graph).toEqual({
      state: 'not-answering',
      lastAnswerAt: '2026-11-24T08:59:00.000Z',
      notAnsweringSince: '2026-11-24T09:01:00.000Z',
    });
  });
});

describe('createHealth', () => {
  const databaseThat = (query: () => Promise<never[]>) => ({ query }) as unknown as Database;
  const deps = {
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 60_000 }) },
    graphStanding: () => ({ kind: 'not-asked' }) as const,
    isStopping: () => false,
  };

  it('waits for a database that hangs no longer than it may, and shares one look among all who ask', async () => {
    let asked = 0;
    const health = createHealth({
      ...deps,
      withinMs: 30,
      database: databaseThat(() => {
        asked += 1;
        return new Promise(() => undefined);
      }),
    });
    const answers = await Promise.all(Array.from({ length: 50 }, health));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['not ready']));
    expect(asked).toBe(1);
    await health();
    expect(asked).toBe(2);
  });

  it('is not ready while no token can be had', async () => {
    const health = createHealth({
      ...deps,
      database: databaseThat(async () => []),
      credential: { getToken: () => Promise.reject(new Error('AADSTS7000215')) },
    });
    expect(await health()).toMatchObject({ status: 'not ready', parts: { database: 'ok', token: 'wrong' } });
  });
});

describe('/health and /metrics of a bot', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
    world.graph.people.push({ id: 'head-1', upn: 'head@ash.norfolk.sch.uk', methods: [], report: {} });
  });
  afterAll(() => world.stop());
  const ready = async () => {
    const response = await fetch(`${world.url}/health/ready`);
    return {
      status: response.status,
      body: (await response.json()) as { status: string; missing: string[] },
    };
  };

  it('are degraded, yet answered with 200, while Graph alone is away, and well again after it', async () => {
    await world.person('head-1').type('status');
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready', missing: [] } });
    for (const resource of ['user', 'methods', 'requirements'] as const) {
      world.graph.fail(resource, { kind: 'status', status: 503 }, Infinity);
    }
    const [reply] = await world.person('head-1').type('status');
    expect(reply?.text).toContain('did not answer');
    expect(await ready()).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        parts: { database: 'ok', token: 'not needed', graph: { state: 'not-answering' } },
      },
    });
    for (const resource of ['user', 'methods', 'requirements'] as const) world.graph.recover(resource);
    await world.person('head-1').type('status');
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('a refusal of Graph is an answer: nothing is degraded by a permission that is missing', async () => {
    world.graph.fail('requirements', { kind: 'status', status: 403 }, Infinity);
    await world.person('head-1').type('status');
    expect((await ready()).body.status).toBe('ready');
    world.graph.recover('requirements');
  });

  it('count what somebody who watches the bot needs', async () => {
    await world.person('head-1').type('dates');
    expect(await world.metric('turns_total{route="dates",outcome="ok"}')).toBeGreaterThan(0);
    expect(await world.metric('graph_last_answer_timestamp_seconds')).toBeGreaterThan(1_600_000_000);
    expect(await world.metric('graph_calls_total{resource="user",outcome="ok"}')).toBeGreaterThan(0);
    const text = await (await fetch(`${world.url}/metrics`)).text();
    for (const name of [
      'turn_seconds_bucket',
      'connector_request_seconds',
      'deliveries_total',
      'delivery_lag_seconds',
      'deliveries_waiting',
      'reminder_lag_seconds',
      'sentence_model_ready',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect(text).toContain(name);
    }
    // Labels name routes and resources, never people.
    expect(text).not.toMatch(/head-1|ash\.norfolk/);
  });
});
