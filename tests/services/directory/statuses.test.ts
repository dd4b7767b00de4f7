import { checkNow, knownStatus } from '../../../services/directory/statuses.ts';
import type { Fault } from '../../support/fake-graph.ts';
import type { FakeResource } from '../../support/fake-graph-tenant.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater, morning } from './directory-on.ts';

let test: DirectoryUnderTest;

beforeAll(async () => {
  test = await directoryOn();
});
beforeEach(async () => {
  await test.begin();
  test.fake.people = [
    { id: 'a', upn: 'head@hillside.norfolk.sch.uk', methods: ['password', 'phone'], state: 'enforced' },
  ];
});
afterEach(() => test.end());
afterAll(() => test.close());

const known = {
  methods: { kind: 'known', methods: ['password', 'phone'], source: 'person-check', asOf: morning },
  state: { kind: 'known', state: 'enforced', asOf: morning },
};

it('asks for both parts at this moment and keeps them', async () => {
  expect(await checkNow(test.deps, { id: 'a' })).toEqual(known);
  expect(await knownStatus(test.database, 'a')).toEqual(known);
  expect(test.fake.calls.map((call) => call.resource).sort()).toEqual(['methods', 'requirements']);
});

it('keeps whether the methods hold a second step', async () => {
  test.fake.people.push({
    id: 'b',
    upn: 'b@x',
    methods: ['password', 'email', 'temporaryAccessPass', 'brandNew'],
  });
  await checkNow(test.deps, { id: 'a' });
  await checkNow(test.deps, { id: 'b' });
  expect(await test.database.query('select account_id, registered from statuses order by 1')).toEqual([
    { account_id: 'a', registered: true },
    { account_id: 'b', registered: false },
  ]);
});

const faults: [FakeResource, Fault, string][] = [
  ['methods', { kind: 'status', status: 503 }, 'Microsoft did not answer'],
  ['methods', { kind: 'reset' }, 'Microsoft did not answer'],
  ['methods', { kind: 'garbage' }, 'Microsoft gave an answer that we could not read'],
  ['methods', { kind: 'status', status: 403 }, 'Microsoft did not let us look this up'],
  ['methods', { kind: 'status', status: 404 }, 'Microsoft does not know this account any more'],
  ['requirements', { kind: 'status', status: 429 }, 'Microsoft is busy and asked us to wait'],
  [
    'requirements',
    { kind: 'reply', body: { perUserMfaState: null } },
    'Microsoft gave an answer that we could not read',
  ],
];

it.each(faults)('knows the one part when %s fails with %p', async (resource, fault, why) => {
  test.fake.fail(resource, fault, Infinity);
  const part = resource === 'methods' ? 'methods' : 'state';
  expect(await checkNow(test.deps, { id: 'a' })).toEqual({ ...known, [part]: { kind: 'unknown', why } });
});

it('does not pass off as fresh what was stored before Graph fell silent, and keeps it', async () => {
  await checkNow(test.deps, { id: 'a' });
  test.clock.time = minutesLater(60);
  test.fake.fail('methods', { kind: 'hang' }, Infinity);
  test.fake.fail('requirements', { kind: 'hang' }, Infinity);
  const unknown = { kind: 'unknown', why: 'Microsoft did not answer' };
  expect(await checkNow(test.deps, { id: 'a' }, 40)).toEqual({ methods: unknown, state: unknown });
  expect(await knownStatus(test.database, 'a')).toEqual(known);
});

it('replaces what it knew by what it learns', async () => {
  await checkNow(test.deps, { id: 'a' });
  test.clock.time = minutesLater(1);
  test.fake.people = [{ id: 'a', upn: 'a@x', methods: ['password'], state: 'disabled' }];
  await checkNow(test.deps, { id: 'a' });
  expect(await knownStatus(test.database, 'a')).toMatchObject({
    methods: { methods: ['password'], asOf: minutesLater(1) },
    state: { state: 'disabled', asOf: minutesLater(1) },
  });
});

it('does not let an answer to an earlier question replace a later one', async () => {
  test.clock.time = minutesLater(1);
  await checkNow(test.deps, { id: 'a' });
  test.clock.time = morning;
  test.fake.people = [{ id: 'a', upn: 'a@x', methods: ['password'], state: 'disabled' }];
  await checkNow(test.deps, { id: 'a' });
  expect(await knownStatus(test.database, 'a')).toMatchObject({
    methods: { methods: ['password', 'phone'] },
    state: { state: 'enforced' },
  });
});

it.each([
  ['days', 3 * 24 * 60],
  ['an hour', 60],
  ['two minutes', 2],
])('learns anew after the clock was set back by %s', async (_name, minutes) => {
  test.clock.time = minutesLater(minutes);
  await checkNow(test.deps, { id: 'a' });
  test.clock.time = morning;
  test.fake.people = [{ id: 'a', upn: 'a@x', methods: ['password'], state: 'disabled' }];
  await checkNow(test.deps, { id: 'a' });
  expect(await knownStatus(test.database, 'a')).toMatchObject({
    methods: { methods: ['password'], asOf: morning },
    state: { state: 'disabled', asOf: morning },
  });
});

it('knows nothing of an account that nobody asked about', async () => {
  const unknown = { kind: 'unknown', why: 'Microsoft has not told us yet' };
  expect(await knownStatus(test.database, 'nobody')).toEqual({ methods: unknown, state: unknown });
});

it('tells of a check that somebody waits for', async () => {
  let noted = 0;
  const noteCheck = async () => {
    noted += 1;
  };
  await checkNow({ ...test.deps, noteCheck }, { id: 'a' });
  expect(noted).toBe(1);
});
