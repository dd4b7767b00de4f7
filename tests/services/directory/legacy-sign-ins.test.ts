import { readGap } from '../../../services/directory/graph-gaps.ts';
import { countLegacySignIns, readLegacySignIns } from '../../../services/directory/legacy-sign-ins.ts';
import type { PersonCheckBudget } from '../../../services/directory/person-check-budget.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

let test: DirectoryUnderTest;
let slots = 0;
const budget: PersonCheckBudget = {
  reserve: async () => {
    slots += 1;
    return true;
  },
  note: async () => undefined,
};

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(async () => {
  await test.begin();
  slots = 0;
  await test.database.query('truncate conversations');
  await storeAccounts(test.database, { plan: test.deps.plan, now: morning }, [
    { upn: 'head@oak.norfolk.sch.uk', id: 'a' },
    { upn: 'office@oak.norfolk.sch.uk', id: 'b' },
    { upn: 'left@oak.norfolk.sch.uk', id: 'c', enabled: false },
  ]);
});
afterEach(() => test.end());
afterAll(() => test.close());

const read = () => readLegacySignIns({ ...test.deps, budget });
const count = () => countLegacySignIns(test.database, test.deps.plan, test.clock.time);
const kept = () => test.database.query('select * from legacy_sign_ins order by account_id');
const signIn = (userId: string, clientAppUsed: string, at: string, errorCode = 0) => ({
  userId,
  clientAppUsed,
  at,
  errorCode,
});

it('keeps of each account the last day and protocol, and nothing of attempts, strangers and modern clients', async () => {
  test.fake.signIns = [
    signIn('a', 'POP3', '2018-11-01T10:00:00Z'),
    signIn('a', 'IMAP4', '2018-11-03T23:30:00Z'),
    signIn('a', 'IMAP4', '2018-10-30T10:00:00Z'),
    signIn('b', 'Authenticated SMTP', '2018-11-04T10:00:00Z', 50126),
    signIn('c', 'Other clients; IMAP', '2018-11-04T10:00:00Z'),
    signIn('stranger', 'POP3', '2018-11-04T10:00:00Z'),
    signIn('b', 'Browser', '2018-11-04T10:00:00Z'),
  ];
  expect(await count()).toBeUndefined();
  await read();
  expect(await kept()).toEqual([
    { account_id: 'a', protocol: 'IMAP4', last_day: '2018-11-03' },
    { account_id: 'c', protocol: 'Other clients; IMAP', last_day: '2018-11-04' },
  ]);
  expect(await count()).toEqual({ accounts: 1, asOf: morning });
  expect(slots).toBe(test.fake.calls.length);
});

it('reads once a day, from where the last reading ended, and lets go of who has not come for 30 days', async () => {
  test.fake.signIns = [signIn('a', 'POP3', '2018-11-01T10:00:00Z')];
  await read();
  const calls = test.fake.calls.length;
  test.clock.time = minutesLater(23 * 60);
  await read();
  expect(test.fake.calls).toHaveLength(calls);
  test.clock.time = minutesLater(25 * 60);
  await read();
  const since = (path = '') => decodeURIComponent(path).match(/createdDateTime ge (\S+)/)?.[1];
  expect(since(test.fake.calls[0]?.path)).toBe('2018-10-06T09:00:00Z');
  expect(since(test.fake.calls.at(-1)?.path)).toBe('2018-11-05T03:00:00Z');
  test.clock.time = new Date('2018-12-02T09:00:00Z');
  expect(await count()).toMatchObject({ accounts: 0 });
});

it('goes on with the next page after it was cut short', async () => {
  test.fake.signIns = Array.from({ length: 7 }, (_, index) =>
    signIn(index % 2 ? 'a' : 'b', 'IMAP4', `2018-11-0${1 + (index % 4)}T10:00:00Z`),
  );
  const { graph } = test.deps;
  let pages = 0;
  const dying = {
    ...graph,
    ask: ((call) => {
      pages += 1;
      return pages === 3 ? Promise.reject(new Error('killed')) : graph.ask(call);
    }) as typeof graph.ask,
  };
  await expect(readLegacySignIns({ ...test.deps, graph: dying, budget })).rejects.toThrow('killed');
  await read();
  const imap = test.fake.calls.map(({ path }) => path).filter((path) => path.includes('IMAP4'));
  expect(imap).toHaveLength(4);
  expect(new Set(imap).size).toBe(4);
  expect(await count()).toMatchObject({ accounts: 2 });
});

it('begins anew where the kept link is too old for Graph', async () => {
  test.fake.signIns = Array.from({ length: 5 }, () => signIn('a', 'IMAP4', '2018-11-02T10:00:00Z'));
  const { graph } = test.deps;
  let pages = 0;
  const dying = {
    ...graph,
    ask: ((call) => {
      pages += 1;
      return pages === 2 ? Promise.reject(new Error('killed')) : graph.ask(call);
    }) as typeof graph.ask,
  };
  await expect(readLegacySignIns({ ...test.deps, graph: dying, budget })).rejects.toThrow('killed');
  test.fake.fail('sign-ins', { kind: 'status', status: 400 });
  await read();
  expect(await count()).toMatchObject({ accounts: 1 });
});

it('asks nothing without a slot, and goes on when one is there', async () => {
  test.fake.signIns = [signIn('a', 'IMAP4', '2018-11-02T10:00:00Z')];
  await readLegacySignIns({ ...test.deps, budget: { ...budget, reserve: async () => false } });
  expect(test.fake.calls).toEqual([]);
  expect(await count()).toBeUndefined();
  await read();
  expect(await count()).toMatchObject({ accounts: 1 });
});

it('asks once a day where the tenant has no licence, and says so', async () => {
  test.fake.hasLicence = false;
  await read();
  await read();
  expect(test.fake.calls).toHaveLength(1);
  expect(await readGap(test.database, 'sign-ins')).toMatchObject({ why: 'no-licence' });
  test.fake.hasLicence = true;
  test.clock.time = minutesLater(24 * 60);
  await read();
  expect(await readGap(test.database, 'sign-ins')).toBeUndefined();
});
