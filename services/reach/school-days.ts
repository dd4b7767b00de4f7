import { addDays, isWorkingDay, nextWorkingDayOnOrAfter } from '../rollout/calendar.ts';
import type { IsoDate, ReminderRules } from '../rollout/plan.ts';

/** An account stands on the call list from so many school days before its date. */
export const listedFromDays = 20;

/** From so many school days before its date it is to be called now: a working week in which somebody can be found. */
export const callFromDays = 5;

/**
 * The school days that are left before a date: working days of the plan from `today` on, the date itself not counted.
 * On the Monday a week before a Monday there are five. None where the date has come; counting stops at `most`.
 */
export function schoolDaysUntil(
  rules: ReminderRules,
  { today, date }: { today: IsoDate; date: IsoDate },
  most = listedFromDays + 1,
): number {
  let count = 0;
  for (let day = today; day < date && count < most; day = addDays(day, 1)) {
    if (isWorkingDay(rules, day)) count += 1;
  }
  return count;
}

/** The latest date before which at most so many school days are left today. */
export function lastDateWithin(rules: ReminderRules, today: IsoDate, schoolDays: number): IsoDate {
  let day = nextWorkingDayOnOrAfter(rules, today);
  for (let count = 0; count < schoolDays; count += 1) day = nextWorkingDayOnOrAfter(rules, addDays(day, 1));
  return day;
}
