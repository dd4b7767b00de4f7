import fc from 'fast-check';
import { createPersonCheckBudget } from '../../../services/directory/person-check-budget.ts';

/** A clock that stands still until the test moves it, and the waits that were asked for. */
function heldTimers() {
  const timers = {
    time: 1_000,
    waits: [] as number[],
    now: () => timers.time,
    sleep: async (delayMs: number) => void timers.waits.push(delayMs),
  };
  return timers;
}

it('gives the first four slots at once and the fifth ten seconds after the first', async () => {
  const timers = heldTimers();
  const budget = createPersonCheckBudget({ perTenSeconds: 4 }, timers);
  for (let slot = 0; slot < 4; slot += 1) expect(await budget.reserve(0)).toBe(true);
  expect(timers.waits).toEqual([]);
  expect(await budget.reserve(10_000)).toBe(true);
  expect(timers.waits).toEqual([10_000]);
});

it('says no at once when the next slot is too far away, and uses up none by that', async () => {
  const timers = heldTimers();
  const budget = createPersonCheckBudget({ perTenSeconds: 1 }, timers);
  expect(await budget.reserve(0)).toBe(true);
  timers.time += 4_000;
  for (let asked = 0; asked < 5; asked += 1) expect(await budget.reserve(5_999)).toBe(false);
  expect(await budget.reserve(6_000)).toBe(true);
  expect(timers.waits).toEqual([6_000]);
});

it('never gives more slots in ten seconds than it may', async () => {
  const asks = fc.array(fc.record({ pauseMs: fc.nat(6_000), maxWaitMs: fc.nat(30_000) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 1, max: 5 }), async (all, perTenSeconds) => {
      const timers = heldTimers();
      const budget = createPersonCheckBudget({ perTenSeconds }, timers);
      const slots: number[] = [];
      for (const { pauseMs, maxWaitMs } of all) {
        timers.time += pauseMs;
        timers.waits.length = 0;
        if (await budget.reserve(maxWaitMs)) slots.push(timers.time + (timers.waits[0] ?? 0));
      }
      for (const slot of slots) {
        expect(slots.filter((other) => other >= slot && other < slot + 10_000).length).toBeLessThanOrEqual(
          perTenSeconds,
        );
      }
    }),
  );
});
