import { createLease, freeLeasesOfDeadProcess } from '../../../services/jobs/lease.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.query('delete from leases'));
afterAll(() => database.close());

const lease = (holder: string) => createLease({ database, name: 'work', holder, seconds: 60 });
const written = (heldUntil: string) =>
  database.query(
    `insert into leases values ('work', 'dead', clock_timestamp() + $1::interval)
     on conflict (name) do update set holder = 'dead', held_until = excluded.held_until`,
    [heldUntil],
  );

test('one holder at a time has it, and may keep it', async () => {
  const taken = await Promise.all(['one', 'two', 'three'].map((holder) => lease(holder).take()));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const winner = ['one', 'two', 'three'][taken.indexOf(true)] ?? '';
  expect(await lease(winner).take()).toBe(true);
});

test('only its holder gives it back', async () => {
  await lease('one').take();
  await lease('two').giveBack();
  expect(await lease('two').take()).toBe(false);
  await lease('one').giveBack();
  expect(await lease('two').take()).toBe(true);
});

test('one whose holder died is taken over when it has run out, or when the clock was set back', async () => {
  await written('10 seconds');
  expect(await lease('one').take()).toBe(false);
  await written('-1 second');
  expect(await lease('one').take()).toBe(true);
  await written('2 days');
  expect(await lease('one').take()).toBe(true);
});

test('nobody has it while all are told to rest, everybody knows why, and only its holder tells them', async () => {
  await lease('one').take();
  await lease('two').rest(60_000, 'out of order');
  expect(await lease('two').whyResting()).toBeUndefined();
  await lease('one').rest(60_000, 'out of order');
  expect(await lease('two').whyResting()).toBe('out of order');
  expect(await lease('one').take()).toBe(false);
  expect(await lease('two').take()).toBe(false);
  await database.query("update leases set held_until = clock_timestamp() - interval '1 second'");
  expect(await lease('two').whyResting()).toBeUndefined();
  expect(await lease('two').take()).toBe(true);
});

test('those of a dead process are free at once where no other process can be at work', async () => {
  await written('1 hour');
  await freeLeasesOfDeadProcess(database);
  expect(await database.query('select name from leases')).toHaveLength(database.engine === 'pglite' ? 0 : 1);
});
