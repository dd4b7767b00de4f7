import { today } from '../rollout/calendar.ts';
import { type Effect, effectOf, type PhaseStanding, standingOf } from '../rollout/effect.ts';
import type { MfaStatus } from '../rollout/mfa-status.ts';
import { type DatedPhase, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import { type Readiness, readinessFor, type SaidByKeepers } from '../rollout/readiness.ts';
import { lastRemindedOn } from './due.ts';

/** A phase of the account with where it stands on the day of sending. */
export interface StandingPhase {
  dated: DatedPhase;
  standing: PhaseStanding;
}

/** What a reminder says: everything as of the moment of sending, not of planning. */
export interface ReminderContent {
  upn: string;
  /** The most urgent phase. */
  main: StandingPhase;
  /** The account's other phases, which would have had cards of their own. */
  others: StandingPhase[];
  status: MfaStatus;
  /** What the account's people said themselves, such as who of them is missing. */
  said: SaidByKeepers;
  /** What keeps the account from being ready for the phase. */
  missing: Missing;
  effect: Effect;
  now: Date;
}

type Missing = Extract<Readiness, { kind: 'not-ready' }>['missing'];

export type ReminderDecision =
  | { kind: 'send'; content: ReminderContent }
  | { kind: 'skip'; why: string }
  | { kind: 'hold'; why: string; retryAfterMs: number };

/** Facts of one account at the moment of sending. */
export interface ReminderFacts {
  plan: RolloutPlan;
  upn: string;
  isEnabled: boolean;
  status: MfaStatus;
  said: SaidByKeepers;
  /** Whether somebody finished the guide by their own word since the uploaded report that the status is from. */
  saidDoneSinceReport?: boolean;
  /** Whether another reminder went to this account on this day. */
  remindedToday: boolean;
  subject: { phaseId: string; phaseDate: IsoDate; day: IsoDate };
  /** When the reminder was planned, by the rollout's clock. */
  plannedAt: Date;
  now: Date;
}

/**
 * How long a reminder of unknown status waits before Microsoft is asked again: as long as it has waited, from
 * five seconds to ten minutes. A short outage costs little time, and a long one does not keep a large wave going
 * round all day (Graph takes 5 such requests in 10 s, facts section 2).
 */
function holdMsAfter(waitedMs: number): number {
  return Math.min(10 * 60_000, Math.max(5_000, waitedMs));
}

/**
 * Decides at the last moment whether a planned reminder still goes out, and with what. Someone who has become
 * ready is left alone; an unknown status is held, never treated as not ready; a phase whose date has moved is
 * reminded of by its new date's own reminders. Phases of one date, and those whose reminders fell on one day, have one
 * reminder: where the account is ready for the phase that it was planned for, it speaks of another.
 */
export function decideReminder(facts: ReminderFacts): ReminderDecision {
  const { plan, upn, now, subject } = facts;
  const day = today(plan, now);
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  if (subject.day !== day) return { kind: 'skip', why: 'too-late' };
  const phases = phasesOf(plan, upn);
  const planned = phases.find(({ phase }) => phase.id === subject.phaseId);
  if (!planned) return { kind: 'skip', why: 'phase-removed' };
  if (planned.date !== subject.phaseDate) return { kind: 'skip', why: 'date-moved' };
  if (facts.remindedToday) return { kind: 'skip', why: 'already-reminded-today' };

  const { main, readiness } = mostUrgent(facts, planned, phases);
  if (readiness.kind === 'ready') return { kind: 'skip', why: 'already-ready' };
  // A report that is days old does not contradict them; the next one does, or agrees.
  const isForRegistration = readiness.kind === 'not-ready' && readiness.missing === 'registration';
  if (facts.saidDoneSinceReport && isForRegistration) return { kind: 'skip', why: 'said-done' };
  if (readiness.kind === 'unknown')
    return {
      kind: 'hold',
      why: 'status-unknown',
      retryAfterMs: holdMsAfter(now.getTime() - facts.plannedAt.getTime()),
    };

  const standing = (dated: DatedPhase): StandingPhase => ({
    dated,
    standing: standingOf(dated, facts.status, day),
  });
  return {
    kind: 'send',
    content: {
      upn,
      main: standing(main),
      others: phases.filter((dated) => dated !== main).map(standing),
      status: facts.status,
      said: facts.said,
      missing: readiness.missing,
      effect: effectOf(plan, upn, facts.status, day),
      now,
    },
  };
}

function mostUrgent(
  { plan, status, said, subject }: ReminderFacts,
  planned: DatedPhase,
  phases: DatedPhase[],
): { main: DatedPhase; readiness: Readiness } {
  const first = { main: planned, readiness: readinessFor(planned.phase, status, said) };
  if (first.readiness.kind !== 'ready') return first;
  const day = lastRemindedOn(plan, planned, subject.day);
  const isFolded = (dated: DatedPhase) =>
    dated.date === planned.date || (day !== undefined && lastRemindedOn(plan, dated, subject.day) === day);
  return (
    phases
      .filter(isFolded)
      .map((main) => ({ main, readiness: readinessFor(main.phase, status, said) }))
      .find(({ readiness }) => readiness.kind !== 'ready') ?? first
  );
}
