import type { GuideFacts } from '../../services/guides/facts.ts';
import { type Guide, isShown, type ShownStep } from '../../services/guides/guide.ts';
import { openChoices, stepOf } from '../../services/guides/passage.ts';
import { askedBy, type Option, optionsOf, stepForAnybody } from './anybody.ts';

/** What stands as one section on a guide's page: a step, or a question that the guide answers by itself in the chat. */
export type Stop =
  | { kind: 'step'; id: string; step: ShownStep }
  | { kind: 'question'; id: string; asks: 'second-step' | 'other'; options: Option[] };

/**
 * Everything of a guide that anybody can reach, in an order in which ways lead down the page wherever no way leads
 * round: a step stands below all those that lead to it.
 */
export function stopsInOrder(guide: Guide, facts: GuideFacts): Stop[] {
  const seen = new Set<string>();
  const order: Stop[] = [];
  const visit = (id: string) => {
    const stop = stopAt(guide, id, facts);
    if (stop === undefined || seen.has(stop.id)) return;
    seen.add(stop.id);
    // The last way first, so that the first one comes out nearest below.
    for (const to of waysFrom(stop, facts).toReversed()) visit(to);
    order.unshift(stop);
  };
  const first = guide.steps[0];
  if (first !== undefined) visit(first.id);
  return order;
}

/** The section that somebody finds who is sent to a step: decisions that are the same for everybody are taken. */
export function stopAt(guide: Guide, stepId: string, facts: GuideFacts): Stop | undefined {
  let step = stepOf(guide, stepId);
  // parseGuide refuses circles of decisions, so this ends.
  while (step !== undefined) {
    if (isShown(step)) return { kind: 'step', id: step.id, step: stepForAnybody(step) };
    const options = optionsOf(step, facts);
    if (options.length > 1) return { kind: 'question', id: step.id, asks: askedBy(step), options };
    const only = options[0];
    step = only && stepOf(guide, only.to);
  }
  return undefined;
}

function waysFrom(stop: Stop, facts: GuideFacts): string[] {
  if (stop.kind === 'question') return stop.options.map(({ to }) => to);
  const { next } = stop.step;
  return [...(next === undefined ? [] : [next]), ...openChoices(stop.step, facts).map(({ to }) => to)];
}
