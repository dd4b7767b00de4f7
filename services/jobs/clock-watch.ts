/** Notices that a clock that people can set was set back, by one that only ever goes forward. */
export interface ClockWatch {
  /** Whether the clock went back by more than a minute since the last call, or since the watch was made. */
  wasSetBack(): boolean;
}

/** Both clocks in milliseconds, from whatever beginning. */
export function createClockWatch(clocks: {
  wallClock: () => number;
  /** Such as `performance.now`. */
  steadyClock: () => number;
}): ClockWatch {
  const offset = () => clocks.wallClock() - clocks.steadyClock();
  let known = offset();
  return {
    wasSetBack() {
      const now = offset();
      const isBack = known - now > toleranceMs;
      // A clock that is corrected in small steps adds up until it counts; one that is ahead is what waits are noted by.
      if (isBack || now > known) known = now;
      return isBack;
    },
  };
}

/** What time servers correct is far less; a message that waits for a minute more is no harm. */
const toleranceMs = 60_000;
