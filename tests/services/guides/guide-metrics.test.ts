import { Gauge, Registry } from 'prom-client';
import { registerGuideMetrics } from '../../../services/guides/guide-metrics.ts';
import { openWalk, pressWalk } from '../../../services/guides/walks.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { example, facts } from './example.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('tells what was opened, where people stopped and what they chose, as it stands at each asking', async () => {
  const registry = new Registry();
  let now = new Date('2018-11-12T09:00:00Z');
  registerGuideMetrics(registry, { database: db, clock: { now: () => now } });
  expect(await registry.metrics()).not.toMatch(/^guide_walks{/m);

  const of = { guide: example, facts: facts({ registered: 'no' }), accountId: 'account-1', now };
  const { walk } = await openWalk(db, of);
  const press = { walkId: walk.walkId, fromStep: 'question', version: walk.version };
  await pressWalk(db, of, { kind: 'choose', choice: 'app', ...press });
  now = new Date('2018-11-14T09:00:00Z');
  const text = await registry.metrics();
  expect(text).toContain('guide_walks{guide="example",state="opened"} 1');
  expect(text).toContain('guide_walks{guide="example",state="done"} 0');
  expect(text).toContain('guide_stopped{guide="example",step="app"} 1');
  expect(text).not.toContain('account-1');

  await db.query('delete from guide_walks');
  expect(await registry.metrics()).not.toMatch(/^guide_stopped{/m);
});

it('counts who was sent to the service desk apart from who is done', async () => {
  const registry = new Registry();
  const now = new Date('2018-11-12T09:00:00Z');
  registerGuideMetrics(registry, { database: db, clock: { now: () => now } });
  const of = { guide: example, facts: facts({ registered: 'no' }), accountId: 'account-2', now };
  const { walk } = await openWalk(db, of);
  const at = { kind: 'choose', walkId: walk.walkId } as const;
  await pressWalk(db, of, { ...at, choice: 'other', fromStep: 'question', version: 1 });
  await pressWalk(db, of, { ...at, choice: 'ask', fromStep: 'other', version: 2 });
  const text = await registry.metrics();
  expect(text).toContain('guide_walks{guide="example",state="asked-desk"} 1');
  expect(text).toContain('guide_walks{guide="example",state="waits"} 0');
  expect(text).toContain('guide_walks{guide="example",state="done"} 0');
});

it('keeps its last values and all other metrics while the database does not answer', async () => {
  const registry = new Registry();
  new Gauge({ name: 'other', help: 'Another metric', registers: [registry] }).set(7);
  let isDown = false;
  const database: Database = {
    ...db,
    query: (...asked) => (isDown ? Promise.reject(new Error('unreachable')) : db.query(...asked)),
  };
  registerGuideMetrics(registry, { database, clock: { now: () => new Date('2018-11-12T09:00:00Z') } });
  const before = await registry.metrics();
  expect(before).toContain('guide_walks{guide="example",state="opened"} 1');
  isDown = true;
  expect(await registry.metrics()).toBe(before);
  await db.query('delete from guide_walks');
  isDown = false;
  const after = await registry.metrics();
  expect(after).not.toMatch(/^guide_walks{/m);
  expect(after).toContain('other 7');
});
