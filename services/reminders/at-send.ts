import {
  instantAt,
  isWithinWorkingHours,
  nextWorkingDayAfter,
  nextWorkingMoment,
  today,
} from '../rollout/calendar.ts';
import { type Effect, effectOf, type PhaseStanding, standingOf } from '../rollout/effect.ts';
import { holdMsUntil } from '../rollout/hold.ts';
import { isRegistered, type MfaStatus } from '../rollout/mfa-status.ts';
import { type DatedPhase, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import { type Readiness, readinessFor, type SaidByKeepers } from '../rollout/readiness.ts';
import { dueMoment, lastRemindedOn, remindedWithin } from './due.ts';

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
  /** Unknown methods mean that Microsoft gave no answer for too long: then nothing may be claimed of them. */
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
  /** What was last learnt of the account, however old; it counts only where nothing newer is to be had. */
  lastKnown?: MfaStatus;
  /** Whether somebody finished the guide by their own word since the uploaded report that the status is from. */
  saidDoneSinceReport?: boolean;
  /** Whether the account put its reminders off to a later day. */
  isSnoozed?: boolean;
  /** Whether another message about a phase went to this account on this day. */
  remindedToday: boolean;
  /** Where all that went to it on this day was that dates have moved: whether this phase's is one of them. */
  movesToldToday?: 'of-it' | 'of-others' | undefined;
  /** Whether a later reminder has taken the place of this one. */
  isSuperseded?: boolean;
  /** Since when the account has been waiting for a reminder, where it is longer than since this one was planned. */
  waitingSince?: Date | undefined;
  /** `offset` is the days before the date, as text. */
  subject: { phaseId: string; phaseDate: IsoDate; day: IsoDate; offset?: string | undefined };
  /** When the reminder was planned, by the rollout's clock. */
  plannedAt: Date;
  now: Date;
}

/** The facts that cost no question to Microsoft. */
export type FactsBeforeAsking = Omit<ReminderFacts, 'status' | 'said' | 'lastKnown' | 'saidDoneSinceReport'>;

/**
 * How long a reminder of unknown status waits before Microsoft is asked again: as long as it has waited, from
 * five seconds to ten minutes. A short outage costs little time, and a long one does not keep a large wave going
 * round all day (Graph takes 5 such requests in 10 s, facts section 2).
 */
function holdMsAfter(waitedMs: number): number {
  return Math.min(10 * 60_000, Math.max(5_000, waitedMs));
}

/**
 * What can be decided without Microsoft's answer; undefined where its answer decides. A reminder that could not leave on
 * its day may on the next working day, within working hours; one planned while the clock was ahead waits for its day. After the
 * news that a date has moved it waits for the next working day too, unless its own date comes before that.
 */
export function decideBeforeAsking(
  facts: FactsBeforeAsking,
): Exclude<ReminderDecision, { kind: 'send' }> | undefined {
  const { plan, upn, now, subject } = facts;
  const day = today(plan, now);
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  const planned = phasesOf(plan, upn).find(({ phase }) => phase.id === subject.phaseId);
  if (!planned) return { kind: 'skip', why: 'phase-removed' };
  if (planned.phase.paused) return { kind: 'skip', why: 'phase-paused' };
  if (planned.date !== subject.phaseDate) return { kind: 'skip', why: 'date-moved' };
  if (facts.isSuperseded) return { kind: 'skip', why: 'superseded' };
  if (facts.isSnoozed) return { kind: 'skip', why: 'snoozed' };
  if (subject.day === '' || day > nextWorkingDayAfter(plan.reminders, subject.day))
    return { kind: 'skip', why: 'too-late' };
  if (day < subject.day)
    return holdUntil(instantAt(plan, subject.day, plan.reminders.time), now, 'not-yet-due');
  if (!isWithinWorkingHours(plan, now)) return holdUntil(nextWorkingMoment(plan, now), now, 'outside-hours');
  if (!facts.remindedToday) return undefined;
  const tomorrow = nextWorkingDayAfter(plan.reminders, day);
  const canWait = planned.date > tomorrow && day === subject.day;
  if (facts.movesToldToday !== undefined && canWait)
    return holdUntil(instantAt(plan, tomorrow, plan.reminders.time), now, 'already-reminded-today');
  // That a date is near matters more than one message a day.
  return facts.movesToldToday === 'of-others' ? undefined : { kind: 'skip', why: 'already-reminded-today' };
}

/**
 * Until when a reminder waits for Microsoft's answer: the plan's reminder time on the working day after it was planned.
 * Then it goes out without a claim about the account, since a date told late helps nobody.
 */
export function waitsUntil(plan: RolloutPlan, since: Date): Date {
  return instantAt(plan, nextWorkingDayAfter(plan.reminders, today(plan, since)), plan.reminders.time);
}

/**
 * Decides at the last moment whether a planned reminder still goes out, and with what. Someone who has become
 * ready is left alone; an unknown status is held until the next working morning, and then treated neither as ready nor as
 * not ready: the words claim nothing, and whoever was ready by the last answer is left alone. A phase whose date has moved
 * is reminded of by its new date's own reminders. Phases of one date, and those whose reminders fell on one day or have been
 * waiting, have one reminder: it speaks of the most urgent for which the account is not ready, whichever it was planned for.
 */
export function decideReminder(facts: ReminderFacts): ReminderDecision {
  const early = decideBeforeAsking(facts);
  if (early) return early;
  const { plan, upn, now, subject } = facts;
  const day = today(plan, now);
  const all = phasesOf(plan, upn);
  const phases = all.filter(({ phase }) => !phase.paused);
  const planned = phases.find(({ phase }) => phase.id === subject.phaseId);
  if (!planned) return { kind: 'skip', why: 'phase-removed' };

  const isAnswered = facts.status.methods.kind === 'known';
  const deadline = waitsUntil(plan, waitsSince(facts));
  if (!isAnswered && now < deadline) {
    const retryAfterMs = holdMsAfter(now.getTime() - facts.plannedAt.getTime());
    return {
      kind: 'hold',
      why: 'status-unknown',
      retryAfterMs: Math.min(retryAfterMs, deadline.getTime() - now.getTime()),
    };
  }
  const believed = isAnswered ? facts.status : lastRegistered(facts);
  const { main, readiness } = mostUrgent({ ...facts, status: believed }, planned, phases);
  if (readiness.kind === 'ready') return { kind: 'skip', why: 'already-ready' };
  // A report that is days old does not contradict them; the next one does, or agrees.
  const isForRegistration = readiness.kind === 'not-ready' && readiness.missing === 'registration';
  if (facts.saidDoneSinceReport && isForRegistration) return { kind: 'skip', why: 'said-done' };
  const standing = (dated: DatedPhase): StandingPhase => ({
    dated,
    standing: standingOf(dated, facts.status, day),
  });
  return {
    kind: 'send',
    content: {
      upn,
      main: standing(main),
      others: all.filter((dated) => dated !== main).map(standing),
      status: facts.status,
      said: facts.said,
      missing: readiness.kind === 'not-ready' ? readiness.missing : 'registration',
      effect: effectOf(plan, upn, facts.status, day),
      now,
    },
  };
}

function holdUntil(moment: Date, now: Date, why: string): Extract<ReminderDecision, { kind: 'hold' }> {
  return { kind: 'hold', why, retryAfterMs: holdMsUntil(moment, now) };
}

/**
 * What was left over at the end of a day is planned anew on the next one, and has been waiting since the day it was due:
 * one more day would let a date pass in silence.
 */
function waitsSince({ plan, subject, plannedAt, waitingSince }: ReminderFacts): Date {
  const dueAt = dueMoment(plan, { phaseDate: subject.phaseDate, offset: subject.offset ?? '' });
  return [waitingSince, dueAt].reduce<Date>(
    (first, other) => (other !== undefined && other < first ? other : first),
    plannedAt,
  );
}

/**
 * Where Microsoft has not answered: that somebody was registered still says something, since hardly anybody undoes it; that
 * somebody was not says nothing.
 */
function lastRegistered({ status, lastKnown }: ReminderFacts): MfaStatus {
  return lastKnown && isRegistered(lastKnown.methods) === true ? lastKnown : status;
}

function mostUrgent(
  { plan, status, said, subject, waitingSince }: ReminderFacts,
  planned: DatedPhase,
  phases: DatedPhase[],
): { main: DatedPhase; readiness: Readiness } {
  const since = [
    lastRemindedOn(plan, planned, subject.day) ?? subject.day,
    subject.day,
    ...(waitingSince ? [today(plan, waitingSince)] : []),
  ].reduce((first, day) => (day < first ? day : first));
  const due = remindedWithin(plan, phases, { from: since, to: subject.day });
  const all = [...due, planned, ...phases.filter(({ date }) => date === planned.date)].map((main) => ({
    main,
    readiness: readinessFor(main.phase, status, said),
  }));
  return (
    all.find(({ readiness }) => readiness.kind !== 'ready') ?? {
      main: planned,
      readiness: readinessFor(planned.phase, status, said),
    }
  );
}
