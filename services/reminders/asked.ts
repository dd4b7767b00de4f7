import type { NewDelivery } from '../deliveries/enqueue.ts';
import { addDays, instantAt, nextWorkingDayOnOrAfter, today } from '../rollout/calendar.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import { lastMoment } from './plan-due.ts';

/** When reminders that somebody asks for now go out: at once within working hours, else when the next ones begin. */
export interface AskedFor {
  /** The day that they count for: one a day for each account. */
  day: IsoDate;
  /** Not before this moment. */
  at: Date;
}

/** The day and the moment for what is asked for now. */
export function askedFor(plan: RolloutPlan, now: Date): AskedFor {
  const { workingHours } = plan.reminders;
  const startOf = (day: IsoDate) => instantAt(plan, day, workingHours.from);
  const day = nextWorkingDayOnOrAfter(plan.reminders, today(plan, now));
  if (now >= instantAt(plan, day, workingHours.to)) {
    const next = nextWorkingDayOnOrAfter(plan.reminders, addDays(day, 1));
    return { day: next, at: startOf(next) };
  }
  return { day, at: now > startOf(day) ? now : startOf(day) };
}

/**
 * A reminder that a head teacher asked for, on the road of all others: what it says, and whether it is still needed, is
 * decided when it is sent, as long as a planned one of its day may wait. Its key makes it once a day for each account.
 */
export function askedReminder(
  plan: RolloutPlan,
  { day, at }: AskedFor,
  who: { accountId: string; phaseId: string; phaseDate: IsoDate },
): NewDelivery {
  const offset = `${askedPrefix}${day}`;
  return {
    key: `reminder:${who.phaseId}:${who.phaseDate}:${offset}:${who.accountId}`,
    kind: 'reminder',
    operation: 'send',
    target: { accountId: who.accountId },
    subject: {
      phaseId: who.phaseId,
      phaseDate: who.phaseDate,
      offset,
      day,
      // Waiting for an answer of Microsoft begins with the moment at which it may go out.
      plannedAt: at.toISOString(),
    },
    expiresAt: lastMoment(plan, day),
  };
}

/** How long a reminder still has to wait for its hour, in milliseconds; undefined where it may go out. */
export function waitOfAsked(
  plan: RolloutPlan,
  subject: Record<string, string>,
  now: Date,
): number | undefined {
  const { offset = '', day = '' } = subject;
  if (!offset.startsWith(askedPrefix)) return undefined;
  const waitMs = instantAt(plan, day, plan.reminders.workingHours.from).getTime() - now.getTime();
  return waitMs > 0 ? waitMs : undefined;
}

/** How the offset of a reminder begins that somebody asked for. */
export const askedPrefix = 'asked-';
