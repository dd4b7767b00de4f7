import {
  addDays,
  instantAt,
  lastWorkingDayOnOrBefore,
  nextWorkingDayOnOrAfter,
} from '../rollout/calendar.ts';
import type { DatedPhase } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';

/** The days that people can choose from. `week` is the week of the deadline. */
export const snoozeChoices = ['tomorrow', 'three-days', 'week'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

/** A choice with the working day on which the reminder then comes. */
export interface SnoozeOption {
  choice: SnoozeChoice;
  day: IsoDate;
}

/**
 * What can be chosen now. `none`: the date is too near or has come (`deadline`), the plan allows no more (`used-up`), or
 * the phase no longer has this date or is paused (`date-changed`).
 */
export type SnoozeOffer =
  | { kind: 'offered'; options: SnoozeOption[]; left: number }
  | { kind: 'none'; why: 'deadline' | 'used-up' | 'date-changed' };

/** What an offer depends on. */
export interface SnoozeFacts {
  /** The account's phases as they are now. */
  phases: DatedPhase[];
  /** What the reminder speaks of. */
  phaseId: string;
  phaseDate: IsoDate;
  day: IsoDate;
  /** How many other reminders of this phase and date were put off already. */
  used: number;
}

/**
 * The days to which a reminder can be put off: always a later working day and never past the phase's date. A day off gives
 * way to the last working day before it, and the week of the deadline begins on its first working day. Of two choices
 * that come to lie on one day, the first stays.
 */
export function snoozeOffer(plan: RolloutPlan, facts: SnoozeFacts): SnoozeOffer {
  const { phaseId, phaseDate, day, used } = facts;
  const phase = facts.phases.find((dated) => dated.phase.id === phaseId);
  if (phase === undefined || phase.date !== phaseDate || phase.phase.paused) {
    return { kind: 'none', why: 'date-changed' };
  }
  const left = plan.reminders.snoozesPerPhase - used;
  if (phaseDate <= day) return { kind: 'none', why: 'deadline' };
  if (left <= 0) return { kind: 'none', why: 'used-up' };
  const options: SnoozeOption[] = [];
  for (const choice of snoozeChoices) {
    const chosen = dayOf(plan, choice, { day, phaseDate });
    const isPossible = chosen > day && chosen <= phaseDate;
    if (isPossible && !options.some((option) => option.day === chosen)) options.push({ choice, day: chosen });
  }
  return options.length === 0 ? { kind: 'none', why: 'deadline' } : { kind: 'offered', options, left };
}

/** A wish to be reminded again, as it is kept. */
export interface Snooze {
  phaseId: string;
  phaseDate: IsoDate;
  untilDay: IsoDate;
}

/**
 * Whether a reminder of a phase is put off on a day. A wish ends with its day, with the date that it was made for, and
 * before every date that comes earlier than its day: nobody's deadline passes in silence.
 */
export function isSnoozed(
  snoozes: Snooze[],
  facts: { phases: DatedPhase[]; phaseDate: IsoDate; day: IsoDate },
): boolean {
  const { phases, phaseDate, day } = facts;
  return snoozes.some(
    (snooze) =>
      snooze.untilDay > day &&
      snooze.untilDay <= phaseDate &&
      phases.some(
        ({ phase, date }) => phase.id === snooze.phaseId && date === snooze.phaseDate && !phase.paused,
      ),
  );
}

/** When the reminder of a day comes. */
export function snoozeEnds(plan: RolloutPlan, day: IsoDate): Date {
  return instantAt(plan, day, plan.reminders.time);
}

function dayOf(
  { reminders }: RolloutPlan,
  choice: SnoozeChoice,
  { day, phaseDate }: { day: IsoDate; phaseDate: IsoDate },
): IsoDate {
  switch (choice) {
    case 'tomorrow':
      return lastWorkingDayOnOrBefore(reminders, addDays(day, 1));
    case 'three-days':
      return lastWorkingDayOnOrBefore(reminders, addDays(day, 3));
    case 'week':
      return nextWorkingDayOnOrAfter(reminders, mondayOf(phaseDate));
  }
}

function mondayOf(date: IsoDate): IsoDate {
  const weekday = new Date(date).getUTCDay() || 7;
  return addDays(date, 1 - weekday);
}
