import { Registry } from 'prom-client';
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
