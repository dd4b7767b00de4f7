import { isPersonal } from './conditions.ts';
import type { Branch, DecideStep, Guide, GuideFault, GuideStep, ShownStep } from './guide.ts';

/** One way out of a step, with the place where the file names it. */
export interface Way {
  to: string;
  path: string;
}

/** The steps that a step can lead to, whoever walks: its next one, its choices' or its branches'. */
export function waysOut(step: GuideStep): Way[] {
  if ('decide' in step) return step.decide.map(({ to }, at) => ({ to, path: `decide[${at}].to` }));
  const choices = (step.choices ?? []).map(({ to }, at) => ({ to, path: `choices[${at}].to` }));
  return step.next === undefined ? choices : [{ to: step.next, path: 'next' }, ...choices];
}

/** Targets that do not exist, dead ends, doubles, islands, decisions that never show anything or cannot be asked. */
export function faultsOfWays(guide: Guide): GuideFault[] {
  const faults = [
    ...doubles(guide.steps, 'steps', 'step'),
    ...guide.steps.flatMap((step, at) => faultsOfStep(guide, step, `steps[${at}]`)),
  ];
  return faults.length > 0 ? faults : [...islands(guide), ...circlesOfDecisions(guide)];
}

function faultsOfStep(guide: Guide, step: GuideStep, place: string): GuideFault[] {
  const unknown = waysOut(step)
    .filter(({ to }) => !guide.steps.some(({ id }) => id === to))
    .map(({ to, path }) => ({ path: `${place}.${path}`, message: `no step is called ${to}` }));
  return [...unknown, ...('decide' in step ? faultsOfDecide(step, place) : faultsOfShown(step, place))];
}

function faultsOfShown(step: ShownStep, place: string): GuideFault[] {
  const leads = (['next', 'choices', 'check', 'end'] as const).filter((lead) => step[lead] !== undefined);
  const choices = doubles(step.choices ?? [], `${place}.choices`, 'choice');
  if (leads.length === 0) {
    return [{ path: place, message: 'dead end: no next step, no choices, no check and no end' }, ...choices];
  }
  if (leads.length > 1) return [{ path: place, message: `only one of ${leads.join(' and ')}` }, ...choices];
  return choices;
}

function faultsOfDecide({ decide }: DecideStep, place: string): GuideFault[] {
  const last = decide.length - 1;
  const isAboutPerson = decide.some(({ when }) => when !== undefined && isPersonal(when));
  return decide.flatMap((branch, at) => {
    const path = `${place}.decide[${at}]`;
    const faults = faultsOfWhen(branch, path, at === last);
    if (isAboutPerson && branch.label === undefined) {
      faults.push({ path, message: 'needs a label: it is about the person, and the help pages ask instead' });
    }
    return faults;
  });
}

function faultsOfWhen({ when }: Branch, path: string, isLast: boolean): GuideFault[] {
  if (isLast && when !== undefined) {
    return [{ path: `${path}.when`, message: 'the last branch is for everybody else and has no condition' }];
  }
  if (!isLast && when === undefined) {
    return [{ path, message: 'only the last branch has no condition: those after it are never reached' }];
  }
  return [];
}

function doubles(list: { id: string }[], place: string, what: string): GuideFault[] {
  return list.flatMap(({ id }, at) =>
    list.findIndex((other) => other.id === id) < at
      ? [{ path: `${place}[${at}].id`, message: `a second ${what} is called ${id}` }]
      : [],
  );
}

function islands(guide: Guide): GuideFault[] {
  const seen = new Set(guide.steps.slice(0, 1).map(({ id }) => id));
  // A set that grows while it is walked is walked to its end.
  for (const id of seen) {
    const step = guide.steps.find((one) => one.id === id);
    for (const { to } of step === undefined ? [] : waysOut(step)) seen.add(to);
  }
  return guide.steps.flatMap(({ id }, at) =>
    seen.has(id) ? [] : [{ path: `steps[${at}]`, message: `nothing leads to ${id}` }],
  );
}

/** Decisions that can lead back to themselves without a step that is shown would never come to an answer. */
function circlesOfDecisions(guide: Guide): GuideFault[] {
  const decisions = new Map(guide.steps.flatMap((step) => ('decide' in step ? [[step.id, step]] : [])));
  return guide.steps.flatMap(({ id }, at) => {
    const seen = new Set((decisions.get(id)?.decide ?? []).map(({ to }) => to));
    for (const each of seen) for (const { to } of decisions.get(each)?.decide ?? []) seen.add(to);
    return decisions.has(id) && seen.has(id)
      ? [{ path: `steps[${at}]`, message: 'decisions that go round in a circle and show nothing' }]
      : [];
  });
}
