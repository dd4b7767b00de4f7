import { findAccount, knownAccount } from '../../../services/directory/accounts.ts';
import { sweepDirectory } from '../../../services/directory/sweep.ts';
import type { Graph } from '../../../services/graph/client.ts';
import { failureOf } from '../graph/graph-on.ts';
import { type DirectoryUnderTest, directoryOn } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(() => test.begin());
afterEach(() => test.end());
afterAll(() => test.close());

const registered = (asOf: unknown, names = ['mobilePhone']) => ({
  methodsRegistered: names,
  lastUpdatedDateTime: asOf,
});
const person = (id: string, more = {}) => ({ id, upn: `${id}@hillside.norfolk.sch.uk`, ...more });

function enabledIds(): Promise<unknown[]> {
  return test.database.query('select id from accounts where enabled order by id');
}

describe('the sweep', () => {
  it('stores every account and the report over all pages, more than one statement holds', async () => {
    test.fake.pageSize = 600;
    test.fake.people = Array.from({ length: 1_300 }, (_, index) =>
      person(`p${index}`, { report: registered('2018-11-05T07:00:00Z') }),
    );
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 1_300, reported: 1_300 });
    expect(
      await test.database.query('select count(*) as n, count(distinct cohort) as cohorts from accounts'),
    ).toEqual([{ n: '1300', cohorts: '1' }]);
    expect(await test.database.query('select count(*) as n from statuses where registered')).toEqual([
      { n: '1300' },
    ]);
  });

  it('gives the same when it runs twice', async () => {
    test.fake.people = [person('head', { report: registered('2018-11-05T07:00:00Z') }), person('office')];
    const first = await sweepDirectory(test.deps);
    expect(await sweepDirectory(test.deps)).toEqual(first);
    expect(await enabledIds()).toEqual([{ id: 'head' }, { id: 'office' }]);
  });

  it('stores cohort and school by the plan, also anew after a UPN has changed', async () => {
    test.fake.people = [person('a')];
    await sweepDirectory(test.deps);
    test.fake.people = [{ id: 'a', upn: 'Office@oak.norfolk.sch.uk' }];
    await sweepDirectory(test.deps);
    expect(await test.database.query('select upn, cohort, school_domain from accounts')).toEqual([
      { upn: 'Office@oak.norfolk.sch.uk', cohort: 'office', school_domain: 'oak.norfolk.sch.uk' },
    ]);
  });

  it('knows an account that only the report names', async () => {
    test.fake.people = [person('a'), person('b', { unlisted: true, report: registered(undefined) })];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }, { id: 'b' }]);
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('leaves a disabled account disabled though the lagging report still names it', async () => {
    test.fake.people = [person('a', { enabled: false, report: registered('2018-11-05T07:00:00Z') })];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([]);
  });

  it('leaves guests out', async () => {
    test.fake.people = [
      person('a'),
      { id: 'g', upn: 'x_example.org#EXT#@norfolk.onmicrosoft.com', report: { userType: 'guest' } },
    ];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }]);
    expect(await test.database.query('select count(*) as n from statuses')).toEqual([{ n: '0' }]);
  });

  it('takes an id that two pages name once', async () => {
    test.fake.pageSize = 10;
    test.fake.people = [person('a'), person('b'), person('a', { name: 'later' })];
    await sweepDirectory(test.deps);
    expect(await knownAccount(test.database, 'a')).toMatchObject({ displayName: 'later' });
  });
});

describe('an account that is gone', () => {
  it('is marked after a complete listing, and comes back when it is listed again', async () => {
    test.fake.people = [person('a'), person('b')];
    await sweepDirectory(test.deps);
    test.fake.people = [person('a')];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }]);
    test.fake.people = [person('a'), person('b')];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('is not marked by a listing that broke off', async () => {
    test.fake.people = ['a', 'b', 'c', 'd'].map((id) => person(id));
    await sweepDirectory(test.deps);
    test.fake.people = ['a', 'b', 'c'].map((id) => person(id));
    const pages = test.fake.calls.length;
    test.fake.fail('users', {
      kind: 'reply',
      body: {
        value: [
          { id: 'a', userPrincipalName: 'a@hillside.norfolk.sch.uk', displayName: 'a', accountEnabled: true },
        ],
        '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$select=id&$top=999&$skiptoken=1',
      },
    });
    test.fake.fail('users', { kind: 'status', status: 403 });
    expect(await failureOf(sweepDirectory(test.deps))).toMatchObject({ code: 'forbidden' });
    expect(test.fake.calls).toHaveLength(pages + 2);
    expect(await enabledIds()).toHaveLength(4);
  });

  it('is not marked by an empty listing, which is a fault on the other side', async () => {
    test.fake.people = [person('a')];
    await sweepDirectory(test.deps);
    test.fake.people = [];
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 0, reported: 0 });
    expect(await enabledIds()).toEqual([{ id: 'a' }]);
  });

  it('is marked though the tenant has no licence for the report', async () => {
    test.fake.fail('report', { kind: 'status', status: 403 }, Infinity);
    test.fake.people = [person('a'), person('b')];
    expect(await sweepDirectory(test.deps)).toEqual({ accounts: 2 });
    test.fake.people = [person('a')];
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }]);
  });

  it('is looked for among thousands, in lots', async () => {
    test.fake.pageSize = 999;
    const all = Array.from({ length: 2_300 }, (_, index) => person(`p${index}`));
    test.fake.people = all;
    await sweepDirectory(test.deps);
    test.fake.people = all.filter((_, index) => index % 100 !== 7);
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toHaveLength(2_277);
  });

  it('is not somebody whom Graph named while the sweep was under way', async () => {
    test.fake.people = [person('a'), person('b'), person('c')];
    await sweepDirectory(test.deps);
    test.fake.people = [person('a'), person('b'), person('c', { unlisted: true })];
    test.fake.pageSize = 1;
    let isAsked = false;
    const graph: Graph = {
      ...test.deps.graph,
      async ask(call) {
        const reply = await test.deps.graph.ask(call);
        if (!isAsked && call.resource === 'users') {
          isAsked = true;
          await findAccount(test.deps, 'c');
        }
        return reply;
      },
    };
    await sweepDirectory({ ...test.deps, graph });
    expect(await enabledIds()).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    await sweepDirectory(test.deps);
    expect(await enabledIds()).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});
