import { findAccount, knownAccount } from '../../../services/directory/accounts.ts';
import { sweepDirectory } from '../../../services/directory/sweep.ts';
import { type DirectoryUnderTest, directoryOn } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(() => test.begin());
afterEach(() => test.end());
afterAll(() => test.close());

const head = { id: 'id-head', upn: 'head@hillside.norfolk.sch.uk', name: 'Hillside head' };
const account = { id: 'id-head', upn: head.upn, displayName: 'Hillside head', enabled: true };

it('finds an account by object id and by UPN, whatever its case', async () => {
  test.fake.people = [head];
  expect(await findAccount(test.deps, 'id-head')).toEqual(account);
  expect(await findAccount(test.deps, ' Head@Hillside.norfolk.sch.uk ')).toEqual(account);
});

it('stores what it found with its school and cohort', async () => {
  test.fake.people = [head];
  await findAccount(test.deps, 'id-head');
  const rows = await test.database.query('select school_domain, cohort, seen_at from accounts');
  expect(rows).toEqual([
    { school_domain: 'hillside.norfolk.sch.uk', cohort: 'head', seen_at: test.clock.time },
  ]);
});

it('stores an account that no cohort covers', async () => {
  test.fake.people = [{ id: 'desk', upn: 'servicedesk@norfolk.gov.uk' }];
  expect(await findAccount(test.deps, 'desk')).toMatchObject({ upn: 'servicedesk@norfolk.gov.uk' });
  expect(await test.database.query('select school_domain, cohort from accounts')).toEqual([
    { school_domain: null, cohort: null },
  ]);
});

it.each([
  { kind: 'status', status: 403 },
  { kind: 'status', status: 429, headers: { 'retry-after': '90' } },
  { kind: 'garbage' },
] as const)('falls back to the stored account while Graph answers with $kind $status', async (fault) => {
  test.fake.people = [head];
  await findAccount(test.deps, 'id-head');
  test.fake.fail('user', fault, 3);
  expect(await findAccount(test.deps, 'id-head')).toEqual(account);
  expect(await findAccount(test.deps, 'HEAD@hillside.norfolk.sch.uk')).toEqual(account);
  expect(await findAccount(test.deps, 'somebody-else')).toBeUndefined();
});

it('believes Graph that an account is gone, though it is stored', async () => {
  test.fake.people = [head];
  await findAccount(test.deps, 'id-head');
  test.fake.people = [];
  expect(await findAccount(test.deps, 'id-head')).toBeUndefined();
  expect(await knownAccount(test.database, 'id-head')).toEqual(account);
});

it('takes the account that has a UPN now, not the one that had it', async () => {
  test.fake.people = [{ ...head, id: 'id-old' }];
  await sweepDirectory(test.deps);
  test.fake.people = [{ ...head, id: 'id-new' }];
  await sweepDirectory(test.deps);
  expect(await knownAccount(test.database, head.upn)).toMatchObject({ id: 'id-new', enabled: true });
});

it('asks nobody about nothing', async () => {
  expect(await findAccount(test.deps, '  ')).toBeUndefined();
  expect(test.fake.calls).toEqual([]);
});

it('throws what is not the fault of Graph', async () => {
  test.fake.people = [head];
  const database = { ...test.database, query: () => Promise.reject(new Error('the database is down')) };
  await expect(findAccount({ ...test.deps, database }, 'id-head')).rejects.toThrow('the database is down');
});
