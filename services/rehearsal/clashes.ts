import { addDays, isWorkingDay, lastWorkingDayOnOrBefore, today } from '../rollout/calendar.ts';
import { type DatedPhase, describeDay } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Finding } from './judge.ts';
import type { Group } from './tenant.ts';

/**
 * What meets on one day, or falls on a day off: phases of a cohort on the same date, whose reminders are joined; dates on
 * which nobody works; reminders that move to an earlier working day. Of dates that have not gone by.
 */
export function clashesOf(plan: RolloutPlan, groups: Group[], from: Date): Finding[] {
  const day = today(plan, from);
  const dated = groups
    .flatMap(({ phases }) => phases)
    .filter(({ phase, date }) => date >= day && !phase.paused)
    .sort((a, b) => a.date.localeCompare(b.date));
  const each = [...new Map(dated.map((one) => [`${one.phase.id} ${one.date}`, one])).values()];
  return [...sameDay(plan, each), ...onDaysOff(plan, each), ...movedReminders(plan, each, day)].map(
    (words): Finding => ({ kind: 'note', words }),
  );
}

function sameDay(plan: RolloutPlan, dated: DatedPhase[]): string[] {
  const byDay = Map.groupBy(dated, ({ phase, date }) => `${phase.cohort} ${date}`);
  return [...byDay.values()].flatMap((together) => {
    const [first, second] = together;
    if (!first || !second) return [];
    const cohort = plan.cohorts.find(({ id }) => id === first.phase.cohort)?.name ?? first.phase.cohort;
    return [
      `${cohort}: ${together.map(({ phase }) => phase.id).join(' and ')} fall on one day, ${describeDay(first.date)}. Their reminders are joined in one message.`,
    ];
  });
}

function onDaysOff(plan: RolloutPlan, dated: DatedPhase[]): string[] {
  return dated
    .filter(({ date }) => !isWorkingDay(plan.reminders, date))
    .map(({ phase, date }) => `${phase.id}: its date, ${describeDay(date)}, is a day off.`);
}

function movedReminders(plan: RolloutPlan, dated: DatedPhase[], from: IsoDate): string[] {
  return dated.flatMap(({ phase, date }) => {
    const moved = plan.reminders.offsetsDaysBefore
      .map((offset) => addDays(date, -offset))
      .filter((planned) => planned >= from && !isWorkingDay(plan.reminders, planned))
      .map(
        (planned) => `${dayWords(planned)} to ${dayWords(lastWorkingDayOnOrBefore(plan.reminders, planned))}`,
      );
    return moved.length === 0
      ? []
      : [`${phase.id} of ${describeDay(date)}: reminders on days off move from ${moved.join(', from ')}.`];
  });
}

/** 'Friday 16 November' */
function dayWords(date: IsoDate): string {
  return describeDay(date).split(' ').slice(0, 3).join(' ');
}
