import { today } from '../rollout/calendar.ts';
import { type DatedPhase, phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { CardForm } from './sent-cards.ts';

/** What decides the form of a reminder that was sent: all of it stored, nothing asked of Microsoft for it. */
export interface CardFacts {
  /** The account's address; undefined where the directory no longer has it: then nothing changes any more. */
  upn: string | undefined;
  phaseId: string;
  phaseDate: IsoDate;
  form: CardForm;
  /** Another reminder reached the account after this one. */
  hasNewer: boolean;
  /** The newest stored status; undefined where the methods were never learnt. */
  registered: boolean | undefined;
  keepersWaiting: number;
  outlook: 'works' | 'not-needed' | 'not-working' | undefined;
}

/** A form with what it names. */
export interface ShownForm {
  form: CardForm;
  /** For `moved`: the new date, 'paused' or 'removed'; else empty. */
  shown: string;
}

/**
 * The form that a reminder's card should have now. What is superseded or done stays so: a person who is told that they are
 * done is not told otherwise by an old message. Ready is what `readinessFor` says, from what is stored.
 */
export function formOf(plan: RolloutPlan, facts: CardFacts): ShownForm {
  if (facts.form === 'superseded' || facts.form === 'done' || facts.upn === undefined) {
    return { form: facts.form, shown: '' };
  }
  if (facts.hasNewer) return { form: 'superseded', shown: '' };
  const phase = phasesOf(plan, facts.upn).find((dated) => dated.phase.id === facts.phaseId);
  if (isReady(phase, facts)) return { form: 'done', shown: '' };
  const shown = dateNow(phase);
  const isChanged = shown !== facts.phaseDate;
  return isChanged || facts.form === 'moved' ? { form: 'moved', shown } : { form: 'open', shown: '' };
}

/** What a moved card names: the phase's date, 'paused', or 'removed' where the plan no longer has it for the account. */
export function dateNow(phase: DatedPhase | undefined): string {
  if (phase === undefined) return 'removed';
  return phase.phase.paused ? 'paused' : phase.date;
}

/** The first day of which sent reminders are still looked at, as an instant. An older message has scrolled away. */
export function oldestFollowed(plan: RolloutPlan, now: Date): Date {
  return new Date(Date.parse(today(plan, now)) - followedDays * 86_400_000);
}

const followedDays = 60;

function isReady(phase: DatedPhase | undefined, facts: CardFacts): boolean {
  if (facts.registered !== true || facts.keepersWaiting > 0) return false;
  return phase?.phase.surface !== 'client' || facts.outlook !== 'not-working';
}
