/** When something arrived, as far as a process that was not always awake can say. Milliseconds. */
export interface Arrival {
  from: number;
  to: number;
}

/** Knows when this process slept: what arrives then is seen in a heap at the end, however evenly it came. */
export interface Stalls {
  /** The earliest moment at which what was seen at `at` can have arrived. */
  earliest(at: number): number;
  end(): void;
}

const tickMs = 5;
/** A later tick than this is a stall. */
const stallMs = 15;

/** Watches this process until `end`. */
export function watchStalls(): Stalls {
  const stalls: Arrival[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    noteTick(stalls, last, now);
    last = now;
  }, tickMs);
  return {
    earliest: (at) => earliestOf(stalls, at),
    end: () => clearInterval(timer),
  };
}

/** Adds the stall between two ticks, if it was one. */
export function noteTick(stalls: Arrival[], last: number, now: number): void {
  if (now - last > stallMs) stalls.push({ from: last, to: now });
}

/** Of several stalls whose heaps overlap the first counts. */
export function earliestOf(stalls: Arrival[], at: number): number {
  return stalls.find((stall) => at >= stall.from && at <= endOfHeap(stall))?.from ?? at;
}

/** What came while nobody looked takes time to be read: 120 ms were seen after a stall of 790. */
function endOfHeap({ from, to }: Arrival): number {
  return to + Math.max(stallMs, (to - from) / 4);
}

/** How many of these moments lie in the window of `ms` that holds the most. */
export function mostIn(moments: number[], ms: number): number {
  return most(
    moments.map((at) => ({ from: at, to: at })),
    ms,
  );
}

/** How many arrived for certain in the second that holds the most: both ends of what is known lie in it. */
export function mostInOneSecond(arrivals: Arrival[]): number {
  return most(arrivals, 1_000);
}

function most(arrivals: Arrival[], ms: number): number {
  const sorted = arrivals.toSorted((one, other) => one.from - other.from);
  return sorted.reduce((highest, { from }, index) => {
    let inside = 0;
    for (let next = index; next < sorted.length; next += 1) {
      const arrival = sorted[next];
      if (arrival === undefined || arrival.from >= from + ms) break;
      if (arrival.to < from + ms) inside += 1;
    }
    return Math.max(highest, inside);
  }, 0);
}
