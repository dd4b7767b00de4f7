import { lastRefresh, refreshPerUserStates } from '../../../services/directory/per-user-states.ts';
import { knownStatus } from '../../../services/directory/statuses.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { type DirectoryUnderTest, directoryOn } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(() => test.begin());
afterEach(() => test.end());
afterAll(() => test.close());

/** Heads: 19 and 26 November; offices: 3 and 10 December; everybody: 13 December. */
const at = (time: string) => {
  test.clock.time = new Date(time);
  return test.clock.time;
};
const head = (school: string) => `head@${school}.norfolk.sch.uk`;

async function accounts(upns: string[], state = 'disabled'): Promise<void> {
  await test.database.query('truncate conversations');
  await storeAccounts(
    test.database,
    { plan: test.deps.plan, now: test.clock.time },
    upns.map((upn) => ({ upn })),
  );
  test.fake.people.push(...upns.map((upn) => ({ id: upn, upn, state })));
}

const batches = () =>
  test.fake.calls.map(({ body }) => (JSON.parse(body) as { requests: unknown[] }).requests.length);
const restIsOver = () => test.database.query('delete from leases');
const known = async () =>
  (
    await test.database.query<{ n: number }>(
      'select count(*)::int as n from statuses where state is not null',
    )
  )[0]?.n;

it.each([
  ['2018-11-05T05:59:00Z', '2018-11-02T06:00:00Z'],
  ['2018-11-05T06:00:00Z', '2018-11-05T06:00:00Z'],
  ['2018-11-10T12:00:00Z', '2018-11-09T06:00:00Z'],
  ['2018-10-26T12:00:00Z', '2018-10-26T05:00:00Z'],
  ['2018-12-26T12:00:00Z', '2018-12-24T06:00:00Z'],
])('at %s the last refresh was due at %s, on a working morning of the plan', (now, due) => {
  expect(lastRefresh(test.deps.plan, new Date(now))).toEqual(new Date(due));
});

it('asks about accounts of current phases only, twenty in a batch, once a working day', async () => {
  at('2018-11-05T08:00:00Z');
  const heads = Array.from({ length: 25 }, (_, index) => head(`s${index}`));
  await accounts([...heads, 'office@s1.norfolk.sch.uk', 'kim@s1.norfolk.sch.uk']);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 25 });
  expect(batches()).toEqual([20, 5]);
  expect((await knownStatus(test.database, head('s7'))).state).toEqual({
    kind: 'known',
    state: 'disabled',
    asOf: test.clock.time,
  });
  at('2018-11-05T16:00:00Z');
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
  at('2018-11-06T05:30:00Z');
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
  at('2018-11-06T06:10:00Z');
  expect((await refreshPerUserStates(test.deps)).asked).toBe(25);
});

it.each([
  ['two weeks before the first date', '2018-11-05T08:00:00Z', 1],
  ['a day earlier', '2018-11-02T08:00:00Z', 0],
  ['four weeks after the last date', '2018-12-24T08:00:00Z', 1],
  ['later', '2018-12-27T08:00:00Z', 0],
])('asks about a head %s', async (_name, now, asked) => {
  at(now);
  await accounts([head('oak')]);
  expect((await refreshPerUserStates(test.deps)).asked).toBe(asked);
});

it('does not ask again about who is enforced, which does not go back', async () => {
  at('2018-11-20T08:00:00Z');
  await accounts([head('oak')], 'enforced');
  await accounts([head('elm')], 'enabled');
  await refreshPerUserStates(test.deps);
  at('2018-11-21T08:00:00Z');
  expect((await refreshPerUserStates(test.deps)).asked).toBe(1);
});

it('rests for as long as one item asks, keeps the others, and then asks for that one alone', async () => {
  at('2018-11-05T08:00:00Z');
  await accounts(['s1', 's2', 's3'].map(head));
  test.fake.itemFaults.set(head('s2'), [{ status: 429, headers: { 'Retry-After': '40' } }]);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'resting', asked: 3 });
  expect(await known()).toBe(2);
  const [rest] = await test.database.query<{ s: number }>(
    'select extract(epoch from held_until - clock_timestamp())::float8 as s from leases',
  );
  expect(rest?.s).toBeGreaterThan(38);
  expect(rest?.s).toBeLessThanOrEqual(40);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'resting', asked: 0 });
  expect(batches()).toEqual([3]);
  await restIsOver();
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 1 });
  expect(await known()).toBe(3);
});

it('leaves unknown what failed, and does not ask about somebody gone all day', async () => {
  at('2018-11-05T08:00:00Z');
  await accounts(['s1', 's2', 's3'].map(head));
  test.fake.people = test.fake.people.filter(({ id }) => id !== head('s1'));
  test.fake.itemFaults.set(head('s2'), [{ status: 500 }]);
  expect((await refreshPerUserStates(test.deps)).kind).toBe('done');
  expect(await known()).toBe(1);
  expect((await knownStatus(test.database, head('s2'))).state.kind).toBe('unknown');
  expect((await knownStatus(test.database, head('s1'))).state.kind).toBe('unknown');
});

const some = (count: number, name: string) => Array.from({ length: count }, (_, n) => head(`${name}${n}`));
const failFor = (ids: string[], status: number) => {
  for (const id of ids) test.fake.itemFaults.set(id, Array(9).fill({ status }));
};

it.each([
  ['does not answer', 500],
  ['refuses', 403],
])('goes on where Graph %s for one batch, and knows the others', async (_name, status) => {
  at('2018-11-20T08:00:00Z');
  await accounts([...some(20, 's'), head('z'), 'office@a.norfolk.sch.uk']);
  failFor([head('z')], status);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 22 });
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
  // So does a process that takes it further after the end of the one that had the answers.
  await test.database.query('update graph_readings set finished_at = null');
  await test.database.query('update statuses set state_asked_at = null where account_id = $1', [head('z')]);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 1 });
  expect(batches()).toEqual([20, 1, 1, 1]);
  expect(await known()).toBe(21);
});

it('fails where Graph answers nobody, or several batches in a row get no answer', async () => {
  at('2018-11-05T08:00:00Z');
  await accounts(some(21, 'z'));
  failFor(some(21, 'z'), 503);
  await expect(refreshPerUserStates(test.deps)).rejects.toThrow('answered no item');
  expect(batches()).toEqual([20]);
  test.fake.itemFaults.clear();
  await accounts(some(60, 'zz'));
  failFor(some(60, 'zz'), 503);
  await expect(refreshPerUserStates(test.deps)).rejects.toThrow('answered no item');
  test.fake.itemFaults.clear();
  await refreshPerUserStates(test.deps);
  expect(await known()).toBeGreaterThan(21);
});

it('asks anew what lies ahead after the clock was set back by an hour', async () => {
  at('2018-11-05T09:00:00Z');
  await accounts([head('a')]);
  await refreshPerUserStates(test.deps);
  at('2018-11-05T08:00:00Z');
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 1 });
  expect((await knownStatus(test.database, head('a'))).state).toMatchObject({ asOf: test.clock.time });
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
});

it('goes on in the middle after Graph failed, and stops for the day where it may not ask', async () => {
  at('2018-11-05T08:00:00Z');
  await accounts(Array.from({ length: 30 }, (_, index) => head(`s${index}`)));
  const { graph } = test.deps;
  let calls = 0;
  const dying = {
    ...graph,
    ask: ((call) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new Error('killed')) : graph.ask(call);
    }) as typeof graph.ask,
  };
  await expect(refreshPerUserStates({ ...test.deps, graph: dying })).rejects.toThrow('killed');
  expect(await known()).toBe(20);
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 10 });
  at('2018-11-06T08:00:00Z');
  test.fake.fail('batch', { kind: 'status', status: 403 });
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
  expect(await refreshPerUserStates(test.deps)).toEqual({ kind: 'done', asked: 0 });
  expect(batches()).toEqual([20, 10, 20]);
});
