import { reasonWords } from '../../../cards/words-reasons.ts';
import { notReachedWhys } from '../../../services/reach/not-reached.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('has an index for exactly the reasons that it asks for', async () => {
  const [index] = await db.query<{ definition: string }>(
    `select indexdef as definition from pg_indexes where indexname = 'deliveries_not_reached'`,
  );
  const quoted = [...(index?.definition.matchAll(/'([a-z-]+)'/g) ?? [])].map(([, why]) => why);
  expect(quoted.filter((why) => why !== 'skipped' && why !== 'failed').sort()).toEqual([...notReachedWhys]);
});

it.each(notReachedWhys)('%s is said in words', (why) => {
  expect(reasonWords(why)).not.toBe(why.replaceAll('-', ' '));
});
