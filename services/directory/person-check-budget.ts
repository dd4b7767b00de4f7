import { setTimeout as sleep } from 'node:timers/promises';

/** Slots for asking Graph about one account, so that messages which go out by themselves leave some to people. */
export interface PersonCheckBudget {
  /**
   * Resolves true when a slot has come, which is then used up. Resolves false at once, using up none, when the next
   * free slot is further away than `maxWaitMs`.
   */
  reserve(maxWaitMs: number): Promise<boolean>;
}

/** Monotonic milliseconds and a wait; for tests. */
export interface BudgetTimers {
  now(): number;
  sleep(delayMs: number): Promise<unknown>;
}

/**
 * At most `perTenSeconds` slots in any ten seconds, of this process. Graph allows the app 5 in the tenant (facts page,
 * section 2): with 4 here, a pressed button, which asks without a slot, finds one free.
 */
export function createPersonCheckBudget(
  { perTenSeconds }: { perTenSeconds: number },
  timers: BudgetTimers = { now: () => performance.now(), sleep },
): PersonCheckBudget {
  /** Times of the last slots given, oldest first; some lie ahead. */
  const given: number[] = [];
  return {
    async reserve(maxWaitMs) {
      const now = timers.now();
      const oldest = given.length < perTenSeconds ? undefined : given[0];
      const slot = oldest === undefined ? now : Math.max(now, oldest + windowMs);
      if (slot - now > maxWaitMs) return false;
      given.push(slot);
      if (given.length > perTenSeconds) given.shift();
      if (slot > now) await timers.sleep(slot - now);
      return true;
    },
  };
}

const windowMs = 10_000;
