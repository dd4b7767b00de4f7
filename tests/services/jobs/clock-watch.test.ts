import { expect, test } from '@jest/globals';
import { createClockWatch } from '../../../services/jobs/clock-watch.ts';

test('a clock is noticed once that was set back by more than a minute, at once or bit by bit, and no other', () => {
  const at = { wall: 1_000_000, steady: 0 };
  const watch = createClockWatch({ wallClock: () => at.wall, steadyClock: () => at.steady });
  const pass = (wallMs: number, steadyMs: number) => {
    at.wall += wallMs;
    at.steady += steadyMs;
    return watch.wasSetBack();
  };
  expect(pass(10_000, 10_000)).toBe(false);
  expect(pass(3_600_000, 1_000)).toBe(false);
  expect(pass(-50_000, 1_000)).toBe(false);
  expect(pass(-60_000, 1_000)).toBe(true);
  expect(pass(1_000, 1_000)).toBe(false);
  for (let step = 0; step < 6; step += 1) expect(pass(-9_000, 1_000)).toBe(false);
  expect(pass(-9_000, 1_000)).toBe(true);
  // A process that was asleep: the steady clock may have stopped meanwhile.
  expect(pass(86_400_000, 0)).toBe(false);
});
