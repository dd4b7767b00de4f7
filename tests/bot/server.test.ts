import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
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

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('createServer', () => {
  let server: restify.Server;
  let url: string;
  let received: Activity[] = [];
  let admission: () => Promise<void>;
  let answer: () => Promise<{ status: number; body?: unknown } | undefined>;
  let missing: string[] = [];
  /** Each test calls from an address of its own, so that none meets the limit of another. */
  let caller = 0;

  beforeAll(async () => {
    server = createServer({
      log: createLog('silent'),
      metrics: createMetrics(),
      requiresAuthorization: true,
      bodyWithinMs: 300,
      trustedProxies: 1,
      admit: async (_authorization, sent) => {
        await admission();
        return async () => {
          received.push(sent);
          return answer();
        };
      },
      readiness: async () => ({ status: missing.length === 0 ? 'ready' : 'not ready', missing }),
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
    admission = async () => undefined;
    answer = async () => undefined;
    caller += 1;
  });

  const post = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer token',
        'content-type': 'application/json; charset=utf-8',
        'x-forwarded-for': `203.0.113.${caller}`,
        ...headers,
      },
      body,
    });

  /** A request that fetch would not make. Resolves with the head of the answer. */
  const raw = (headers: Record<string, string>, write: (request: ClientRequest) => void) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpRequest(`${url}/api/messages`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer token',
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${caller}`,
          ...headers,
        },
      });
      request.once('response', (response) => {
        response.resume();
        resolve(response);
        request.destroy();
      });
      request.on('error', reject);
      write(request);
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
    ['JSON of another kind', JSON.stringify(activity), { 'content-type': 'application/jsonlines' }, 415],
    [
      'another charset',
      JSON.stringify(activity),
      { 'content-type': 'application/json; charset=utf-16' },
      415,
    ],
    ['a gzipped body', JSON.stringify(activity), { 'content-encoding': 'gzip' }, 415],
    ['a deflated body', JSON.stringify(activity), { 'content-encoding': 'deflate' }, 415],
    ['a Brotli body', JSON.stringify(activity), { 'content-encoding': 'br' }, 415],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 400],
    ['lists in lists', JSON.stringify({ ...activity, value: nested(500) }), {}, 400],
    ['a hundred thousand lists in lists', `{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, {}, 400],
    ['a huge list', JSON.stringify({ ...activity, value: Array(60_000).fill(1) }), {}, 400],
    ['a __proto__', JSON.stringify(activity).replace('{', '{"__proto__":{"isAdmin":true},'), {}, 400],
  ])('refuses %s without handing anything on', async (_what, body, headers, status) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(received).toEqual([]);
    expect(await response.text()).not.toMatch(/at .*\.ts/);
  });

  it.each<[string, unknown]>([
    ['channelData', 'a word'],
    ['channelData', { tenant: 'a word' }],
    ['channelData', { tenant: { id: 7 } }],
    ['entities', {}],
    ['entities', ['a word']],
    ['attachments', { 0: {} }],
    ['attachments', [null]],
    ['membersAdded', 'all'],
    ['membersAdded', [{ name: 'without an id' }]],
    ['membersRemoved', [7]],
    ['from', { id: '29:1', aadObjectId: { $ne: null } }],
    ['from', { id: '29:1', aadObjectId: '' }],
    ['recipient', []],
    ['conversation', { id: 'a:1', tenantId: [] }],
    ['conversation', { id: 'a:1', conversationType: 1 }],
    ['id', 17],
    ['replyToId', []],
    ['name', {}],
    ['action', 0],
    ['locale', []],
    ['textFormat', 1],
    ['timestamp', 1_541_000_000],
    ['localTimestamp', {}],
    ['expiration', []],
    ['serviceUrl', 'no address'],
    ['type', ['message']],
  ])('refuses a wrong %s: %j', async (field, value) => {
    const response = await post(JSON.stringify({ ...activity, [field]: value }));
    expect(response.status).toBe(400);
    expect(received).toEqual([]);
  });

  it.each(['message', 'invoke'])(
    'lets any value of a %s through to the parsers of the buttons',
    async (type) => {
      for (const value of ['a word', 7, null, [], { action: [] }]) {
        expect((await post(JSON.stringify({ ...activity, type, value }))).status).toBe(200);
      }
      expect(received).toHaveLength(5);
    },
  );

  it('takes NUL characters out: the database stores none', async () => {
    await post(JSON.stringify({ ...activity, text: 'he\0lp' }));
    expect(received).toMatchObject([{ text: 'help' }]);
  });

  it('does not read a body that says it is too large', async () => {
    const { statusCode } = await raw({ 'content-length': '300000' }, (request) => request.flushHeaders());
    expect(statusCode).toBe(413);
  });

  it('reads no more of a body in chunks than it takes', async () => {
    const { statusCode } = await raw({ 'transfer-encoding': 'chunked' }, (request) => {
      const send = () => {
        while (!request.destroyed && request.write('x'.repeat(64_000)));
      };
      request.on('drain', send);
      send();
    });
    expect(statusCode).toBe(413);
  });

  it('gives up on a body that does not arrive', async () => {
    const { statusCode } = await raw({ 'content-length': '20' }, (request) => request.write('{"type":'));
    expect(statusCode).toBe(408);
  });

  it('takes no harm from a caller that goes away in the middle', async () => {
    await raw({ 'content-length': '2000' }, (request) => {
      request.write('{"type":', () => request.destroy());
    }).catch(() => undefined);
    expect((await post(JSON.stringify(activity))).status).toBe(200);
  });

  it('has a limit for slow heads, and none of its own for idle connections below that of Azure’s front ends', () => {
    expect(server.server.headersTimeout).toBe(10_000);
    expect(server.server.requestTimeout).toBe(30_000);
    expect(server.server.keepAliveTimeout).toBeGreaterThan(60_000);
  });

  it('answers an invoke that nobody handles without a fault of the server', async () => {
    answer = async () => ({ status: 501 });
    const response = await post(JSON.stringify({ ...activity, type: 'invoke', name: 'task/fetch' }));
    expect(response.status).toBe(404);
  });

  it('limits an address that sends rubbish before it reads its bodies, and nobody else', async () => {
    const rubbish = async () => (await post('{"a":1}', { 'x-forwarded-for': '198.51.100.1' })).status;
    const statuses: number[] = [];
    while (statuses.length < 200 && statuses.at(-1) !== 429) statuses.push(await rubbish());
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeGreaterThan(50);
    const limited = await raw(
      { 'content-length': '200', 'x-forwarded-for': 'whatever, 198.51.100.1' },
      (request) => request.flushHeaders(),
    );
    expect(limited.statusCode).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await post(JSON.stringify(activity))).status).toBe(200);
  });

  it('goes on taking a token that it knows, also from an address that sends rubbish', async () => {
    const from = { 'x-forwarded-for': '198.51.100.2', authorization: 'Bearer of-teams' };
    expect((await post(JSON.stringify(activity), from)).status).toBe(200);
    const other = { ...from, authorization: 'Bearer of-somebody' };
    while ((await post('{', other)).status !== 429);
    expect((await post(JSON.stringify(activity), from)).status).toBe(200);
  });

  it('never limits what Teams sends, however much comes at once', async () => {
    const statuses = new Set<number>();
    for (let lot = 0; lot < 10; lot += 1) {
      const answers = Array.from({ length: 100 }, (_, index) =>
        post(JSON.stringify(activity), { authorization: `Bearer ${lot}-${index}` }),
      );
      for (const response of await Promise.all(answers)) statuses.add(response.status);
    }
    expect([...statuses]).toEqual([200]);
    expect(received).toHaveLength(1000);
  });

  it('limits pages too, but never whoever watches the process', async () => {
    const from = { headers: { 'x-forwarded-for': '198.51.100.3' } };
    const statuses: number[] = [];
    while (statuses.length < 2000 && !statuses.includes(429)) {
      const answers = Array.from({ length: 100 }, () => fetch(`${url}/nowhere`, from));
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
    }
    expect(statuses).toContain(429);
    expect((await fetch(`${url}/health/live`, from)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`, from)).status).toBe(200);
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
    admission = async () => {
      throw new RequestRefused(code, 'token', new Error('jwt not active'));
    };
    const response = await post(JSON.stringify(activity));
    expect(response.status).toBe(status);
    expect(received).toEqual([]);
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
