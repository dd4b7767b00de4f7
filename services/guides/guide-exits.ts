import type { Condition, ConditionFacts } from './conditions.ts';
import type { Guide, GuideFault, ShownStep } from './guide.ts';
import { conditionsIn, everybody } from './guide-conditions.ts';
import { openChoices, stepsAfter } from './passage.ts';

/**
 * Proves that everybody gets out: from every step, for all facts that the guide's conditions can tell apart, an end
 * or a check can be reached, and every question keeps at least one choice. What is known of a person may change while
 * they walk, so a step counts also for people who would not be led there today. One fault a step, with the first
 * facts that show it. Expects a guide in which every target exists.
 */
export function faultsOfExits(guide: Guide): GuideFault[] {
  const conditions = conditionsThatLead(guide);
  const faults = new Map<string, GuideFault>();
  for (const facts of everybody(conditions)) {
    const out = stepsWithExit(guide, facts);
    guide.steps.forEach((step, at) => {
      if ('decide' in step) return;
      const fault = faultOfStep(step, `steps[${at}]`, { facts, hasExit: out.has(step.id) });
      if (fault === undefined || faults.has(fault.path)) return;
      faults.set(fault.path, { ...fault, message: `${fault.message}${describe(conditions, facts)}` });
    });
  }
  return [...faults.values()];
}

function faultOfStep(
  step: ShownStep,
  path: string,
  { facts, hasExit }: { facts: ConditionFacts; hasExit: boolean },
): GuideFault | undefined {
  if (step.choices !== undefined && openChoices(step, facts).length === 0) {
    return { path: `${path}.choices`, message: 'no choice is left' };
  }
  if (hasExit) return undefined;
  return { path, message: 'loop without an exit: no end and no check can be reached' };
}

/** Ids of the shown steps from which somebody with these facts can reach an end or a check. */
function stepsWithExit(guide: Guide, facts: ConditionFacts): Set<string> {
  const ways = guide.steps.flatMap((step) =>
    'decide' in step ? [] : [{ step, after: stepsAfter(guide, step, facts) }],
  );
  const out = new Set(
    ways.flatMap(({ step }) => (step.check === undefined && step.end === undefined ? [] : [step.id])),
  );
  for (let before = -1; before < out.size; ) {
    before = out.size;
    for (const { step, after } of ways) if (after.some((id) => out.has(id))) out.add(step.id);
  }
  return out;
}

/** Conditions of lines decide what is read, not where it leads: leaving them out keeps the combinations few. */
function conditionsThatLead(guide: Guide): Condition[] {
  const steps = guide.steps.map((step) =>
    'decide' in step ? step : { ...step, text: [], list: undefined, plain: undefined },
  );
  return conditionsIn({ ...guide, steps });
}

/** ' where registered is no, today is 2027-02-01': only what the guide asks for. */
function describe(conditions: Condition[], facts: ConditionFacts): string {
  const asked = new Set(conditions.flatMap((condition) => Object.keys(condition)));
  if (asked.has('from') || asked.has('before')) asked.add('today');
  const said = Object.entries(facts)
    .filter(([part]) => asked.has(part))
    .map(
      ([part, value]) =>
        `${part} is ${Array.isArray(value) ? value.join(' and ') || 'none' : (value ?? 'another')}`,
    );
  return said.length === 0 ? '' : ` where ${said.join(', ')}`;
}
