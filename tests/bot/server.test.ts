import type { Activity } from 'botbuilder';
import type restify from 'restify';
import { RequestRefused } from '../../bot/adapter.ts';
import { createServer } from '../../bot/server.ts';
import { createLog } from '../../services/telemetry/log.ts';
import { createMetrics } from '../../services/telemetry/metrics.ts';

const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  conversation: { id: 'a:1' },
  from: { id: '29:1' },
  recipient: { id: '28:1' },
  text: 'help',
};

describe('createServer', () => {
  let server: restify.Server;
  let url: string;
  let received: Activity[] = [];
  let answer: () => Promise<{ status: number; body?: unknown } | undefined>;
  let missing: string[] = [];

  beforeAll(async () => {
    server = createServer({
      log: createLog('silent'),
      metrics: createMetrics(),
      requiresAuthorization: true,
      receive: async (_authorization, sent) => {
        received.push(sent);
        return answer();
      },
      notReady: async () => missing,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${server.address().port}`;
  });
  afterAll(async () => {
    server.server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  beforeEach(() => {
    received = [];
    missing = [];
    answer = async () => undefined;
  });

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer token',
        'content-type': 'application/json; charset=utf-8',
        ...headers,
      },
      body,
    });

  it('hands on an activity and answers 200', async () => {
    const response = await post(JSON.stringify(activity));
    expect(response.status).toBe(200);
    expect(received).toMatchObject([{ text: 'help' }]);
  });

  it('gives the answer to an invoke with its status and body', async () => {
    answer = async () => ({ status: 200, body: { statusCode: 200 } });
    const response = await post(JSON.stringify({ ...activity, type: 'invoke', name: 'adaptiveCard/action' }));
    expect(await response.json()).toEqual({ statusCode: 200 });
  });

  it.each([
    ['no header', JSON.stringify(activity), { authorization: '' }, 401],
    ['a header that is no bearer token', JSON.stringify(activity), { authorization: 'Basic abc' }, 401],
    ['another type', JSON.stringify(activity), { 'content-type': 'text/plain' }, 415],
    ['no JSON', '{', {}, 400],
    ['an empty object', '{}', {}, 400],
    ['an array', '[]', {}, 400],
    ['null', 'null', {}, 400],
    ['no service URL', JSON.stringify({ ...activity, serviceUrl: undefined }), {}, 400],
    ['a text that is no text', JSON.stringify({ ...activity, text: { a: 1 } }), {}, 400],
    ['a sender without an id', JSON.stringify({ ...activity, from: {} }), {}, 400],
  ])('refuses %s without handing anything on', async (_what, body, headers, status) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(received).toEqual([]);
    expect(await response.text()).not.toMatch(/at .*\.ts/);
  });

  it('refuses a body that is too large and goes on answering', async () => {
    const response = await post(JSON.stringify({ ...activity, text: 'x'.repeat(300_000) }));
    expect(response.status).toBe(413);
    expect((await post(JSON.stringify(activity))).status).toBe(200);
  });

  it.each([
    ['not-authenticated', 401],
    ['not-allowed', 403],
    ['cannot-check', 503],
  ] as const)('answers %s with %i and no reason', async (code, status) => {
    answer = async () => {
      throw new RequestRefused(code, new Error('jwt not active'));
    };
    const response = await post(JSON.stringify(activity));
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('jwt');
  });

  it('answers 500 without the inner message when a turn breaks', async () => {
    answer = async () => {
      throw new Error('connection string of the database');
    };
    const response = await post(JSON.stringify(activity));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('connection string');
  });

  it('says whether it lives and whether it is ready', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    missing = ['the database does not answer'];
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', missing });
  });

  it('gives its metrics to Prometheus', async () => {
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('turns_total');
  });
});
