import { rememberConversation } from '../../../services/people/conversations.ts';
import { announceCallList } from '../../../services/reach/announce.ts';
import { createCallListAnnouncer } from '../../../services/reach/announcer.ts';
import { noteCalled } from '../../../services/reach/calls.ts';
import type { Database } from '../../../services/store/database.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { graphOn } from '../graph/graph-on.ts';

const plan = norfolkPlan();
const serviceDeskGroupId = 'desk-group';

let database: Database;
let graph: FakeGraph;
let now = new Date('2018-11-12T08:30:00Z');
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.query('truncate accounts, statuses, conversations, deliveries, reach_calls, reach_told');
  graph = await startFakeGraph();
  for (const id of ['desk-1', 'desk-2', 'no-app', 'left']) {
    graph.people.push({ id, upn: `${id}@norfolk.gov.uk`, enabled: id !== 'left' });
  }
  graph.groups.set(serviceDeskGroupId, ['desk-1', 'desk-2', 'no-app', 'left']);
  for (const id of ['desk-1', 'desk-2', 'left']) await installs(id);
  await lost('head@ash.norfolk.sch.uk');
});
afterEach(async () => {
  expect(graph.problems()).toEqual([]);
  await graph.stop();
});

const installs = (accountId: string) =>
  rememberConversation(database, {
    accountId,
    conversationId: `chat-${accountId}`,
    serviceUrl: 'https://smba.example/',
    botId: '28:bot',
    teamsUserId: `29:${accountId}`,
  });
const lost = (upn: string) =>
  storeAccounts(database, { plan, now }, [{ upn, registered: false, hasApp: false }]);
const deps = () => ({
  database,
  graph: graphOn(graph.url).graph,
  clock: { now: () => now },
  plan,
  serviceDeskGroupId,
});
const at = (time: string) => {
  now = new Date(time);
  return announceCallList(deps());
};

it('tells each member of the desk who has the app once a day, and not again while nothing is new', async () => {
  expect(await at('2018-11-12T08:30:00Z')).toBe(2);
  expect(await at('2018-11-12T09:30:00Z')).toBe(0);
  const rows = await database.query<{ account_id: string; kind: string }>(
    'select account_id, kind, subject, expires_at from deliveries order by account_id',
  );
  const told = {
    kind: 'call-list',
    subject: { day: '2018-11-12' },
    expires_at: new Date('2018-11-12T17:00:00Z'),
  };
  expect(rows).toEqual([
    { account_id: 'desk-1', ...told },
    { account_id: 'desk-2', ...told },
  ]);
  expect(await at('2018-11-13T08:30:00Z')).toBe(0);
});

it('says nothing before the reminder time, on a day off, or before a date is five school days away', async () => {
  expect(await at('2018-11-12T08:29:00Z')).toBe(0);
  expect(await at('2018-11-10T10:00:00Z')).toBe(0);
  expect(await at('2018-11-09T10:00:00Z')).toBe(0);
  expect(await at('2018-11-12T08:30:00Z')).toBe(2);
});

it('tells again on another day when somebody is lost, or the next date comes near', async () => {
  await at('2018-11-12T08:30:00Z');
  await lost('head@oak.norfolk.sch.uk');
  expect(await at('2018-11-12T12:00:00Z')).toBe(0);
  expect(await at('2018-11-13T08:30:00Z')).toBe(2);
  // 19 November is five school days before heads' installed Outlook.
  expect(await at('2018-11-16T08:30:00Z')).toBe(0);
  expect(await at('2018-11-19T08:30:00Z')).toBe(2);
});

it('says nothing about those who were called', async () => {
  await noteCalled(database, { plan, school: 'ash.norfolk.sch.uk', by: 'desk-1', now });
  expect(await at('2018-11-12T08:30:00Z')).toBe(0);
});

it('tells the next day whom nobody could be told of', async () => {
  await database.query('update conversations set installed = false');
  expect(await at('2018-11-12T08:30:00Z')).toBe(0);
  await installs('desk-1');
  expect(await at('2018-11-13T08:30:00Z')).toBe(1);
});

it('tries again when Graph does not say who is in the desk, after a rest', async () => {
  graph.fail('members', { kind: 'status', status: 403 });
  now = new Date('2018-11-12T08:30:00Z');
  await database.query(
    `insert into directory_sweeps (started_at, listed_at, cohorts) values (now(), now(), $1)`,
    [JSON.stringify(plan.cohorts.map(({ id, pattern }) => [id, pattern]))],
  );
  let ms = 0;
  let counts = 0;
  const counting: Database = {
    ...database,
    query(sql, parameters) {
      if (sql.includes('listed as materialized')) counts += 1;
      return database.query(sql, parameters);
    },
  };
  const announce = createCallListAnnouncer({ ...deps(), database: counting, monotonicMs: () => ms });
  await expect(announce()).rejects.toMatchObject({ code: 'forbidden' });
  expect(await announce()).toBe(0);
  const countedOnce = counts;
  expect(countedOnce).toBeGreaterThan(0);
  ms = 6 * 60_000;
  expect(await announce()).toBe(2);
  // The accounts are not counted again for a failure of Graph, but they are on another day.
  expect(counts).toBe(countedOnce);
  now = new Date('2018-11-13T08:30:00Z');
  expect(await announce()).toBe(0);
  expect(counts).toBe(2 * countedOnce);
});
