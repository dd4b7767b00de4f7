import { type Condition, holds, isPersonal } from '../../services/guides/conditions.ts';
import type { GuideFacts } from '../../services/guides/facts.ts';
import type { DecideStep, Line, ShownStep } from '../../services/guides/guide.ts';

/*
 * The pages know nobody. What a guide decides by the person, they leave out (a line), offer all the same (a choice) or
 * ask (a decide step). What it decides by the plan or the day, they decide too.
 */

/** An answer to a decide step that has become a question. */
export interface Option {
  label: string;
  to: string;
}

/**
 * A step without the lines that are only for some people, and with every choice that is open to anybody today. What is
 * said to those who share an account stays, as an answer to that question.
 */
export function stepForAnybody(step: ShownStep): ShownStep {
  return {
    ...step,
    text: forAnybody(step.text),
    list: step.list && forAnybody(step.list),
    plain: step.plain && forAnybody(step.plain),
    choices: step.choices?.map((choice) => ({ ...choice, when: impersonal(choice.when) })),
  };
}

/**
 * The ways on from a decide step, as its labels. One way needs no question. Branches after one that holds for
 * everybody are never reached; a branch without a label is one that everybody takes.
 */
export function optionsOf({ decide }: DecideStep, facts: GuideFacts): Option[] {
  const options: Option[] = [];
  for (const { when, to, label = 'None of these' } of decide) {
    if (!holds(impersonal(when), facts)) continue;
    options.push({ label, to });
    if (when === undefined || !isPersonal(when)) break;
  }
  return options;
}

/** What a decide step looks at: whether a second step is registered, and which, or something else as well. */
export function askedBy({ decide }: DecideStep): 'second-step' | 'other' {
  const conditions = decide.flatMap(({ when }) => (when === undefined || !isPersonal(when) ? [] : [when]));
  const isAboutSecondStep = conditions.every(
    ({ registered, methods, state }) => state === undefined && (registered ?? methods) !== undefined,
  );
  return isAboutSecondStep ? 'second-step' : 'other';
}

/** What a line for shared accounts is led up to by, so that anybody can read it. */
const ifShared = 'Do several people use this account?';

function forAnybody(lines: Line[]): Line[] {
  return lines.flatMap((line): Line[] => {
    if (typeof line === 'string' || !isPersonal(line.when)) return [line];
    const { shared, ...others } = line.when;
    return shared && !isPersonal(others) ? [{ when: others, text: `${ifShared} ${line.text}` }] : [];
  });
}

/** The part of a condition that is about the plan and the day. */
function impersonal(condition: Condition | undefined): Condition | undefined {
  if (condition === undefined) return undefined;
  const { appPasswords, from, before } = condition;
  return { appPasswords, from, before };
}
