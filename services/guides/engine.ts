import type { Guide, GuideStep } from './guide.ts';

/** Where somebody is in a guide. The version grows by one with every move. */
export interface Place {
  guideId: string;
  stepId: string;
  version: number;
}

/** A button that was pressed: which one, and what the card that it stood on showed. */
export interface Press {
  kind: 'next' | 'back' | 'restart';
  fromStep: string;
  version: number;
}

export interface Moved {
  place: Place;
  moved: boolean;
}

/** The start of a guide. `version` is 1 unless an earlier walk has used up some versions. */
export function startPlace(guide: Guide, version = 1): Place {
  return { guideId: guide.id, stepId: firstStep(guide).id, version };
}

/**
 * The place after a press. A press from another step or version than the place's own is a second press or one
 * on an old card: nothing moves and the place comes back as it is. So does Next on the last step and Back on the
 * first. A place whose step the guide no longer has (an edited file) goes to the start.
 */
export function move(guide: Guide, place: Place, press: Press): Moved {
  const here = settled(guide, place);
  if (here !== place) return { place: here, moved: false };
  if (press.fromStep !== place.stepId || press.version !== place.version) return { place, moved: false };
  const target = targetOf(guide, place, press.kind);
  if (target === undefined || target === place.stepId) return { place, moved: false };
  return { place: { ...place, stepId: target, version: place.version + 1 }, moved: true };
}

/** The place itself, or the start of the guide (one version on) where its step no longer exists. */
export function settled(guide: Guide, place: Place): Place {
  const known = guide.steps.some((step) => step.id === place.stepId);
  return known ? place : startPlace(guide, place.version + 1);
}

/** The step a place is at; the first one where the guide no longer has it. */
export function stepAt(guide: Guide, place: Place): GuideStep {
  return guide.steps.find((step) => step.id === place.stepId) ?? firstStep(guide);
}

/** Number of a step on the way through the guide, counted from 1, and how many there are. Unknown steps count as 1. */
export function stepNumber(guide: Guide, stepId: string): { n: number; of: number } {
  const way = wayThrough(guide);
  return { n: Math.max(0, way.indexOf(stepId)) + 1, of: way.length };
}

function targetOf(guide: Guide, place: Place, kind: Press['kind']): string | undefined {
  switch (kind) {
    case 'next':
      return stepAt(guide, place).next;
    case 'back':
      return guide.steps.find((step) => step.next === place.stepId)?.id;
    case 'restart':
      return firstStep(guide).id;
  }
}

function wayThrough(guide: Guide): string[] {
  const way: string[] = [];
  let id: string | undefined = firstStep(guide).id;
  while (id !== undefined && !way.includes(id)) {
    way.push(id);
    id = guide.steps.find((step) => step.id === id)?.next;
  }
  return way;
}

function firstStep(guide: Guide): GuideStep {
  const first = guide.steps[0];
  if (first === undefined)
    throw new Error(`The guide ${guide.id} has no steps: parseGuide refuses such a file`);
  return first;
}
