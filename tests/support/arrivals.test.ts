import { type Arrival, earliestOf, mostIn, mostInOneSecond, noteTick } from './arrivals.ts';

it('counts the second that holds the most, wherever it begins', () => {
  expect(mostIn([0, 900, 950, 1_899, 1_900, 2_500], 1_000)).toBe(3);
  expect(mostIn([0, 1_000, 2_000], 1_000)).toBe(1);
  expect(mostIn([], 1_000)).toBe(0);
});

it('counts only what arrived in one second for certain', () => {
  const heap = Array.from({ length: 5 }, () => ({ from: 0, to: 1_500 }));
  expect(mostInOneSecond([...heap, { from: 1_400, to: 1_400 }])).toBe(1);
  expect(mostInOneSecond(heap.map(({ from }) => ({ from, to: 900 })))).toBe(5);
});

it('takes what is seen soon after a stall for what may have come during it, and nothing else', () => {
  const stalls: Arrival[] = [];
  for (const [last, now] of [
    [0, 5],
    [5, 405],
    [405, 470],
    [470, 475],
    [2_000, 2_010],
  ] as const) {
    noteTick(stalls, last, now);
  }
  expect(stalls).toEqual([
    { from: 5, to: 405 },
    { from: 405, to: 470 },
  ]);
  expect([4, 5, 300, 480, 600, 2_005].map((at) => earliestOf(stalls, at))).toEqual([4, 5, 5, 5, 600, 2_005]);
});
