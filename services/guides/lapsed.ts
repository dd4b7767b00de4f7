import { type ConditionFacts, canHold, isPersonal } from './conditions.ts';
import { type Branch, type DecideStep, type Guide, isShown, type ShownStep } from './guide.ts';
import { stepOf } from './passage.ts';

/** What is the same for everybody, and what a trail is measured by. */
type Day = Pick<ConditionFacts, 'today' | 'appPasswords'>;

/**
 * Where in a trail the first step stands to which the guide leads nobody any more: the answer that led there, or the
 * branch, has ended by its date or by the plan's setting. -1 where all still stand. What is known of the person does
 * not count: who has registered since keeps the way that they walked.
 */
export function firstLapsed(guide: Guide, trail: readonly string[], day: Day): number {
  const start = guide.steps[0];
  let reached: ReadonlySet<string> | undefined;
  return trail.findIndex((id, at) => {
    const before = trail[at - 1];
    const leads = (on: Day | undefined) =>
      before === undefined ? shownTo(guide, start?.id ?? '', on) : after(guide, before, on);
    if (leads(day).includes(id)) return false;
    if (leads(undefined).includes(id)) return true;
    // No way at all from the one to the other: the guide was edited, or the trail was carried over as one step.
    reached ??= everyStep(guide, day);
    return !reached.has(id);
  });
}

/** Ids of the steps that some are shown who are sent to a step. Without a day: on any day. */
function shownTo(guide: Guide, stepId: string, day: Day | undefined): string[] {
  const step = stepOf(guide, stepId);
  if (step === undefined) return [];
  // parseGuide refuses circles of decisions, so this ends.
  return isShown(step) ? [step.id] : openBranches(step, day).flatMap(({ to }) => shownTo(guide, to, day));
}

/** The branches that some take: none after one that all take. */
function openBranches({ decide }: DecideStep, day: Day | undefined): Branch[] {
  if (day === undefined) return decide;
  const open = decide.filter(({ when }) => canHold(when, day));
  const last = open.findIndex(({ when }) => when === undefined || !isPersonal(when));
  return last < 0 ? open : open.slice(0, last + 1);
}

function after(guide: Guide, stepId: string, day: Day | undefined): string[] {
  const step = stepOf(guide, stepId);
  if (step === undefined || !isShown(step)) return [];
  return targets(step, day).flatMap((to) => shownTo(guide, to, day));
}

function targets({ next, choices = [] }: ShownStep, day: Day | undefined): string[] {
  const open = day === undefined ? choices : choices.filter(({ when }) => canHold(when, day));
  return [...(next === undefined ? [] : [next]), ...open.map(({ to }) => to)];
}

/** Every step that somebody can come to on that day. */
function everyStep(guide: Guide, day: Day): ReadonlySet<string> {
  const reached = new Set(shownTo(guide, guide.steps[0]?.id ?? '', day));
  // A set that grows while it is walked is walked to its end.
  for (const id of reached) for (const next of after(guide, id, day)) reached.add(next);
  return reached;
}
