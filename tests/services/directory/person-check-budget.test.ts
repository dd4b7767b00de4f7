import { createPersonCheckBudget } from '../../../services/directory/person-check-budget.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.query('delete from request_slots'));
afterAll(() => database.close());

const windowMs = 600;
/** An instance of the bot with a budget of its own on the shared database. */
const instance = (slots: number, window = windowMs) =>
  createPersonCheckBudget({ database, slots, windowMs: window });

it('gives the first four slots at once and the fifth one window later', async () => {
  const budget = instance(4);
  const from = performance.now();
  for (let slot = 0; slot < 4; slot += 1) expect(await budget.reserve(0)).toBe(true);
  expect(await budget.reserve(0)).toBe(false);
  expect(await budget.reserve(5_000)).toBe(true);
  expect(performance.now() - from).toBeGreaterThanOrEqual(windowMs);
});

it('says no at once when the next slot is too far away, and uses up none by that', async () => {
  const budget = instance(1, 10_000);
  expect(await budget.reserve(0)).toBe(true);
  for (let asked = 0; asked < 5; asked += 1) expect(await budget.reserve(5_000)).toBe(false);
  const [row] = await database.query<{ taken: Date[] }>('select taken from request_slots');
  expect(row?.taken).toHaveLength(1);
});

it('never gives more slots in a window than it may, over all instances together', async () => {
  const slots = 3;
  const given: number[] = [];
  const busy = async () => {
    const budget = instance(slots, 400);
    for (let asked = 0; asked < 4; asked += 1) {
      if (await budget.reserve(10_000)) given.push(performance.now());
    }
  };
  await Promise.all([busy(), busy(), busy()]);
  expect(given).toHaveLength(12);
  given.sort((one, other) => one - other);
  for (const at of given) {
    expect(given.filter((other) => other >= at && other < at + 400).length).toBeLessThanOrEqual(slots);
  }
});

it('holds back what goes out by itself while people press buttons on another instance', async () => {
  const [pressed, sending] = [instance(4, 10_000), instance(4, 10_000)];
  for (let press = 0; press < 4; press += 1) await pressed.note();
  expect(await sending.reserve(5_000)).toBe(false);
});

it('lets a press pass while slots lie ahead, and keeps those', async () => {
  const budget = instance(1, 10_000);
  await budget.reserve(0);
  await database.query("update request_slots set taken = array[clock_timestamp() + interval '20 s']");
  await budget.note();
  expect(await budget.reserve(25_000)).toBe(false);
});

it('waits for no slot that was written before the clock was set back', async () => {
  await database.query(
    `insert into request_slots values ('graph-person-checks', array[clock_timestamp() + interval '1 hour'])`,
  );
  const budget = instance(1, 10_000);
  expect(await budget.reserve(0)).toBe(true);
  expect(await budget.reserve(0)).toBe(false);
});
