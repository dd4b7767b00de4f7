import { type GuideView, guideView, type Section } from '../../../bot/help/guide-view.ts';
import type { Condition } from '../../../services/guides/conditions.ts';
import { factsOfAnybody } from '../../../services/guides/facts.ts';
import type { Guide, GuideStep, ShownStep } from '../../../services/guides/guide.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();

function shown(id: string, rest: Partial<ShownStep>): ShownStep {
  return { id, title: `The ${id}`, text: [`At ${id}.`], ...rest };
}

function guideOf(steps: GuideStep[], id = 'sample'): Guide {
  return { id, title: `Guide ${id}`, command: id, summary: 'For {{organisation}}.', perKeeper: false, steps };
}

interface Told {
  day?: string;
  appPasswords?: 'accepted' | 'not-accepted';
  others?: Guide[];
}

function told(
  steps: GuideStep[],
  { day = '2026-11-24', appPasswords = 'accepted', others = [] }: Told = {},
): GuideView {
  const guide = guideOf(steps);
  return guideView(guide, {
    guides: new Map([guide, ...others].map((one) => [one.id, one])),
    facts: factsOfAnybody({ ...plan, appPasswords }, new Date(`${day}T12:00:00Z`)),
    pictures: new Map([['there.png', { width: 640, height: 360 }]]),
  });
}

const end: Partial<ShownStep> = { end: { kind: 'done' } };
const idsOf = ({ sections }: GuideView) => sections.map(({ id }) => id);
const sectionOf = ({ sections }: GuideView, id: string): Section | undefined =>
  sections.find((section) => section.id === id);

describe('the order of a guide on its page', () => {
  it('has every step below those that lead to it, the first choice first', () => {
    const view = told([
      shown('start', {
        choices: [
          { id: 'a', label: 'A', to: 'a' },
          { id: 'b', label: 'B', to: 'b' },
          { id: 'c', label: 'C', to: 'c' },
        ],
      }),
      shown('c', end),
      shown('both', { next: 'last' }),
      shown('a', { next: 'both' }),
      shown('b', { next: 'both' }),
      shown('last', end),
    ]);
    expect(idsOf(view)).toEqual(['start', 'a', 'b', 'both', 'last', 'c']);
    expect(sectionOf(view, 'start')?.choices).toEqual([
      { label: 'A', to: 'a', number: 2 },
      { label: 'B', to: 'b', number: 3 },
      { label: 'C', to: 'c', number: 6 },
    ]);
    expect(sectionOf(view, 'both')?.next).toEqual({ label: 'The last', to: 'last', number: 5 });
  });

  it('shows a step once, though a way leads round to it', () => {
    const view = told([
      shown('start', { next: 'ask' }),
      shown('ask', {
        choices: [
          { id: 'again', label: 'Again', to: 'start' },
          { id: 'out', label: 'Out', to: 'out' },
        ],
      }),
      shown('out', end),
    ]);
    expect(idsOf(view)).toEqual(['start', 'ask', 'out']);
    expect(sectionOf(view, 'ask')?.choices[0]).toEqual({ label: 'Again', to: 'start', number: 1 });
  });
});

describe('what the guide decides by the person', () => {
  const decide = (...branches: [Condition | undefined, string, string?][]): GuideStep => ({
    id: 'decide',
    decide: branches.map(([when, to, label]) => ({ when, to, label })),
  });

  it('becomes a question with the labels of its branches', () => {
    const view = told([
      decide([{ state: ['enforced'] }, 'one', 'It is enforced'], [undefined, 'two', 'I do not know']),
      shown('one', end),
      shown('two', end),
    ]);
    expect(view.sections[0]).toMatchObject({
      id: 'decide',
      title: 'Which of these fits you?',
      choices: [
        { label: 'It is enforced', to: 'one', number: 2 },
        { label: 'I do not know', to: 'two', number: 3 },
      ],
    });
  });

  it('is asked in words where it is about a second step', () => {
    const view = told([
      decide([{ registered: ['yes'] }, 'one', 'Yes'], [undefined, 'two', 'No']),
      shown('one', end),
      shown('two', end),
    ]);
    expect(view.sections[0]?.title).toBe('Do you have a second step already?');
  });

  it('is not asked where plan and day leave one way', () => {
    const steps = [
      decide(
        [{ methods: 'only-phone', before: '2027-02-01' }, 'old', 'Only a phone number'],
        [{ from: '2027-02-01' }, 'new'],
        [undefined, 'other', 'Something else'],
      ),
      shown('old', end),
      shown('new', end),
      shown('other', end),
    ];
    expect(idsOf(told(steps))).toEqual(['decide', 'old', 'other']);
    expect(idsOf(told(steps, { day: '2027-02-02' }))).toEqual(['new']);
  });

  it('is left out of a text, unless it can be said to anybody', () => {
    const view = told([
      shown('start', {
        text: [
          { when: { registered: ['unknown'] }, text: 'Nobody knows you.' },
          { when: { shared: false }, text: 'You are alone.' },
          { when: { shared: true }, text: 'Each adds a device.' },
          { when: { appPasswords: 'not-accepted' }, text: 'There are none.' },
          { when: { from: '2026-11-24', before: '2026-11-25' }, text: 'Today.' },
          'For {{address}}.',
        ],
        ...end,
      }),
    ]);
    expect(view.sections[0]?.text).toEqual([
      'Do several people use this account? Each adds a device.',
      'Today.',
      'For your account.',
    ]);
  });

  it('is offered to everybody where it is a choice, by plan and day alone', () => {
    const steps = [
      shown('start', {
        choices: [
          { id: 'all', label: 'For all', to: 'end' },
          { id: 'some', label: 'For some', to: 'end', when: { shared: true, before: '2027-02-01' } },
        ],
      }),
      shown('end', end),
    ];
    const labels = (view: GuideView) => view.sections[0]?.choices.map(({ label }) => label);
    expect(labels(told(steps))).toEqual(['For all', 'For some']);
    expect(labels(told(steps, { day: '2027-02-01' }))).toEqual(['For all']);
  });
});

describe('a step on its page', () => {
  it('has all its words, and says that some are about the chat', () => {
    const view = told([
      shown('start', {
        list: ['First.', 'Second.'],
        tip: 'A tip.',
        stuck: ['Try again.', 'Type "help" for more.'],
        plain: [
          'To ring through Relay UK, dial 18001 first. You can also write to the {{serviceDesk}} here.',
        ],
        link: { title: 'Open it', url: '{{securityInfoUrl}}' },
        picture: { file: 'there.png', alt: 'What one sees' },
        check: 'registration',
      }),
    ]);
    expect(view).toMatchObject({ summary: 'For Norfolk County Council.', speaksOfChat: true });
    expect(view.sections[0]).toEqual({
      id: 'start',
      number: 1,
      title: 'The start',
      text: ['At start.'],
      list: ['First.', 'Second.'],
      tip: 'A tip.',
      stuck: ['Try again.', 'Type "help" for more.'],
      plain: ['To ring through Relay UK, dial 18001 first.'],
      link: { title: 'Open it', url: plan.securityInfoUrl },
      picture: { file: 'there.png', alt: 'What one sees', width: 640, height: 360 },
      choices: [],
      next: undefined,
      ends: { kind: 'check' },
    });
  });

  it('does without a picture that is not served', () => {
    const view = told([shown('start', { picture: { file: 'gone.png', alt: 'Gone' }, ...end })]);
    expect(view.sections[0]?.picture).toBeUndefined();
  });

  it('leads into another guide where somebody finds that step', () => {
    const other = guideOf(
      [
        { id: 'first', decide: [{ when: { appPasswords: 'not-accepted' }, to: 'b' }, { to: 'a' }] },
        shown('a', end),
        shown('b', end),
      ],
      'other',
    );
    const steps = [
      shown('start', { end: { kind: 'done', guide: { id: 'other', step: 'first', label: 'Go on' } } }),
    ];
    expect(told(steps, { others: [other] }).sections[0]?.ends).toEqual({
      kind: 'done',
      other: { label: 'Go on', url: '/help/guides/other#a', title: 'Guide other' },
    });
  });
});
