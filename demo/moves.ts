import { addDays, instantAt, today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../services/rollout/plan.ts';

/** What the bar on the page can ask of the clock. */
export type Move = { kind: 'next-day' } | { kind: 'next-phase' } | { kind: 'go-to'; date: string };

export type MoveDecision = { kind: 'go'; to: Date; date: IsoDate } | { kind: 'refused'; why: string };

/** A date on which something is switched on, and what, in words. */
export interface PhaseAhead {
  date: IsoDate;
  /** 'Monday 19 November 2018' */
  day: string;
  /** 'head: Outlook on the web' */
  what: string;
}

/** Where a move leads: always to 09:00 of a day ahead; `why` is a sentence for the page. */
export function decideMove(plan: RolloutPlan, now: Date, move: Move): MoveDecision {
  switch (move.kind) {
    case 'next-day':
      return landOn(plan, now, addDays(today(plan, now), 1));
    case 'next-phase': {
      const next = nextPhase(plan, now);
      return next
        ? landOn(plan, now, next.date)
        : { kind: 'refused', why: 'The plan has no phase after this day.' };
    }
    case 'go-to':
      if (!isDay(move.date)) return { kind: 'refused', why: 'That is not a date.' };
      return landOn(plan, now, move.date);
  }
}

/** The nearest date ahead on which a phase begins, for any school. */
export function nextPhase(plan: RolloutPlan, now: Date): PhaseAhead | undefined {
  const current = today(plan, now);
  const dated = plan.phases.flatMap((phase) =>
    [phase.date, ...phase.waves.map((wave) => wave.date)].map((date) => ({ phase, date })),
  );
  const date = dated
    .map((each) => each.date)
    .filter((each) => each > current)
    .toSorted()[0];
  if (date === undefined) return undefined;
  const there = dated.filter((each) => each.date === date).map((each) => each.phase);
  const what = plan.cohorts.flatMap((cohort) => {
    const surfaces = there
      .filter((phase) => phase.cohort === cohort.id)
      .map((phase) => surfaceWords[phase.surface]);
    return surfaces.length === 0 ? [] : [`${cohort.name}, ${[...new Set(surfaces)].join(' and ')}`];
  });
  return { date, day: describeDay(date), what: what.join('; ') };
}

/** Moves land when the working day begins, after the plan's reminder time. */
export const landingTime = '09:00';

const surfaceWords = { online: 'Outlook on the web', client: 'installed Outlook' };

function landOn(plan: RolloutPlan, now: Date, date: IsoDate): MoveDecision {
  const to = instantAt(plan, date, landingTime);
  if (to > now) return { kind: 'go', to, date };
  const why = `The clock only goes forward, and it is already ${describeDay(today(plan, now))}. To begin anew, stop the demo and start it with npm run demo -- --fresh.`;
  return { kind: 'refused', why };
}

/** A real day of this century: 30 February is none. */
function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
