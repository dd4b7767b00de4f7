import {
  move,
  type Place,
  type Press,
  type StepWords,
  startTrail,
  stepAt,
  wordsOf,
} from '../../../services/guides/engine.ts';
import type { GuideFacts } from '../../../services/guides/facts.ts';
import { type Choice, type Guide, isShown, type ShownStep } from '../../../services/guides/guide.ts';
import { loadGuides } from '../../../services/guides/load-guide.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

/** A way through a guide, from its start to where it ends. */
export interface Walk {
  place: Place;
  last: ShownStep;
  choices: Choice[];
  /** Every press, the one on the check button included. */
  presses: number;
  /** 'round-again': it came back to a step that it had been at; what follows has been walked from there. */
  ends: 'end' | 'check' | 'round-again' | 'nowhere';
}

/** The guides that ship with the product. */
export const shippedGuides = loadGuides(norfolkPlan());

/** One of them. Throws where there is none of that id. */
export function shippedGuide(id: string): Guide {
  const guide = shippedGuides.get(id);
  if (guide === undefined) throw new Error(`No guide is called ${id}`);
  return guide;
}

/** Every way that somebody with these facts can press through a guide. */
export function allWalks(guide: Guide, facts: GuideFacts): Walk[] {
  return walksFrom(guide, facts, { place: startPlace(guide, facts), choices: [] });
}

/**
 * The one way of somebody who gives these answers: the id of a choice by the id of the step, Next and the check
 * everywhere else. Throws where a question is not answered or the answer is not offered.
 */
export function walkWith(guide: Guide, facts: GuideFacts, answers: Readonly<Record<string, string>>): Walk {
  let place = startPlace(guide, facts);
  const choices: Choice[] = [];
  for (let presses = 0; presses < 30; presses += 1) {
    const last = stepAt(guide, place);
    if (last.end !== undefined) return { place, last, choices, presses, ends: 'end' };
    if (last.check !== undefined) return { place, last, choices, presses: presses + 1, ends: 'check' };
    const answer = answers[last.id];
    const moved = move(guide, facts, place, press(place, answer));
    if (!moved.moved) throw new Error(`${guide.id}: ${answer ?? 'Next'} leads nowhere at ${last.id}`);
    if (moved.choice !== undefined) choices.push(moved.choice);
    place = moved.place;
  }
  throw new Error(`${guide.id}: no end in sight`);
}

/** Steps that somebody with these facts can be shown. */
export function reachable(guide: Guide, facts: GuideFacts): ShownStep[] {
  const ids = new Set(allWalks(guide, facts).flatMap(({ place }) => place.trail));
  return guide.steps.filter(isShown).filter(({ id }) => ids.has(id));
}

/** What somebody with these facts is offered at a question. Throws where the guide has no such step. */
export function labelsAt(guide: Guide, stepId: string, facts: GuideFacts): string[] {
  return (wordsAt(guide, stepId, facts).choices ?? []).map(({ label }) => label);
}

/** The words of a step. Throws where the guide shows no such step. */
export function wordsAt(guide: Guide, stepId: string, facts: GuideFacts): StepWords {
  const step = guide.steps.filter(isShown).find(({ id }) => id === stepId);
  if (step === undefined) throw new Error(`${guide.id} has no step called ${stepId}`);
  return wordsOf(step, facts);
}

/** The step that somebody with these facts begins with. */
export function firstStep(guide: Guide, facts: GuideFacts): string {
  return startPlace(guide, facts).trail[0] ?? '';
}

/** Everything that somebody with these facts can read at a step, what usually helps and the plain lines included. */
export function readAt(step: ShownStep, facts: GuideFacts): string[] {
  const words = wordsOf(step, facts);
  return [
    words.title,
    ...words.text,
    ...(words.list ?? []),
    ...(words.tip === undefined ? [] : [words.tip]),
    ...words.stuck,
    ...words.plain,
    ...(words.choices ?? []).map(({ label }) => label),
    ...(words.picture === undefined ? [] : [words.picture.alt]),
    ...(words.link === undefined ? [] : [words.link.title]),
    ...(words.end?.guide === undefined ? [] : [words.end.guide.label]),
  ];
}

function startPlace(guide: Guide, facts: GuideFacts): Place {
  return { walkId: 'walk', guideId: guide.id, trail: startTrail(guide, facts), version: 1 };
}

function press(place: Place, choice?: string): Press {
  const of = { walkId: place.walkId, fromStep: place.trail.at(-1) ?? '', version: place.version };
  return choice === undefined ? { ...of, kind: 'next' } : { ...of, kind: 'choose', choice };
}

function walksFrom(
  guide: Guide,
  facts: GuideFacts,
  { place, choices }: { place: Place; choices: Choice[] },
): Walk[] {
  const last = stepAt(guide, place);
  const walk = { place, last, choices, presses: place.trail.length - 1 };
  if (place.trail.indexOf(last.id) < place.trail.length - 1) return [{ ...walk, ends: 'round-again' }];
  if (last.end !== undefined) return [{ ...walk, ends: 'end' }];
  if (last.check !== undefined) return [{ ...walk, presses: walk.presses + 1, ends: 'check' }];
  const offered = wordsOf(last, facts).choices;
  const presses = offered === undefined ? [press(place)] : offered.map(({ id }) => press(place, id));
  return presses.flatMap((one) => {
    const moved = move(guide, facts, place, one);
    if (!moved.moved) return [{ ...walk, ends: 'nowhere' as const }];
    return walksFrom(guide, facts, {
      place: moved.place,
      choices: moved.choice === undefined ? choices : [...choices, moved.choice],
    });
  });
}
