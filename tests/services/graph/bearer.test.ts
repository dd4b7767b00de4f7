import { eachUserPage, getUser } from '../../../services/graph/users.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
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

describe('bearer tokens', () => {
  it('sends one on every request, also to the second try and the second page', async () => {
    fake.people = ['a', 'b', 'c'].map((id) => ({ id, upn: `${id}@x.norfolk.sch.uk` }));
    fake.fail('users', { kind: 'status', status: 503 });
    const { graph } = graphOn(fake.url);
    expect(await allOf(eachUserPage(graph))).toHaveLength(3);
    expect(fake.calls.map((call) => call.authorization)).toEqual(Array(3).fill('Bearer a.test-token'));
  });

  it('asks for the token of Graph, anew for each request', async () => {
    const asked: unknown[] = [];
    const getToken = async (scopes: string | string[]) => {
      asked.push(scopes);
      return { token: `token-${asked.length}`, expiresOnTimestamp: 0 };
    };
    const { graph } = graphOn(fake.url, { credential: { getToken } });
    await getUser(graph, head.id);
    await getUser(graph, head.id);
    expect(asked).toEqual(Array(2).fill('https://graph.microsoft.com/.default'));
    expect(fake.calls.map((call) => call.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('says no-token, with the cause, and asks Graph nothing when the credential fails', async () => {
    const credential = { getToken: () => Promise.reject(new Error('AADSTS7000215')) };
    const { graph, waits, metrics } = graphOn(fake.url, { credential });
    const failure = await failureOf(getUser(graph, head.id));
    expect(failure).toMatchObject({
      name: 'GraphFailure',
      code: 'no-token',
      cause: { message: 'AADSTS7000215' },
    });
    expect(fake.calls).toEqual([]);
    expect(waits).toEqual([]);
    expect(await metrics.registry.metrics()).toContain(
      'graph_calls_total{resource="user",outcome="no-token"} 1',
    );
  });

  it('says no-token when the credential gives none', async () => {
    const { graph } = graphOn(fake.url, { credential: { getToken: async () => null } });
    expect(await failureOf(getUser(graph, head.id))).toMatchObject({ code: 'no-token' });
  });

  it('does not wait for ever for a token', async () => {
    const { graph } = graphOn(fake.url, {
      timeoutMs: 15,
      credential: { getToken: () => new Promise(() => {}) },
    });
    expect(await failureOf(getUser(graph, head.id))).toMatchObject({ code: 'unavailable' });
  });

  it('does not follow a redirect with a token', async () => {
    const other = await startFakeGraph();
    const headers = { location: `${other.url}/v1.0/users/id-head?$select=id` };
    fake.fail('user', { kind: 'status', status: 302, headers });
    const { graph } = graphOn(fake.url);
    expect(await failureOf(getUser(graph, head.id))).toMatchObject({ code: 'bad-reply', status: 302 });
    expect(other.calls).toEqual([]);
    await other.stop();
  });
});
