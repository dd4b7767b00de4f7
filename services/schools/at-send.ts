import { instantAt, isWithinWorkingHours, nextWorkingMoment, today } from '../rollout/calendar.ts';
import { holdMsUntil } from '../rollout/hold.ts';
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
  /** Whether the last card that the head was sent said already that the school is ready. */
  knowsReady?: boolean;
  subject: { phaseId: string; phaseDate: IsoDate; offset: number; day: IsoDate };
  /** When the card was planned, by the rollout's clock. */
  plannedAt: Date;
  now: Date;
}

/** `good-news`: everybody is ready, which is said on the last of a phase's days, once until somebody is not. */
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
 * What can be decided before Microsoft is asked; undefined where its answer decides. A card is of one day and of working
 * hours; one that was planned by a clock that was ahead waits for its day.
 */
export function waitOfSchoolCard(
  plan: RolloutPlan,
  day: IsoDate,
  now: Date,
): Exclude<SchoolCardDecision, { kind: 'send' }> | undefined {
  if (day < today(plan, now)) return { kind: 'skip', why: 'too-late' };
  if (day > today(plan, now)) {
    const retryAfterMs = holdMsUntil(instantAt(plan, day, plan.reminders.time), now);
    return { kind: 'hold', why: 'not-yet-due', retryAfterMs };
  }
  if (isWithinWorkingHours(plan, now)) return undefined;
  return { kind: 'hold', why: 'outside-hours', retryAfterMs: holdMsUntil(nextWorkingMoment(plan, now), now) };
}

/**
 * What needs no word of Microsoft about the head's own mailbox: who gets no card is found before one of the few questions
 * is spent on it, and the head's own reminder need not wait for the answer. Undefined where that decides. Nobody who is
 * no longer a head is shown a school. A school that has no account but the head's own needs no card: the head's reminder
 * says it all.
 */
export function decideBeforeStatus(
  facts: Omit<SchoolCardFacts, 'own' | 'knowsReady' | 'plannedAt'>,
): Exclude<SchoolCardDecision, { kind: 'send' }> | undefined {
  const { plan, domain, standing, subject, now } = facts;
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  const wait = waitOfSchoolCard(plan, subject.day, now);
  if (wait !== undefined) return wait;
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
  return undefined;
}

/** Decides at the last moment whether a head gets the planned card. */
export function decideSchoolCard(facts: SchoolCardFacts): SchoolCardDecision {
  const { plan, standing, own, subject, now } = facts;
  const before = decideBeforeStatus(facts);
  if (before !== undefined) return before;
  if (own.kind === 'unknown' && now.getTime() - facts.plannedAt.getTime() < ownAnswerWithinMs) {
    return { kind: 'hold', why: 'status-unknown', retryAfterMs: lookAgainMs };
  }
  if (own.kind !== 'ready' || !isAllReady(standing)) return { kind: 'send', content: 'school' };
  const isLast = subject.offset === Math.min(...(plan.heads?.daysBefore ?? []));
  return isLast && !facts.knowsReady
    ? { kind: 'send', content: 'good-news' }
    : { kind: 'skip', why: 'school-ready' };
}
