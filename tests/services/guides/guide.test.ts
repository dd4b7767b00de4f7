import fc from 'fast-check';
import { wordsOf } from '../../../services/guides/engine.ts';
import type { ShownStep } from '../../../services/guides/guide.ts';
import { parseGuide } from '../../../services/guides/parse-guide.ts';
import { facts, guide, step, surroundings } from './example.ts';

const file = (...steps: object[]) => ({ ...guide(), steps });
const bare = (id: string, more: object = {}) => ({ id, title: id, text: ['Do this.'], ...more });
const end = (id: string, more: object = {}) => bare(id, { end: { kind: 'done' }, ...more });
const question = (id: string, ...choices: object[]) => bare(id, { choices });
const choice = (id: string, to: string, more: object = {}) => ({ id, label: id, to, ...more });

function faultsOf(value: unknown): string[] {
  const parsed = parseGuide(value, surroundings);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

describe('parseGuide takes', () => {
  it.each([
    ['a chain that ends in a check', file(bare('a', { next: 'b' }), bare('b', { check: 'registration' }))],
    [
      'a question whose one choice goes round',
      file(question('a', choice('x', 'a'), choice('y', 'b')), end('b')),
    ],
    [
      'a single value for a list of one',
      file(
        {
          id: 'a',
          decide: [
            { when: { state: 'enforced', cohort: 'head' }, to: 'b', label: 'B' },
            { to: 'c', label: 'C' },
          ],
        },
        end('b'),
        end('c'),
      ),
    ],
    [
      'a decision about plan and day without labels',
      file(
        { id: 'a', decide: [{ when: { before: '2027-02-01' }, to: 'b' }, { to: 'c' }] },
        end('b'),
        end('c'),
      ),
    ],
    [
      'a question whose choices take turns',
      file(
        question(
          'a',
          choice('x', 'b', { when: { appPasswords: 'accepted' } }),
          choice('y', 'b', { when: { appPasswords: 'not-accepted' } }),
        ),
        end('b'),
      ),
    ],
    ['a picture that is there', file(end('a', { picture: { file: 'here.png', alt: 'A window.' } }))],
    [
      'the placeholders',
      file(
        end('a', {
          link: { title: 'Open {{address}}', url: '{{securityInfoUrl}}' },
          tip: '{{appPasswordFrom}}',
        }),
      ),
    ],
    ['sixty words', file(end('a', { tip: 'word '.repeat(58) }))],
    [
      'two long lines of which nobody sees both',
      file(
        end('a', {
          text: [
            { when: { shared: true }, text: 'word '.repeat(40) },
            { when: { shared: false }, text: 'word '.repeat(60) },
          ],
        }),
      ),
    ],
  ])('%s', (_name, value) => {
    expect(faultsOf(value)).toEqual([]);
  });
});

describe('parseGuide refuses', () => {
  it.each([
    ['an unknown target', file(bare('a', { next: 'z' })), 'steps[0].next: no step is called z'],
    [
      'an unknown target of a choice',
      file(question('a', choice('x', 'a'), choice('y', 'z'))),
      'steps[0].choices[1].to: no step is called z',
    ],
    [
      'an unknown target of a branch',
      file({ id: 'a', decide: [{ to: 'z' }] }),
      'steps[0].decide[0].to: no step is called z',
    ],
    ['a dead end', file(bare('a')), 'steps[0]: dead end: no next step, no choices, no check and no end'],
    [
      'two ways to lead on',
      file(bare('a', { next: 'b', check: 'registration' }), end('b')),
      'steps[0]: only one of next and check',
    ],
    [
      'a loop without an exit',
      file(question('a', choice('x', 'b'), choice('y', 'c')), bare('b', { next: 'b' }), end('c')),
      'steps[1]: loop without an exit: no end and no check can be reached',
    ],
    [
      'a loop that is only there for some',
      file(question('a', choice('x', 'a'), choice('y', 'b', { when: { state: 'enforced' } })), end('b')),
      'steps[0]: loop without an exit: no end and no check can be reached where state is disabled',
    ],
    [
      'a loop that a decision closes for some',
      file(
        bare('a', { next: 'b' }),
        {
          id: 'b',
          decide: [
            { when: { registered: 'no' }, to: 'a', label: 'No' },
            { to: 'c', label: 'Yes' },
          ],
        },
        end('c'),
      ),
      'steps[0]: loop without an exit: no end and no check can be reached where registered is no',
    ],
    [
      'a way out that ends on a day',
      file(question('a', choice('x', 'a'), choice('y', 'b', { when: { before: '2027-02-01' } })), end('b')),
      'steps[0]: loop without an exit: no end and no check can be reached where today is 2027-02-01',
    ],
    [
      'a way out that has not begun',
      file(question('a', choice('x', 'a'), choice('y', 'b', { when: { from: '2027-02-01' } })), end('b')),
      'steps[0]: loop without an exit: no end and no check can be reached where today is 2027-01-31',
    ],
    [
      'a question that can lose its choices',
      file(question('a', choice('x', 'b', { when: { appPasswords: 'accepted' } })), end('b')),
      'steps[0].choices: no choice is left where appPasswords is not-accepted',
    ],
    [
      'decisions in a circle',
      file(
        question('a', choice('x', 'b'), choice('y', 'd')),
        { id: 'b', decide: [{ to: 'c' }] },
        { id: 'c', decide: [{ when: { before: '2027-02-01' }, to: 'b' }, { to: 'd' }] },
        end('d'),
      ),
      'steps[1]: decisions that go round in a circle and show nothing',
    ],
    ['a step that nothing leads to', file(end('a'), end('b')), 'steps[1]: nothing leads to b'],
    [
      'two steps of one name',
      file(bare('a', { next: 'a' }), end('a')),
      'steps[1].id: a second step is called a',
    ],
    [
      'two choices of one name',
      file(question('a', choice('x', 'b'), choice('x', 'b')), end('b')),
      'steps[0].choices[1].id: a second choice is called x',
    ],
    ['too many words', file(end('a', { tip: 'word '.repeat(59) })), 'steps[0]: 61 words, at most 60'],
    [
      'too many words for some',
      file(end('a', { list: ['word '.repeat(50), { when: { shared: true }, text: 'word '.repeat(10) }] })),
      'steps[0]: 62 words, at most 60',
    ],
    [
      'a last branch with a condition',
      file({ id: 'a', decide: [{ when: { appPasswords: 'accepted' }, to: 'b' }] }, end('b')),
      'steps[0].decide[0].when: the last branch is for everybody else and has no condition',
    ],
    [
      'a branch that hides those after it',
      file({ id: 'a', decide: [{ to: 'b' }, { to: 'b' }] }, end('b')),
      'steps[0].decide[0]: only the last branch has no condition: those after it are never reached',
    ],
    [
      'a decision about the person without labels',
      file(
        { id: 'a', decide: [{ when: { shared: true }, to: 'b', label: 'We share it' }, { to: 'b' }] },
        end('b'),
      ),
      'steps[0].decide[1]: needs a label: it is about the person, and the help pages ask instead',
    ],
    [
      'a button that is too long',
      file(question('a', choice('x', 'b', { label: 'x'.repeat(41) })), end('b')),
      'steps[0].choices[0].label: a button has at most 40 characters',
    ],
    [
      'a picture without alt text',
      file(end('a', { picture: { file: 'here.png' } })),
      'steps[0].picture.alt: a picture needs alt text',
    ],
    [
      'a picture that is not there',
      file(end('a', { picture: { file: 'gone.png', alt: 'A window.' } })),
      'steps[0].picture.file: pictures/ has no gone.png',
    ],
    [
      'an unknown placeholder',
      file(end('a', { list: ['Call {{serviceDeks}}.'] })),
      'steps[0].list[0]: {{serviceDeks}} is no placeholder',
    ],
    [
      'braces that do not pair',
      file(end('a', { tip: 'Call {{address}.' })),
      'steps[0].tip: {{ is no placeholder',
    ],
    [
      'an unknown cohort',
      file(end('a', { text: [{ when: { cohort: 'heads' }, text: 'Hello.' }] })),
      'steps[0]: the plan has no cohort called heads',
    ],
    [
      'a link that others can read on the way',
      file(end('a', { link: { title: 'Open', url: 'http://example.org' } })),
      'steps[0].link.url: an address that begins with https://',
    ],
    [
      'a day that does not exist',
      file(end('a', { text: [{ when: { from: '2027-02-30' }, text: 'Hello.' }] })),
      'steps[0].text[0].when.from: no such day',
    ],
    [
      'a condition that asks for nothing',
      file(question('a', choice('x', 'b', { when: {} })), end('b')),
      'steps[0].choices[0].when: a condition says at least one thing',
    ],
    ['a misspelt field', file(end('a', { tips: 'x' })), "steps[0]: Unrecognized key(s) in object: 'tips'"],
    ['a missing title', file({ id: 'a', text: ['x'], check: 'registration' }), 'steps[0].title: Required'],
    [
      'another guide that is not named',
      file(bare('a', { end: { kind: 'other-guide' } })),
      'steps[0].end.guide: says which guide',
    ],
    ['a guide without steps', file(), 'steps: Array must contain at least 1 element(s)'],
  ])('%s, with its place', (_name, value, fault) => {
    expect(faultsOf(value)).toContain(fault);
  });

  it('everything at once', () => {
    const value = file(bare('a', { next: 'z', tip: '{{x}}' }), bare('b'));
    expect(faultsOf(value)).toHaveLength(3);
  });

  it('anything else, without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseGuide(value, surroundings).ok).toBe(false);
        expect(parseGuide(file({ id: 'a', decide: value }), surroundings).ok).toBe(false);
      }),
    );
  });
});

describe('wordsOf', () => {
  const shown: ShownStep = step('a', {
    title: 'For {{address}}',
    text: ['Always.', { when: { shared: true }, text: 'For each of you.' }],
    list: [{ when: { before: '2027-02-01' }, text: 'Choose "Phone".' }],
    tip: 'Ask the {{serviceDesk}}.',
    stuck: ['Write from {{address}}.'],
    link: { title: 'Open', url: '{{securityInfoUrl}}' },
    picture: { file: 'here.png', alt: 'The page of {{address}}.' },
    plain: ['In words.'],
    choices: [
      { id: 'x', label: 'Text to {{address}}', to: 'b', when: { before: '2027-02-01' } },
      { id: 'y', label: 'Other', to: 'b' },
    ],
  });

  it('fills in the words and leaves out what does not hold', () => {
    expect(wordsOf(shown, facts({ today: '2027-02-01' }))).toEqual({
      title: 'For your account',
      text: ['Always.'],
      tip: 'Ask the Service Desk.',
      stuck: ['Write from your account.'],
      link: { title: 'Open', url: 'https://aka.ms/mysecurityinfo' },
      picture: { file: 'here.png', alt: 'The page of your account.' },
      plain: ['In words.'],
      choices: [{ id: 'y', label: 'Other' }],
      next: false,
    });
  });

  it('shows what does hold', () => {
    const words = wordsOf(shown, facts({ shared: true }));
    expect(words.text).toEqual(['Always.', 'For each of you.']);
    expect(words.list).toEqual(['Choose "Phone".']);
    expect(words.choices).toHaveLength(2);
  });

  it('says how a step ends or leads on', () => {
    expect(wordsOf(step('a', { next: 'b' }), facts())).toMatchObject({ next: true, stuck: [], plain: [] });
    expect(wordsOf(step('a', { check: 'registration' }), facts())).toMatchObject({ check: 'registration' });
    const lead = { kind: 'other-guide' as const, guide: { id: 'b', label: 'Help for {{address}}' } };
    expect(wordsOf(step('a', { end: lead }), facts()).end?.guide?.label).toBe('Help for your account');
  });

  it('takes words from the plan as they are, braces and dollar signs included', () => {
    const words = { ...facts().words, address: '$&{{serviceDesk}}' };
    expect(wordsOf(shown, facts({ words })).title).toBe('For $&{{serviceDesk}}');
  });
});
