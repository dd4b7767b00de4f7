/** The time by which the rollout is told. The demo moves it and tests set it; leases and back-off never use it. */
export interface Clock {
  now(): Date;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() };
