import { holds } from './conditions.ts';
import type { GuideFacts } from './facts.ts';
import type { End, Line, ShownStep } from './guide.ts';
import { openChoices } from './passage.ts';
import { fillIn } from './placeholders.ts';

/** What one person reads at a step: conditions applied, every placeholder filled in. */
export interface StepWords {
  title: string;
  text: string[];
  list?: string[];
  tip?: string;
  /** Empty where the step says nothing of what usually helps. */
  stuck: string[];
  link?: { title: string; url: string };
  picture?: { file: string; alt: string };
  /** Lines for plain mode and the help pages only; empty where there are none. */
  plain: string[];
  /** The choices that are offered. */
  choices?: { id: string; label: string }[];
  end?: End;
  check?: 'registration';
  /** Whether the step simply leads on. */
  next: boolean;
}

/** The words of a step for somebody with these facts. */
export function wordsOf(step: ShownStep, facts: GuideFacts): StepWords {
  const fill = (text: string) => fillIn(text, facts.words);
  const lines = (all: Line[] = []) =>
    all.flatMap((line) => {
      if (typeof line === 'string') return fill(line);
      return holds(line.when, facts) ? fill(line.text) : [];
    });
  const list = lines(step.list);
  return {
    title: fill(step.title),
    text: lines(step.text),
    ...(list.length > 0 && { list }),
    ...(step.tip !== undefined && { tip: fill(step.tip) }),
    stuck: lines(step.stuck),
    ...(step.link && { link: { title: fill(step.link.title), url: fill(step.link.url) } }),
    ...(step.picture && { picture: { file: step.picture.file, alt: fill(step.picture.alt) } }),
    plain: lines(step.plain),
    ...(step.choices && {
      choices: openChoices(step, facts).map(({ id, label }) => ({ id, label: fill(label) })),
    }),
    ...(step.end && { end: endOf(step.end, fill) }),
    ...(step.check && { check: step.check }),
    next: step.next !== undefined,
  };
}

function endOf(end: End, fill: (text: string) => string): End {
  return end.guide === undefined ? end : { ...end, guide: { ...end.guide, label: fill(end.guide.label) } };
}
