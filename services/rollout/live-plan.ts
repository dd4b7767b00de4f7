import { today } from './calendar.ts';
import { datedFor } from './phases.ts';
import type { IsoDate, Phase, PhaseChange, RolloutPlan, Wave } from './plan.ts';

/** One decision of the service desk about a date. It is never altered: what takes it back is a decision of its own. */
export interface PlanChange {
  /** Its place in the order of all changes, from 1 on: the revision of the plan that it makes. */
  id: number;
  what: 'moved' | 'paused' | 'resumed' | 'undone';
  phaseId: string;
  /** A domain in lower case; absent for all schools without a date of their own. */
  school?: string;
  /** The new date; absent for a pause and for what is undone. */
  date?: IsoDate;
  /** Of 'undone': the change that no longer counts. */
  undoes?: number;
  /** As typed: plain text. */
  why: string;
  /** When, by the rollout's clock. */
  at: Date;
}

/** Where a phase stands for a school, as somebody can be told it: a day, or that it is paused. */
export type ToldDate = IsoDate | 'paused';

/** What is said of a change beside the change itself: its day, and who decided it. */
type Deciding = Pick<RolloutPlan, 'timeZone' | 'serviceDesk'>;

/**
 * The phases of the file as the changes leave them, in the order of their ids. Changes of phases that the file no longer
 * has change nothing. Pure: the same file and changes give the same phases.
 */
export function phasesAfter(
  plan: Deciding,
  announced: readonly Phase[],
  changes: readonly PlanChange[],
): Phase[] {
  const undone = new Set(changes.map(({ undoes }) => undoes));
  const holding = changes.filter(({ what, id }) => what !== 'undone' && !undone.has(id));
  return announced.map((phase) =>
    holding
      .filter(({ phaseId }) => phaseId === phase.id)
      .reduce((changed, change) => applied(plan, changed, change), phase),
  );
}

/**
 * Puts the phases that the changes leave into the plan that everything holds, in place, so that whoever asks it next finds
 * the new dates. Changes that it knows already do nothing.
 */
export function takeChanges(plan: RolloutPlan, changes: readonly PlanChange[]): void {
  const revision = Math.max(0, ...changes.map(({ id }) => id));
  if (revision <= (plan.revision ?? 0)) return;
  plan.announced ??= plan.phases;
  plan.phases = phasesAfter(plan, plan.announced, changes);
  plan.revision = revision;
}

/** What a school is told of a phase at this moment. */
export function toldDateOf(phase: Phase, domain?: string): ToldDate {
  return phase.paused ? 'paused' : datedFor(phase, domain).date;
}

/** The newest change that concerns a phase for a school, whether it still counts or takes another one back. */
export function newestChangeOf(
  changes: readonly PlanChange[],
  phaseId: string,
  domain: string | undefined,
): PlanChange | undefined {
  return changes.findLast(
    (change) => change.phaseId === phaseId && (change.school === undefined || change.school === domain),
  );
}

function applied(plan: Deciding, phase: Phase, change: PlanChange): Phase {
  const { school, date = phase.date } = change;
  const noted = notedOf(plan, change);
  if (noted === undefined) return phase;
  if (school !== undefined) {
    return { ...phase, waves: [...without(phase.waves, school), { date, schools: [school], change: noted }] };
  }
  const { paused: _, ...rest } = phase;
  return {
    ...rest,
    date,
    ...(noted.what === 'paused' && { paused: true }),
    change: noted,
    statedAs: phase.change ? phase.statedAs : `${phase.statedAs} (announced so, and changed since)`,
  };
}

function notedOf(plan: Deciding, change: PlanChange): PhaseChange | undefined {
  const { id, what, why, at } = change;
  return what === 'undone' ? undefined : { id, what, why, on: today(plan, at), by: plan.serviceDesk.name };
}

/** The waves without one school; a wave that was only for it is gone. */
function without(waves: Wave[], school: string): Wave[] {
  return waves.flatMap((wave) => {
    const schools = wave.schools.filter((domain) => domain.toLowerCase() !== school);
    return schools.length > 0 ? [{ ...wave, schools }] : [];
  });
}
