import { splitAddress } from '../rollout/address-pattern.ts';
import { addDays, instantAt, lastWorkingDayOnOrBefore, today } from '../rollout/calendar.ts';
import { type DatedPhase, phasesOfSchool } from '../rollout/phases.ts';
import type { HeadRules, IsoDate, RolloutPlan } from '../rollout/plan.ts';

/** One card about a school for one head. `offset` is in days before the phase's date, as the plan has it. */
export interface SchoolCardDue {
  accountId: string;
  phaseId: string;
  phaseDate: IsoDate;
  offset: number;
  /** When it was planned for, always on a working day. */
  dueAt: Date;
}

/**
 * Every school card planned for later than `after` and not later than `until`, at most one for each head, in the order of
 * the heads. A card on a day off moves to the last working day before it, as a reminder does.
 *
 * After an outage only the newest card counts, and none of a phase whose date has gone by: the head's own reminders follow
 * it. Of several phases of one day the nearest date comes first, online before client; the card tells of all. A phase
 * that is paused has none.
 */
export function schoolCardsBetween(
  plan: RolloutPlan,
  heads: { id: string; upn: string }[],
  window: { after: Date; until: Date },
): SchoolCardDue[] {
  const { heads: rules } = plan;
  if (rules === undefined) return [];
  const day = today(plan, window.until);
  return heads.flatMap(({ id, upn }) => {
    const domain = splitAddress(upn)?.domain;
    if (domain === undefined) return [];
    const first = phasesOfSchool(plan, domain)
      .filter(({ phase, date }) => !phase.paused && date >= day)
      .flatMap((dated) => newestCard(plan, { rules, dated, until: window.until }) ?? [])
      .filter(({ at }) => at > window.after)
      .reduce<Card | undefined>((best, each) => (best && best.at >= each.at ? best : each), undefined);
    if (first === undefined) return [];
    const { dated, offset, at } = first;
    return [{ accountId: id, phaseId: dated.phase.id, phaseDate: dated.date, offset, dueAt: at }];
  });
}

/**
 * The earliest instant after `after` at which some head can have a card, from the plan alone: a look before it need not
 * load accounts. Undefined where there is none to come.
 */
export function nextSchoolCardAfter(plan: RolloutPlan, after: Date): Date | undefined {
  const { heads: rules } = plan;
  if (rules === undefined) return undefined;
  // A card's moment follows from the date alone, and hundreds of schools share a few dates.
  const byDate = new Map(
    plan.phases
      .filter(({ paused }) => !paused)
      .flatMap((phase) => [phase, ...phase.waves].map(({ date }) => [date, { phase, date }])),
  );
  const instants = [...byDate.values()]
    .flatMap((dated) => cardsOf(plan, rules, dated))
    .map(({ at }) => at.getTime())
    .filter((at) => at > after.getTime());
  return instants.length === 0 ? undefined : new Date(Math.min(...instants));
}

/** What makes a school card the same one: a phase, its date, an offset and the head's account. */
export function schoolCardKey(due: Omit<SchoolCardDue, 'dueAt'>): string {
  return `school:${due.phaseId}:${due.phaseDate}:${due.offset}:${due.accountId}`;
}

interface Card {
  dated: DatedPhase;
  offset: number;
  at: Date;
}

/** Of two cards that came to lie on one day, the one nearer to the date. */
function newestCard(
  plan: RolloutPlan,
  { rules, dated, until }: { rules: HeadRules; dated: DatedPhase; until: Date },
): Card | undefined {
  return cardsOf(plan, rules, dated).findLast(({ at }) => at <= until);
}

function cardsOf(plan: RolloutPlan, { daysBefore }: HeadRules, dated: DatedPhase): Card[] {
  return daysBefore
    .toSorted((a, b) => b - a)
    .map((offset) => {
      const day = lastWorkingDayOnOrBefore(plan.reminders, addDays(dated.date, -offset));
      return { dated, offset, at: instantAt(plan, day, plan.reminders.time) };
    });
}
