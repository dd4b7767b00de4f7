import { end, first, last, middle, place, sam } from '../../cards/gallery/guide-samples.ts';
import { type GuideStepView, type GuideWay, guideStepCard } from '../../cards/guide-step.ts';
import { actionsOf, barOf, elementsOf, wordsOf } from './card-walk.ts';

const titles = (view: GuideStepView) => barOf(guideStepCard(view)).map(({ title }) => title);
const button = (view: GuideStepView, title: string) => {
  const found = actionsOf(guideStepCard(view)).find((action) => action.title === title);
  if (!found || !('data' in found)) throw new Error(`no button ${title}`);
  return found;
};
const way = (found: GuideWay): GuideStepView => ({ ...end, way: found });

test('says whose guide it is, where one is, and what to do', () => {
  expect(wordsOf(guideStepCard(middle)).split('\n').slice(0, 3)).toEqual([
    'Set up MFA  ·  head@hillside.norfolk.sch.uk  ·  Sam',
    'Step 4 of 7',
    'Scan the QR code',
  ]);
});

test.each<[string, GuideStepView, string[]]>([
  ['first', { ...first, way: { kind: 'next' } }, ['Next', "I'm stuck", 'Not now', 'Use plain mode']],
  ['first with choices', first, ["I'm stuck", 'Not now', 'Use plain mode']],
  ['middle', middle, ['Next', 'Back', "I'm stuck", 'Start again']],
  ['last', last, ['Check now', 'Back', "I'm stuck", 'Start again']],
  ['end', end, ['Back', 'Start again']],
  ['first in plain mode', { ...first, plain: true }, ["I'm stuck", 'Not now', 'Use cards with pictures']],
])('the buttons of the %s step', (_, view, expected) => {
  expect(titles(view)).toEqual(expected);
});

test('every button carries the place, and a choice its own id too', () => {
  for (const title of ['Next', 'Back', "I'm stuck", 'Start again']) {
    expect(button(middle, title).data).toMatchObject(middle.place);
  }
  expect(button(first, 'Hardware token').data).toEqual({ ...place, choice: 'token', action: 'guide.choose' });
});

test('each choice has a row of its own, so that its whole label is read', () => {
  const rows = elementsOf(guideStepCard(first)).filter(
    (element) => element.type === 'ActionSet' && !element.id?.startsWith('bar-'),
  );
  expect(rows.map((row) => row.type === 'ActionSet' && row.actions.length)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('an end leads to a person before another guide, and keeps the keeper', () => {
  const view = way({
    kind: 'end',
    end: 'ask-desk',
    leads: { title: 'Lost phone', guide: 'lost-phone', step: 's' },
  });
  expect(titles(view)).toEqual(['Ask the Service Desk', 'Lost phone', 'Back', 'Start again']);
  expect(button(view, 'Ask the Service Desk')).toMatchObject({ verb: 'guide.stuck', style: 'positive' });
  expect(button(view, 'Lost phone').data).toEqual({
    action: 'guide.start',
    guide: 'lost-phone',
    step: 's',
    keeper: sam.id,
  });
});

test.each([
  ['done', 'Done'],
  ['not-needed', 'Nothing to do'],
  ['wait', 'Not yet'],
  ['ask-desk', 'Ask a person'],
  ['other-guide', 'Another guide helps here'],
] as const)('an end of the kind %s says so in words', (kind, words) => {
  const card = guideStepCard(way({ kind: 'end', end: kind }));
  expect(wordsOf(card)).toContain(`\n${words}\n`);
  expect(wordsOf(card)).not.toContain('Step ');
});

test('an end that still asks for something does not say that nothing is to do', () => {
  const leads = { title: 'Make a passkey', guide: 'set-up-mfa' };
  for (const view of [
    { ...end, list: ['Add the account again.'] },
    way({ kind: 'end', end: 'done', leads }),
  ]) {
    expect(wordsOf(guideStepCard(view))).toMatch(/\nLast step\n/);
    expect(wordsOf(guideStepCard(view))).not.toMatch(/\n(Nothing to do|Done)\n/);
  }
});

describe('in plain mode', () => {
  const plain = (view: GuideStepView) => guideStepCard({ ...view, plain: true });

  test('a step is one text in the order in which it is read aloud', () => {
    expect(wordsOf(plain(middle)).split('\n')).toEqual([
      'Step 4 of 7. Scan the QR code.',
      ...middle.text,
      ...(middle.list ?? []).map((line, index) => `${index + 1}. ${line}`),
      ...(middle.plainLines ?? []),
      `Often goes wrong: ${middle.tip}`,
      'Guide: Set up MFA. For head@hillside.norfolk.sch.uk, Sam.',
      'You can also type: next, back, stuck, start again.',
    ]);
  });

  test('choices are numbered, and their numbers can be typed', () => {
    const words = wordsOf(plain(first));
    expect(words).toContain('Answer 1: iPhone\nAnswer 2: Android phone');
    expect(words).toMatch(/You can also type the number of your answer, or: stuck, not now\.$/);
  });

  test('the same buttons stand in the same order, and answer in new messages', () => {
    for (const view of [middle, last, end]) {
      const [cards, plains] = [guideStepCard(view), plain(view)];
      expect(actionsOf(plains).map(({ title }) => title)).toEqual(actionsOf(cards).map(({ title }) => title));
      expect(actionsOf(plains).map(({ type }) => type)).not.toContain('Action.Execute');
    }
  });

  test('what only plain mode says is not on the card with pictures', () => {
    expect(wordsOf(guideStepCard(middle))).not.toContain('Can’t scan the picture?');
  });
});
