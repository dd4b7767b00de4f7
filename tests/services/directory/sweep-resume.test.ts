import { sweepDirectory } from '../../../services/directory/sweep.ts';
import { sweepIfDue } from '../../../services/directory/sweep-due.ts';
import type { Graph, GraphCall } from '../../../services/graph/client.ts';
import { failureOf } from '../graph/graph-on.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(async () => {
  await test.begin();
  test.fake.people = 'abcdefghi'.split('').map((id) => ({
    id,
    upn: `${id}@hillside.norfolk.sch.uk`,
    report: { methodsRegistered: ['mobilePhone'], lastUpdatedDateTime: '2018-11-05T07:00:00Z' },
  }));
});
afterEach(() => test.end());
afterAll(() => test.close());

/** A process that dies when it is about to ask for the `count`th page of a resource: nothing of it runs any further. */
async function dieBefore(resource: string, count: number): Promise<void> {
  let left = count;
  const graph: Graph = {
    ...test.deps.graph,
    async ask<Reply>(call: GraphCall<Reply>): Promise<Reply> {
      if (call.resource === resource) left -= 1;
      if (left === 0) throw new Error('killed');
      return test.deps.graph.ask(call);
    },
  };
  await expect(sweepDirectory({ ...test.deps, graph })).rejects.toThrow('killed');
  // A dead process gives nothing back: its leases run out.
  await test.database.query('delete from leases');
}

const pagesOf = (resource: string) =>
  test.fake.calls.filter((call) => call.resource === resource).map(({ path }) => path);
const sweeps = () => test.database.query<{ id: string }>('select id from directory_sweeps');

describe('a sweep that was cut short', () => {
  it('goes on with the page after the last one stored, and is one sweep', async () => {
    await dieBefore('users', 4);
    expect(pagesOf('users')).toHaveLength(3);
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 9, reported: 9 });
    expect(new Set(pagesOf('users')).size).toBe(5);
    expect(pagesOf('users')).toHaveLength(5);
    expect(await sweeps()).toHaveLength(1);
  });

  it('does not list the accounts again where only the report is missing, nor read its pages twice', async () => {
    await dieBefore('registration-report', 3);
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 9, reported: 9 });
    expect(pagesOf('users')).toHaveLength(5);
    expect(pagesOf('report')).toHaveLength(5);
    expect(new Set(pagesOf('report')).size).toBe(5);
    expect(await test.database.query('select rows, next_link from report_runs')).toEqual([
      { rows: 9, next_link: null },
    ]);
  });

  it('marks nobody as gone before its end, and then those whom neither half named', async () => {
    await sweepDirectory(test.deps);
    test.fake.people = test.fake.people.filter(({ id }) => id !== 'b' && id !== 'h');
    await dieBefore('users', 3);
    expect(await test.database.query('select id from accounts where not enabled')).toEqual([]);
    await sweepDirectory(test.deps);
    expect(await test.database.query('select id from accounts where not enabled order by id')).toEqual([
      { id: 'b' },
      { id: 'h' },
    ]);
  });

  it('begins anew after half an hour, as links end', async () => {
    await dieBefore('users', 4);
    await test.database.query("update directory_sweeps set paged_at = paged_at - interval '31 minutes'");
    await sweepDirectory(test.deps);
    expect(pagesOf('users')).toHaveLength(3 + 5);
    expect(await sweeps()).toHaveLength(2);
  });

  it.each([400, 410])('begins anew where Graph answers the kept link with %i', async (status) => {
    await dieBefore('users', 4);
    test.fake.fail('users', { kind: 'status', status });
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 9, reported: 9 });
    expect(pagesOf('users')).toHaveLength(3 + 1 + 5);
    await test.database.query('delete from report_runs');
    await dieBefore('registration-report', 2);
    test.fake.fail('report', { kind: 'status', status });
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 9, reported: 9 });
  });

  it('begins anew for a plan that sorts accounts otherwise', async () => {
    await dieBefore('users', 4);
    const plan = { ...test.deps.plan, cohorts: test.deps.plan.cohorts.slice(1) };
    await sweepDirectory({ ...test.deps, plan });
    expect(pagesOf('users')).toHaveLength(3 + 5);
  });

  it('goes on after Graph was busy for too long, and not after an answer that stays', async () => {
    test.fake.pageSize = 3;
    const busy = { kind: 'status', status: 429, headers: { 'retry-after': '3000' } } as const;
    await dieBefore('users', 2);
    test.fake.fail('users', busy);
    expect(await failureOf(sweepDirectory(test.deps))).toMatchObject({ code: 'throttled' });
    await sweepDirectory(test.deps);
    expect(new Set(pagesOf('users')).size).toBe(3);
    expect(pagesOf('users')).toHaveLength(4);
    await test.database.query('delete from directory_sweeps');
    await dieBefore('users', 2);
    test.fake.fail('users', { kind: 'garbage' });
    expect(await failureOf(sweepDirectory(test.deps))).toMatchObject({ code: 'bad-reply' });
    await sweepDirectory(test.deps);
    expect(pagesOf('users')).toHaveLength(4 + 1 + 1 + 3);
  });
});

describe('the periodic look', () => {
  it('goes on at once after a crash, but rests after a report that failed, and then reads only that', async () => {
    await dieBefore('registration-report', 2);
    await sweepIfDue(test.deps);
    expect(pagesOf('users')).toHaveLength(5);
    expect(pagesOf('report')).toHaveLength(5);
    await sweepIfDue(test.deps);
    expect(pagesOf('report')).toHaveLength(5);

    test.clock.time = minutesLater(61);
    test.fake.fail('report', { kind: 'garbage' });
    await failureOf(sweepIfDue(test.deps));
    await sweepIfDue(test.deps);
    expect(pagesOf('report')).toHaveLength(6);
    test.clock.time = minutesLater(72);
    const listed = pagesOf('users').length;
    await sweepIfDue(test.deps);
    expect(pagesOf('report')).toHaveLength(11);
    expect(pagesOf('users')).toHaveLength(listed);
  });

  it('leaves the report to the instance that reads it, and takes over what that one read', async () => {
    await test.database.query(
      "insert into leases values ('registration-report', 'other', clock_timestamp() + interval '20 s')",
    );
    await sweepIfDue(test.deps);
    expect(pagesOf('report')).toEqual([]);
    await test.database.query('delete from leases');
    await test.database.query(
      `insert into report_runs (started_at, finished_at, rows, sweep)
       select $1, $1, 9, max(id) from directory_sweeps`,
      [test.clock.time],
    );
    await sweepIfDue(test.deps);
    expect(pagesOf('report')).toEqual([]);
    expect(await test.database.query('select finished_at is not null as done from directory_sweeps')).toEqual(
      [{ done: true }],
    );
  });
});
