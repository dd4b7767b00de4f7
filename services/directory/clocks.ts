/**
 * How far the clocks of two machines may be apart, in milliseconds. A time that lies further ahead was written before
 * somebody set the rollout's clock back: it neither keeps newer knowledge out nor counts as fresh.
 */
export const clocksDifferMs = 60_000;

/** The same for statements. */
export const clocksDiffer = "interval '1 minute'";

/** Whether `at` lies within the last `maxAgeMs` before `now`, or ahead of it by no more than clocks may differ. */
export function isWithin(maxAgeMs: number, at: Date, now: Date): boolean {
  const ageMs = now.getTime() - at.getTime();
  return ageMs >= -clocksDifferMs && ageMs <= maxAgeMs;
}
