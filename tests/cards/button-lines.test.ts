import fc from 'fast-check';
import { submit } from '../../cards/actions/action.ts';
import { helpShow } from '../../cards/actions/help.ts';
import { buttonLines } from '../../cards/button-lines.ts';
import { card } from '../../cards/card.ts';
import { paragraph } from '../../cards/elements.ts';
import { withHelpAddress } from '../../cards/help-address.ts';
import { barOf, elementsOf, wordsOf } from './card-walk.ts';

const button = (title: string) => submit(helpShow, title, {});
const titles = (lines: { title: string }[][]) => lines.map((line) => line.map(({ title }) => title));

test.each([
  [['Next', 'Back'], [['Next', 'Back']]],
  [
    ['Next', 'Back', "I'm stuck", 'Start again'],
    [
      ['Next', 'Back'],
      ["I'm stuck", 'Start again'],
    ],
  ],
  [
    ['Ask the Service Desk', 'My code is not accepted', 'Back'],
    [['Ask the Service Desk'], ['My code is not accepted', 'Back']],
  ],
  [[], []],
])('%j stand in lines that fit on a phone', (wanted, lines) => {
  expect(titles(buttonLines(wanted.map(button)))).toEqual(lines);
});

test('no button is lost, and none changes its place', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 }), { maxLength: 8 }), (wanted) => {
      const lines = buttonLines(wanted.map(button));
      expect(titles(lines).flat()).toEqual(wanted);
      expect(lines.every((line) => line.length > 0)).toBe(true);
    }),
  );
});

describe('the help address', () => {
  const few = card('A summary', [paragraph('Words')], [button('Next')]);
  const many = card(
    'A summary',
    [paragraph('Words')],
    ['Next', 'Back', "I'm stuck", 'Start again'].map(button),
  );

  test.each([few, many])('is the last line above the buttons, without what nobody types', (one) => {
    const shown = withHelpAddress(one, 'https://mfa.norfolk.example/help/');
    expect(wordsOf(shown)).toBe('Words\nLocked out of Teams? mfa.norfolk.example/help');
    expect(barOf(shown)).toEqual(barOf(one));
    const kinds = elementsOf(shown).map(({ type }) => type);
    expect(kinds.lastIndexOf('RichTextBlock')).toBe(1);
  });

  test.each([few, many])('is left out where there is none, and changes no card that it is given', (one) => {
    const before = structuredClone(one);
    expect(withHelpAddress(one, undefined)).toBe(one);
    withHelpAddress(one, 'https://mfa.norfolk.example/help');
    expect(one).toEqual(before);
  });
});
