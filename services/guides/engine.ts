import { type ConditionFacts, holds } from './conditions.ts';
import { type Choice, type Guide, isShown, type ShownStep } from './guide.ts';
import { firstLapsed } from './lapsed.ts';
import { shownFrom, shownStep, stepsAfter } from './passage.ts';

export { type StepWords, wordsOf } from './step-words.ts';

/** Where somebody is in a guide. The version grows by one with every move. */
export interface Place {
  walkId: string;
  guideId: string;
  /** The shown steps that were walked, from the start on; the last is where one is. Never empty. */
  trail: string[];
  version: number;
}

/** A button that was pressed: which one, and what the card that it stood on showed. */
export type Press = { walkId: string; fromStep: string; version: number } & (
  | { kind: 'next' | 'back' | 'restart' }
  | { kind: 'choose'; choice: string }
);

export interface Moved {
  place: Place;
  moved: boolean;
  /** The choice that led here, where one was pressed. */
  choice?: Choice;
}

/**
 * The trail at the start of a guide, or at one of its steps: then the shortest way there, so that Back works. A step
 * that the guide does not have or that somebody with these facts is not led to gives the start.
 */
export function startTrail(guide: Guide, facts: ConditionFacts, stepId?: string): string[] {
  const start = firstShown(guide, facts).id;
  const goal = stepId === undefined ? start : shownFrom(guide, stepId, facts)?.id;
  const trails = [[start]];
  const seen = new Set([start]);
  // The list grows while it is walked, each round by trails that are one step longer: the first to arrive is shortest.
  for (const trail of trails) {
    const here = trail.at(-1) ?? start;
    if (here === goal) return trail;
    for (const id of stepsFrom(guide, here, facts)) {
      if (seen.has(id)) continue;
      seen.add(id);
      trails.push([...trail, id]);
    }
  }
  return [start];
}

/**
 * The place after a press. A press from another walk, step or version than the place's own is a second press or one on
 * an old card: nothing moves and the place comes back as it is. So it does for Next where there is none, Back on the
 * first step, a choice that is not offered (any more), and whatever leads to the very step that is shown.
 */
export function move(guide: Guide, facts: ConditionFacts, place: Place, press: Press): Moved {
  const here = settled(guide, facts, place);
  const isCurrent =
    here === place &&
    press.walkId === place.walkId &&
    press.version === place.version &&
    press.fromStep === place.trail.at(-1);
  if (!isCurrent) return { place: here, moved: false };
  const { trail, choice } = trailAfter(guide, facts, { place, press });
  if (trail === undefined) return { place, moved: false };
  return { place: { ...place, trail, version: place.version + 1 }, moved: true, ...(choice && { choice }) };
}

/**
 * The place itself; where its trail holds steps that the guide no longer has, or that today's date or the plan's setting
 * no longer lead to, one version on with the trail's longest beginning that still stands, or else at the start.
 */
export function settled(guide: Guide, facts: ConditionFacts, place: Place): Place {
  const gone = place.trail.findIndex((id) => shownStep(guide, id) === undefined);
  const there = gone < 0 ? place.trail : place.trail.slice(0, gone);
  const lapsed = firstLapsed(guide, there, facts);
  const kept = lapsed < 0 ? there : there.slice(0, lapsed);
  if (kept.length === place.trail.length && kept.length > 0) return place;
  const trail = kept.length > 0 ? kept : startTrail(guide, facts);
  return { ...place, trail, version: place.version + 1 };
}

/** The step where a place is; where the guide no longer has it, the last one of the trail that it still has. */
export function stepAt(guide: Guide, place: Pick<Place, 'trail'>): ShownStep {
  const gone = place.trail.findIndex((id) => shownStep(guide, id) === undefined);
  const last = gone < 0 ? place.trail.at(-1) : place.trail[gone - 1];
  const step = last === undefined ? guide.steps.find(isShown) : shownStep(guide, last);
  return step ?? noStep(guide);
}

/**
 * How many steps were walked, the present one included, and how many there are at most: those walked and the longest
 * way on under these facts. Ways that lead back to an earlier part of the guide do not count.
 */
export function stepNumber(
  guide: Guide,
  facts: ConditionFacts,
  place: Pick<Place, 'trail'>,
): { n: number; of: number } {
  const n = place.trail.length;
  return { n, of: n + longestWayOn(guide, facts, stepAt(guide, place).id) };
}

function trailAfter(
  guide: Guide,
  facts: ConditionFacts,
  { place: { trail }, press }: { place: Place; press: Press },
): { trail?: string[]; choice?: Choice } {
  const here = stepAt(guide, { trail });
  switch (press.kind) {
    case 'next':
      return { trail: trailTo(guide, facts, { trail, to: here.next }) };
    case 'choose': {
      const choice = here.choices?.find(({ id }) => id === press.choice);
      if (choice === undefined || !holds(choice.when, facts)) return {};
      return { trail: trailTo(guide, facts, { trail, to: choice.to }), choice };
    }
    case 'back':
      return trail.length > 1 ? { trail: trail.slice(0, -1) } : {};
    case 'restart': {
      const start = startTrail(guide, facts);
      return trail.length === 1 && trail[0] === start[0] ? {} : { trail: start };
    }
  }
}

function trailTo(
  guide: Guide,
  facts: ConditionFacts,
  { trail, to }: { trail: string[]; to: string | undefined },
): string[] | undefined {
  const next = to === undefined ? undefined : shownFrom(guide, to, facts)?.id;
  return next === undefined || next === trail.at(-1) ? undefined : [...trail, next];
}

/** Every way is walked once from the start and then from the step: an edge back into the way being walked is no way on. */
function longestWayOn(guide: Guide, facts: ConditionFacts, stepId: string): number {
  const longest = new Map<string, number>();
  const walking = new Set<string>();
  const measure = (id: string): number => {
    const known = longest.get(id);
    if (known !== undefined) return known;
    walking.add(id);
    const onward = stepsFrom(guide, id, facts).filter((next) => !walking.has(next));
    const length = onward.reduce((most, next) => Math.max(most, 1 + measure(next)), 0);
    walking.delete(id);
    longest.set(id, length);
    return length;
  };
  measure(firstShown(guide, facts).id);
  return measure(stepId);
}

function stepsFrom(guide: Guide, stepId: string, facts: ConditionFacts): string[] {
  const step = shownStep(guide, stepId);
  return step === undefined ? [] : stepsAfter(guide, step, facts);
}

function firstShown(guide: Guide, facts: ConditionFacts): ShownStep {
  const first = guide.steps[0];
  return (first && shownFrom(guide, first.id, facts)) ?? noStep(guide);
}

function noStep(guide: Guide): never {
  throw new Error(`The guide ${guide.id} has no step to show: parseGuide refuses such a file`);
}
