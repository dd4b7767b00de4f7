import type { GuideFacts } from '../../../services/guides/facts.ts';
import { factsOfAnybody } from '../../../services/guides/facts.ts';
import type { Guide, ShownStep } from '../../../services/guides/guide.ts';
import { parseGuide } from '../../../services/guides/parse-guide.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

/** Nothing is known of this person, on 12 November 2018; a test changes what it is about. */
export function facts(change: Partial<GuideFacts> = {}): GuideFacts {
  return { ...factsOfAnybody(norfolkPlan(), new Date('2018-11-12T09:00:00Z')), ...change };
}

export function step(id: string, more: Partial<ShownStep> = {}): ShownStep {
  return { id, title: id, text: [`At ${id}.`], ...more };
}

export function guide(...steps: Guide['steps']): Guide {
  return {
    id: 'example',
    title: 'Example',
    command: 'example',
    summary: 'An example.',
    perKeeper: true,
    steps,
  };
}

export const surroundings = {
  hasPicture: (file: string) => file === 'here.png',
  hasCohort: (id: string) => id === 'head',
};

/** A guide that would also be taken from a file. */
export function soundGuide(...steps: Guide['steps']): Guide {
  const parsed = parseGuide(guide(...steps), surroundings);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.guide;
}

/**
 * A decision first, then a question with a choice that ends on a day and one that goes round, and a long and a short
 * way to the end:
 *
 *   known? yes → have-one → (done | question)
 *          no  → question → app → scan → check
 *                         → text (before 2027-02-01) → check
 *                         → other → (question | ask)
 */
export const example: Guide = soundGuide(
  {
    id: 'known',
    decide: [
      { when: { registered: ['yes'] }, to: 'have-one', label: 'I have one' },
      { to: 'question', label: 'I have none' },
    ],
  },
  step('have-one', {
    choices: [
      { id: 'fine', label: 'I am fine', to: 'fine' },
      { id: 'another', label: 'Add another', to: 'question' },
    ],
  }),
  step('question', {
    choices: [
      { id: 'app', label: 'The app', to: 'app', method: 'authenticator' },
      { id: 'text', label: 'A text', to: 'text', when: { before: '2027-02-01' }, method: 'phone' },
      { id: 'other', label: 'Something else', to: 'other' },
    ],
  }),
  step('app', { next: 'scan' }),
  step('scan', { next: 'check' }),
  step('text', { next: 'check' }),
  step('other', {
    choices: [
      { id: 'again', label: 'Ask me again', to: 'question' },
      { id: 'ask', label: 'Ask somebody', to: 'ask' },
    ],
  }),
  step('check', { check: 'registration' }),
  step('fine', { end: { kind: 'done', word: 'works' } }),
  step('ask', { end: { kind: 'ask-desk' } }),
);
