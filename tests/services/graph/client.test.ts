import { getMethods } from '../../../services/graph/authentication.ts';
import { GraphFailure } from '../../../services/graph/client.ts';
import { isMemberOf } from '../../../services/graph/groups.ts';
import { eachReportPage } from '../../../services/graph/registration-report.ts';
import { getUser } from '../../../services/graph/users.ts';
import { type FakeGraph, type Fault, startFakeGraph } from '../../support/fake-graph.ts';
import { allOf, failureOf, graphOn } from './graph-on.ts';

const head = { id: 'id-head', upn: 'head@hillside.norfolk.sch.uk', methods: ['password', 'phone'] };

let fake: FakeGraph;

beforeEach(async () => {
  fake = await startFakeGraph();
  fake.people = [head];
});

afterEach(async () => {
  await fake.stop();
  expect(fake.problems()).toEqual([]);
});

describe('throttling and faults that pass', () => {
  const passing: [string, Fault][] = [
    ['429 without a time', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    [
      '502 in HTML',
      { kind: 'status', status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' },
    ],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['a reset before the answer', { kind: 'reset' }],
    ['a reset in the middle of the answer', { kind: 'reset-mid-answer' }],
  ];

  it.each(passing)('asks again after %s, later each time', async (_name, fault) => {
    fake.fail('methods', fault, 2);
    const { graph, waits } = graphOn(fake.url);
    expect(await getMethods(graph, head.id)).toEqual(['password', 'phone']);
    expect(waits).toEqual([250, 500]);
  });

  it('also asks again by POST, which changes nothing here', async () => {
    fake.groups.set('desk', [head.id]);
    fake.fail('check-groups', { kind: 'status', status: 503 });
    expect(await isMemberOf(graphOn(fake.url).graph, head.id, 'desk')).toBe(true);
    expect(fake.calls.map((call) => call.body)).toEqual(Array(2).fill('{"groupIds":["desk"]}'));
  });

  it('asks again after a time-out', async () => {
    fake.fail('methods', { kind: 'hang' });
    expect(await getMethods(graphOn(fake.url, { timeoutMs: 30 }).graph, head.id)).toContain('phone');
  });

  it('gives up after three tries', async () => {
    fake.fail('methods', { kind: 'status', status: 503 }, 3);
    const failure = await failureOf(getMethods(graphOn(fake.url).graph, head.id));
    expect(failure).toMatchObject({ code: 'unavailable', status: 503 });
    expect(fake.calls).toHaveLength(3);
  });

  it('gives up on a server that hangs within the time the caller has', async () => {
    fake.fail('user', { kind: 'hang' }, Infinity);
    const { graph } = graphOn(fake.url);
    const startedAt = performance.now();
    const failure = await failureOf(getUser(graph, head.id, { tries: 3, totalMs: 40 }));
    expect(failure).toMatchObject({
      code: 'unavailable',
      message: 'Microsoft Graph did not answer user in time.',
    });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('waits at least as long as Retry-After says, in seconds', async () => {
    fake.fail('methods', { kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    const { graph, waits } = graphOn(fake.url);
    await getMethods(graph, head.id);
    expect(waits).toEqual([7_000]);
  });

  it('waits until the date that Retry-After names, by the clock of the answer', async () => {
    const headers = { date: 'Mon, 05 Nov 2018 09:00:00 GMT', 'retry-after': 'Mon, 05 Nov 2018 09:00:04 GMT' };
    fake.fail('methods', { kind: 'status', status: 503, headers });
    const { graph, waits } = graphOn(fake.url);
    await getMethods(graph, head.id);
    expect(waits).toEqual([4_000]);
  });

  it('reads Retry-After also where the body is not JSON', async () => {
    const headers = { 'content-type': 'text/html', 'retry-after': '3' };
    fake.fail('methods', { kind: 'status', status: 429, headers, body: '<html>busy</html>' });
    const { graph, waits } = graphOn(fake.url);
    await getMethods(graph, head.id);
    expect(waits).toEqual([3_000]);
  });

  it('does not make a person wait a minute: it gives up at once and passes the time on', async () => {
    fake.fail('methods', { kind: 'status', status: 429, headers: { 'retry-after': '60' } });
    const { graph, waits } = graphOn(fake.url);
    const failure = await failureOf(getMethods(graph, head.id));
    expect(failure).toMatchObject({ code: 'throttled', status: 429, retryAfterMs: 60_000 });
    expect(waits).toEqual([]);
  });

  it('lets a sweep wait that minute', async () => {
    fake.fail('report', { kind: 'status', status: 429, headers: { 'retry-after': '60' } });
    const { graph, waits } = graphOn(fake.url);
    expect(await allOf(eachReportPage(graph))).toEqual([]);
    expect(waits).toEqual([60_000]);
  });
});

describe('faults that stay', () => {
  it.each([
    [400, 'refused'],
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'refused'],
  ])('does not ask again after %i', async (status, code) => {
    fake.fail('methods', { kind: 'status', status, code: 'Some_Code' });
    const failure = await failureOf(getMethods(graphOn(fake.url).graph, head.id));
    expect(failure).toBeInstanceOf(GraphFailure);
    expect(failure).toMatchObject({ code, status });
    expect(String(failure)).toContain('Some_Code');
    expect(fake.calls).toHaveLength(1);
  });

  it('names the permission that is missing', async () => {
    fake.fail('methods', { kind: 'status', status: 403, code: 'Authorization_RequestDenied' });
    const failure = await failureOf(getMethods(graphOn(fake.url).graph, head.id));
    expect(String(failure)).toContain('UserAuthenticationMethod.Read.All');
  });

  it('names the licence that is missing', async () => {
    const code = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
    fake.fail('report', { kind: 'status', status: 403, code });
    const failure = await failureOf(allOf(eachReportPage(graphOn(fake.url).graph)));
    expect(failure).toMatchObject({ code: 'no-licence' });
    expect(String(failure)).toContain('Entra ID P1');
  });

  it('calls an answer that is no JSON a bad reply', async () => {
    fake.fail('methods', { kind: 'garbage' });
    const failure = await failureOf(getMethods(graphOn(fake.url).graph, head.id));
    expect(failure).toMatchObject({ code: 'bad-reply' });
  });

  it('names the place of a fault in a reply, and not what stood there', async () => {
    fake.fail('methods', { kind: 'reply', body: { value: [{ '@odata.type': { secret: '07700 900123' } }] } });
    const { graph, logged } = graphOn(fake.url);
    const failure = await failureOf(getMethods(graph, head.id));
    expect(String(failure)).toContain('methods');
    expect(String(failure)).toContain('value.0.@odata.type');
    expect(String(failure) + logged()).not.toContain('07700');
  });
});

describe('addresses', () => {
  it('reaches the stand-in though its own address is http with a port and a path', async () => {
    const { graph } = graphOn(`${fake.url}/some/path`);
    expect(await getUser(graph, head.id)).toMatchObject({ id: head.id });
  });

  it('refuses a stand-in that is no address', () => {
    expect(() => graphOn('nonsense')).toThrow('Invalid URL');
  });
});

describe('logs and metrics', () => {
  it('counts every request by resource and outcome', async () => {
    fake.fail('methods', { kind: 'status', status: 429 });
    const { graph, metrics } = graphOn(fake.url);
    await getMethods(graph, head.id);
    const printed = await metrics.registry.metrics();
    expect(printed).toContain('graph_calls_total{resource="methods",outcome="throttled"} 1');
    expect(printed).toContain('graph_calls_total{resource="methods",outcome="ok"} 1');
  });

  it('logs no id, no address, no token and no words of an answer', async () => {
    fake.fail('user', { kind: 'status', status: 500 }, 2);
    fake.fail('methods', { kind: 'status', status: 403, code: 'x y head@hillside' });
    const { graph, logged } = graphOn(fake.url);
    await getUser(graph, head.upn);
    await failureOf(getMethods(graph, head.id));
    expect(logged()).toContain('"outcome":"forbidden"');
    for (const secret of ['id-head', 'hillside', 'a.test-token', 'not to be logged']) {
      expect(logged()).not.toContain(secret);
    }
  });
});
