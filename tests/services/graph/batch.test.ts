import { getPerUserStates } from '../../../services/graph/batch.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { failureOf, graphOn } from './graph-on.ts';

let fake: FakeGraph;

beforeEach(async () => {
  fake = await startFakeGraph();
  fake.people = [
    { id: 'a', upn: 'a@x.norfolk.sch.uk', state: 'disabled' },
    { id: 'b', upn: 'b@x.norfolk.sch.uk', state: 'enabled' },
    { id: 'c', upn: 'c@x.norfolk.sch.uk', state: 'enforced' },
    { id: 'd', upn: 'd@x.norfolk.sch.uk', state: 'surprising' },
    { id: 'e', upn: 'e@x.norfolk.sch.uk', state: null },
  ];
});

afterEach(async () => {
  await fake.stop();
  expect(fake.problems()).toEqual([]);
});

it('gives each account its own state, in whatever order the answers come, and guesses none', async () => {
  const answers = await getPerUserStates(graphOn(fake.url).graph, ['a', 'b', 'c', 'd', 'e', 'gone', 'a']);
  expect(Object.fromEntries(answers)).toEqual({
    a: { kind: 'known', state: 'disabled' },
    b: { kind: 'known', state: 'enabled' },
    c: { kind: 'known', state: 'enforced' },
    d: { kind: 'refused' },
    e: { kind: 'refused' },
    gone: { kind: 'gone' },
  });
  expect(fake.calls).toHaveLength(1);
});

it.each([
  ['says how long', { 'Retry-After': '17' }, 17_000],
  ['says it in small letters', { 'retry-after': '0' }, 0],
  ['does not say', {}, 10_000],
  ['says it unreadably', { 'Retry-After': 'soon' }, 10_000],
])(
  'throttles one item alone where Graph %s',
  async (_name, headers: Record<string, string>, retryAfterMs) => {
    fake.itemFaults.set('b', [{ status: 429, headers }]);
    const answers = await getPerUserStates(graphOn(fake.url).graph, ['a', 'b', 'c']);
    expect(answers.get('b')).toEqual({ kind: 'throttled', retryAfterMs });
    expect(answers.get('a')).toEqual({ kind: 'known', state: 'disabled' });
    expect(answers.get('c')).toEqual({ kind: 'known', state: 'enforced' });
  },
);

it('takes an item that failed, or has no answer, for unknown', async () => {
  fake.itemFaults.set('b', [{ status: 503 }]);
  fake.itemFaults.set('c', [{ status: 403 }]);
  const answers = await getPerUserStates(graphOn(fake.url).graph, ['b', 'c']);
  expect(answers.get('b')).toEqual({ kind: 'no-answer' });
  expect(answers.get('c')).toEqual({ kind: 'refused' });
  fake.fail('batch', { kind: 'reply', body: { responses: [] } });
  expect((await getPerUserStates(graphOn(fake.url).graph, ['a'])).get('a')).toEqual({ kind: 'no-answer' });
});

it('asks for at most twenty, with ids that can make no other path', async () => {
  const ids = Array.from({ length: 25 }, (_, index) => `x/${index}?`);
  expect((await getPerUserStates(graphOn(fake.url).graph, ids)).size).toBe(20);
  expect(fake.calls[0]?.body).toContain('/users/x%2F19%3F/authentication/requirements');
  expect(await getPerUserStates(graphOn(fake.url).graph, [])).toEqual(new Map());
  expect(fake.calls).toHaveLength(1);
});

it('waits for as long as Graph asks the whole batch to, and throws what stays', async () => {
  fake.fail('batch', { kind: 'status', status: 429, headers: { 'retry-after': '30' } });
  const { graph, waits } = graphOn(fake.url);
  expect((await getPerUserStates(graph, ['a'])).size).toBe(1);
  expect(waits).toEqual([30_000]);
  fake.fail('batch', { kind: 'status', status: 403 });
  expect(await failureOf(getPerUserStates(graph, ['a']))).toMatchObject({ code: 'forbidden' });
});
