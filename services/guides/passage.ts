import { type ConditionFacts, holds } from './conditions.ts';
import { type Choice, type Guide, type GuideStep, isShown, type ShownStep } from './guide.ts';

/**
 * The step that somebody with these facts is shown who is sent to a step: itself, or where its decisions lead.
 * Undefined where the guide has no such step.
 */
export function shownFrom(guide: Guide, stepId: string, facts: ConditionFacts): ShownStep | undefined {
  let step = stepOf(guide, stepId);
  // parseGuide refuses circles of decisions, so this ends.
  while (step !== undefined && !isShown(step)) {
    const branch = step.decide.find(({ when }) => holds(when, facts));
    step = branch && stepOf(guide, branch.to);
  }
  return step;
}

/** The choices that somebody with these facts is offered, in the guide's order. */
export function openChoices(step: ShownStep, facts: ConditionFacts): Choice[] {
  return (step.choices ?? []).filter(({ when }) => holds(when, facts));
}

/** Ids of the steps that somebody with these facts can be shown after this one, in the guide's order. */
export function stepsAfter(guide: Guide, step: ShownStep, facts: ConditionFacts): string[] {
  const targets = [
    ...(step.next === undefined ? [] : [step.next]),
    ...openChoices(step, facts).map(({ to }) => to),
  ];
  return [...new Set(targets.flatMap((to) => shownFrom(guide, to, facts)?.id ?? []))];
}

/** The step of that id, if it is one that is shown: not a decision, and not gone. */
export function shownStep(guide: Guide, stepId: string | undefined): ShownStep | undefined {
  const step = stepId === undefined ? undefined : stepOf(guide, stepId);
  return step !== undefined && isShown(step) ? step : undefined;
}

/** The step of that id. */
export function stepOf(guide: Guide, stepId: string): GuideStep | undefined {
  return guide.steps.find(({ id }) => id === stepId);
}
