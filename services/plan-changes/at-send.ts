import {
  instantAt,
  isWithinWorkingHours,
  nextWorkingDayAfter,
  nextWorkingMoment,
  today,
} from '../rollout/calendar.ts';
import { holdMsUntil } from '../rollout/hold.ts';
import { newestChangeOf, type ToldDate, toldDateOf } from '../rollout/live-plan.ts';
import { type DatedPhase, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { RecordedChange } from './changes.ts';
import { createLastTold, type ToldMessage } from './told.ts';

/** A date that an account was told wrongly: what it was told, and what holds. */
export interface MovedDate {
  dated: DatedPhase;
  from: ToldDate;
  /** The reason as typed. */
  why: string;
  /** The number of the change, for whoever asks about it. */
  changeId: number;
}

export interface DateMovedContent {
  upn: string;
  /** All dates of the account that changed since it was told of them, the one that the message was made for first. */
  moves: [MovedDate, ...MovedDate[]];
}

export type DateMovedDecision =
  | { kind: 'send'; content: DateMovedContent }
  | { kind: 'skip'; why: string }
  | { kind: 'hold'; why: string; retryAfterMs: number };

export interface DateMovedFacts {
  plan: RolloutPlan;
  /** Every change, oldest first. */
  changes: readonly RecordedChange[];
  upn: string;
  /** The domain of the account's school, in lower case. */
  domain: string | undefined;
  isEnabled: boolean;
  /** What told the account dates before, newest first. */
  messages: readonly ToldMessage[];
  /** Whether another message about a date went to this account on this day. */
  wasToldToday: boolean;
  subject: { phaseId: string; changeId: number };
  now: Date;
}

/**
 * Decides at the last moment whether an account is told that a date has changed. Of changes in quick succession only the
 * newest is told, and nothing where the date is again what the account was told. Other dates that changed go into the
 * same message. One message a day: after a reminder of this day it waits for the next, unless the date that the person
 * was told comes before then.
 */
export function decideDateMoved(facts: DateMovedFacts): DateMovedDecision {
  const { plan, changes, upn, domain, subject, now } = facts;
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  const phases = phasesOf(plan, upn);
  const dated = phases.find(({ phase }) => phase.id === subject.phaseId);
  if (dated === undefined) return { kind: 'skip', why: 'phase-removed' };
  if (newestChangeOf(changes, subject.phaseId, domain)?.id !== subject.changeId)
    return { kind: 'skip', why: 'superseded' };
  const lastTold = createLastTold(plan, changes);
  const main = moveOf(facts, dated, lastTold);
  if (main === undefined) return { kind: 'skip', why: 'already-told' };
  if (!isWithinWorkingHours(plan, now)) {
    const retryAfterMs = holdMsUntil(nextWorkingMoment(plan, now), now);
    return { kind: 'hold', why: 'outside-hours', retryAfterMs };
  }
  const tomorrow = nextWorkingDayAfter(plan.reminders, today(plan, now));
  if (facts.wasToldToday && !comesBefore(main.from, tomorrow)) {
    const retryAfterMs = holdMsUntil(instantAt(plan, tomorrow, plan.reminders.time), now);
    return { kind: 'hold', why: 'already-reminded-today', retryAfterMs };
  }
  const others = phases
    .filter((other) => other !== dated)
    .flatMap((other) => moveOf(facts, other, lastTold) ?? []);
  return { kind: 'send', content: { upn, moves: [main, ...others] } };
}

function moveOf(
  { changes, domain, messages }: DateMovedFacts,
  dated: DatedPhase,
  lastTold: ReturnType<typeof createLastTold>,
): MovedDate | undefined {
  const from = lastTold({ messages, phaseId: dated.phase.id, domain });
  if (from === undefined || from === toldDateOf(dated.phase, domain)) return undefined;
  const newest = newestChangeOf(changes, dated.phase.id, domain);
  if (newest === undefined) return undefined;
  // Where a change was taken back, the one that holds again is older than what the person has to hear of.
  const why = newest.what === 'undone' ? newest.why : (dated.change?.why ?? newest.why);
  return { dated, from, why, changeId: newest.id };
}

/** Somebody who was told "tomorrow" must not hear only tomorrow that it is another day. */
function comesBefore(told: ToldDate, tomorrow: IsoDate): boolean {
  return told !== 'paused' && told <= tomorrow;
}
