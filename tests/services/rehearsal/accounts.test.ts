import { addKeeper } from '../../../services/people/keepers.ts';
import type { RehearsedAccount, RehearsedPages } from '../../../services/rehearsal/account.ts';
import { accountsOfGraph } from '../../../services/rehearsal/graph-accounts.ts';
import { storedAccounts } from '../../../services/rehearsal/stored-accounts.ts';
import type { Database } from '../../../services/store/database.ts';
import { readOnly } from '../../../services/store/read-only.ts';
import { storeAccounts } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { startFakeGraph } from '../../support/fake-graph.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { graphOn } from '../graph/graph-on.ts';

const now = new Date('2018-11-12T09:00:00Z');
const upn = (local: string) => `${local}@ash.norfolk.sch.uk`;

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await storeAccounts(db, { plan: norfolkPlan(), now }, [
    { upn: upn('done'), registered: true },
    { upn: upn('keepers'), registered: true },
    { upn: upn('open'), registered: false },
    { upn: upn('unknown') },
    { upn: upn('lost'), registered: false, hasApp: false },
    { upn: upn('blocked'), registered: false, enabled: false },
    { upn: 'stranger@elsewhere.example', registered: false },
  ]);
  await addKeeper(db, { accountId: upn('keepers'), firstName: 'Sam', now });
});
afterAll(() => db.close());

const linesOf = async (pages: RehearsedPages): Promise<string[]> => {
  const found: RehearsedAccount[] = [];
  for await (const page of pages) found.push(...page);
  return found
    .map(
      (one) =>
        `${one.upn.split('@')[0]} ${one.isNotReady ? 'not ready' : 'ready'} ${one.isReached ? 'reached' : 'lost'}`,
    )
    .sort();
};

/** Everything that is stored, as one text. */
const contents = async () => {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const parts = [];
  for (const { name } of tables)
    parts.push([name, await db.query(`select * from ${name} as t order by t::text`)]);
  return JSON.stringify(parts);
};

it('reads the accounts of the plan’s cohorts from the database', async () => {
  expect(await linesOf(storedAccounts(readOnly(db)))).toEqual([
    'done ready reached',
    'keepers not ready reached',
    'lost not ready lost',
    'open not ready reached',
    'unknown not ready reached',
  ]);
});

it('asks Microsoft who is there and registered now, and stores nothing of it', async () => {
  const graph = await startFakeGraph();
  const registered = { methodsRegistered: ['microsoftAuthenticatorPush'] };
  graph.people.push(
    { id: upn('done'), upn: upn('done'), report: { methodsRegistered: ['password'] } },
    { id: upn('keepers'), upn: upn('keepers'), report: registered },
    { id: upn('open'), upn: upn('open'), report: registered },
    { id: upn('unknown'), upn: upn('unknown') },
    { id: 'new', upn: upn('new'), report: registered },
    { id: 'off', upn: upn('off'), enabled: false },
  );
  const before = await contents();
  expect(await linesOf(accountsOfGraph(graphOn(graph.url).graph, readOnly(db)))).toEqual([
    'done not ready reached',
    'keepers not ready reached',
    'new ready lost',
    'open ready reached',
    'unknown not ready reached',
  ]);
  expect(await contents()).toBe(before);
  expect(graph.calls.every(({ method }) => method === 'GET')).toBe(true);
  await graph.stop();
});

it('reads the report in Graph’s own pages where Graph takes no size', async () => {
  const graph = await startFakeGraph();
  graph.reportTakesTop = false;
  graph.people.push({ id: 'x', upn: upn('x'), report: { methodsRegistered: ['mobilePhone'] } });
  expect(await linesOf(accountsOfGraph(graphOn(graph.url).graph, readOnly(db)))).toEqual(['x ready lost']);
  await graph.stop();
});

it('is refused every change by the engine itself', async () => {
  const tx = readOnly(db);
  const before = await contents();
  for (const sql of [
    `insert into leases (name, holder, held_until) values ('x', 'y', now())`,
    'delete from accounts',
    'update statuses set registered = true',
    'create table more (id integer)',
  ]) {
    await expect(tx.query(sql)).rejects.toThrow(/read-only/);
  }
  expect(await contents()).toBe(before);
});
