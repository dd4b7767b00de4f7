/** Looked at again within an hour, so that a clock that was moved is noticed. */
const longestHoldMs = 60 * 60_000;

/** How long what may go out at a moment is held before it is looked at again, in milliseconds: a second to an hour. */
export function holdMsUntil(moment: Date, now: Date): number {
  return Math.min(longestHoldMs, Math.max(1_000, moment.getTime() - now.getTime()));
}
