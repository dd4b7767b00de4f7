import { today } from '../rollout/calendar.ts';
import { phasesOfSchool } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Readiness } from '../rollout/readiness.ts';
import { isAllReady, type SchoolStanding } from './standing.ts';

/** Facts of one school card at the moment of sending. */
export interface SchoolCardFacts {
  plan: RolloutPlan;
  /** The school of the account as Graph names it now; undefined where it is no head's account. */
  domain: string | undefined;
  isEnabled: boolean;
  /** Whether the head's own mailbox is ready. */
  own: Readiness;
  standing: SchoolStanding;
  /** Whether another message about a phase went to this account on this day. */
  toldToday: boolean;
  subject: { phaseId: string; phaseDate: IsoDate; offset: number; day: IsoDate };
  /** When the card was planned, by the rollout's clock. */
  plannedAt: Date;
  now: Date;
}

/** `good-news`: everybody is ready, which is said once, on the last of the phase's days. */
export type SchoolCardDecision =
  | { kind: 'send'; content: 'school' | 'good-news' }
  | { kind: 'skip'; why: string }
  | { kind: 'hold'; why: string; retryAfterMs: number };

/**
 * How long a card waits for Microsoft's answer about the head's own mailbox, in milliseconds. After that it goes out and
 * says that there was none: the rest of it is about others, and its figures carry their own time.
 */
const ownAnswerWithinMs = 15 * 60_000;

/** Between two looks while it waits, in milliseconds: Graph takes 5 such questions in 10 s (facts page, section 2). */
const lookAgainMs = 60_000;

/**
 * Decides at the last moment whether a head gets the planned card. Nobody who is no longer a head is shown a school. A
 * school that has no account but the head's own needs no card: the head's reminder says it all.
 */
export function decideSchoolCard(facts: SchoolCardFacts): SchoolCardDecision {
  const { plan, domain, standing, own, subject, now } = facts;
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  if (subject.day !== today(plan, now)) return { kind: 'skip', why: 'too-late' };
  if (domain === undefined) return { kind: 'skip', why: 'not-a-head' };
  const dated = phasesOfSchool(plan, domain).find(({ phase }) => phase.id === subject.phaseId);
  if (!dated) return { kind: 'skip', why: 'phase-removed' };
  if (dated.phase.paused) return { kind: 'skip', why: 'phase-paused' };
  if (dated.date !== subject.phaseDate) return { kind: 'skip', why: 'date-moved' };
  if (facts.toldToday) return { kind: 'skip', why: 'already-reminded-today' };
  if (standing.accounts <= 1) return { kind: 'skip', why: 'only-own-mailbox' };
  // Of a cohort of which the school has no account, no date concerns it.
  if (!standing.cohorts.some(({ cohort }) => cohort.id === dated.phase.cohort)) {
    return { kind: 'skip', why: 'nobody-concerned' };
  }
  if (own.kind === 'unknown' && now.getTime() - facts.plannedAt.getTime() < ownAnswerWithinMs) {
    return { kind: 'hold', why: 'status-unknown', retryAfterMs: lookAgainMs };
  }
  if (own.kind !== 'ready' || !isAllReady(standing)) return { kind: 'send', content: 'school' };
  const isLast = subject.offset === Math.min(...(plan.heads?.daysBefore ?? []));
  return isLast ? { kind: 'send', content: 'good-news' } : { kind: 'skip', why: 'school-ready' };
}
