import { createReportRefresh } from '../../../services/directory/report-refresh.ts';
import type { Graph } from '../../../services/graph/client.ts';
import type { Tx } from '../../../services/store/database.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(() => test.begin());
afterEach(() => test.end());
afterAll(() => test.close());

const quarter = 15 * 60_000;

it('fetches a report that was never fetched or is too old, and no other', async () => {
  const refresh = createReportRefresh(test.deps);
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  test.clock.time = minutesLater(15);
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(1);
  test.clock.time = minutesLater(16);
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(2);
});

it('fetches once for all who ask at the same time', async () => {
  const refresh = createReportRefresh(test.deps);
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh.ifOlderThan(quarter)));
  expect(answers).toEqual(Array(20).fill({ ok: true }));
  expect(test.fake.calls).toHaveLength(1);
});

/** Ends every rest and every lease of a holder that died, as time would. */
const timePasses = () =>
  test.database.query("update leases set held_until = clock_timestamp() - interval '1 s'");
const secondsLeft = async () => {
  const [row] = await test.database.query<{ left: number }>(
    'select extract(epoch from held_until - clock_timestamp())::float8 as left from leases',
  );
  return row?.left;
};

it('says why it failed, leaves Graph alone for a while, on every instance, and then asks again', async () => {
  const [one, other] = [createReportRefresh(test.deps), createReportRefresh(test.deps)];
  test.fake.fail('report', { kind: 'status', status: 403 });
  const failed = { ok: false, why: 'Microsoft did not let us look this up', isRefused: true };
  expect(await one.ifOlderThan(quarter)).toEqual(failed);
  expect(await one.ifOlderThan(quarter)).toEqual(failed);
  expect(await other.ifOlderThan(quarter)).toEqual(failed);
  expect(test.fake.calls).toHaveLength(1);
  expect(await secondsLeft()).toBeGreaterThan(9);
  expect(await secondsLeft()).toBeLessThanOrEqual(10);
  await timePasses();
  expect(await other.ifOlderThan(quarter)).toEqual({ ok: true });
});

it('leaves Graph alone for as long as it asked', async () => {
  const refresh = createReportRefresh(test.deps);
  test.fake.fail('report', { kind: 'status', status: 429, headers: { 'retry-after': '299' } }, 2);
  expect(await refresh.ifOlderThan(quarter)).toEqual({
    ok: false,
    why: 'Microsoft is busy and asked us to wait',
  });
  expect(await secondsLeft()).toBeGreaterThan(298);
});

it('does not fetch while another instance does, and does when that one has died', async () => {
  await test.database.query(
    "insert into leases values ('registration-report', 'other', clock_timestamp() + interval '20 s')",
  );
  const refresh = createReportRefresh(test.deps);
  expect(await refresh.ifOlderThan(quarter, 10)).toMatchObject({ ok: false });
  expect(test.fake.calls).toEqual([]);
  await timePasses();
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
});

it('fetches once for all instances: those that do not fetch wait for the end', async () => {
  const instances = Array.from({ length: 3 }, () => createReportRefresh(test.deps));
  const answers = await Promise.all(instances.map((one) => one.ifOlderThan(quarter)));
  expect(answers).toEqual(Array(3).fill({ ok: true }));
  expect(test.fake.calls).toHaveLength(1);
});

it('does not begin again as soon as a long fetch has ended', async () => {
  const refresh = createReportRefresh(test.deps);
  await refresh.ifOlderThan(quarter);
  await test.database.query("update report_runs set finished_at = started_at + interval '25 minutes'");
  test.clock.time = minutesLater(30);
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(1);
  test.clock.time = minutesLater(31);
  // Nobody waits for another long one while this one serves.
  expect(await refresh.ifOlderThan(quarter)).toMatchObject({ isUnderWay: true });
  while (!(await refresh.ifOlderThan(quarter)).ok);
  expect(test.fake.calls).toHaveLength(2);
});

it('trusts no report after the clock was set back behind the last', async () => {
  const refresh = createReportRefresh(test.deps);
  await refresh.ifOlderThan(quarter);
  test.clock.time = minutesLater(60);
  await refresh.ifOlderThan(quarter);
  test.clock.time = minutesLater(5);
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(3);
});

it('counts a fetch of an instance whose clock is a little ahead', async () => {
  await createReportRefresh(test.deps).ifOlderThan(quarter);
  test.clock.time = minutesLater(-0.5);
  expect(await createReportRefresh(test.deps).ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(1);
  test.clock.time = minutesLater(-2);
  expect(await createReportRefresh(test.deps).ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(2);
});

it('leaves no lease behind', async () => {
  const refresh = createReportRefresh(test.deps);
  await refresh.ifOlderThan(quarter);
  expect(await test.database.query('select * from leases')).toEqual([]);
});

it('lets nobody wait longer than they can, and goes on fetching for those who ask later', async () => {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const graph: Graph = { ...test.deps.graph, ask: (call) => held.then(() => test.deps.graph.ask(call)) };
  const refresh = createReportRefresh({ ...test.deps, graph });
  expect(await refresh.ifOlderThan(quarter, 10)).toEqual({
    ok: false,
    why: 'the registration report is still being fetched',
    isUnderWay: true,
  });
  letGo();
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
  expect(test.fake.calls).toHaveLength(1);
});

it('throws what is not the fault of Graph, and asks again the next time', async () => {
  let isDown = true;
  const query: Tx['query'] = (sql, parameters) =>
    isDown && sql.startsWith('insert into report_runs')
      ? Promise.reject(new Error('the database is down'))
      : test.database.query(sql, parameters);
  const refresh = createReportRefresh({ ...test.deps, database: { ...test.database, query } });
  await expect(refresh.ifOlderThan(quarter)).rejects.toThrow('the database is down');
  isDown = false;
  expect(await refresh.ifOlderThan(quarter)).toEqual({ ok: true });
});
