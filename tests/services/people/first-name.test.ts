import fc from 'fast-check';
import { parseFirstName } from '../../../services/people/keepers.ts';

describe('a first name', () => {
  it.each([
    ['Sam', 'Sam'],
    ['  Mary   Ann ', 'Mary Ann'],
    ['Jean-Luc', 'Jean-Luc'],
    ['D’Arcy', "D'Arcy"],
    ['Zoë', 'Zoë'],
    ['Zoe\u0308', 'Zoë'],
    ['小明', '小明'],
    ['x'.repeat(30), 'x'.repeat(30)],
  ])('%j is %j', (typed, firstName) => {
    expect(parseFirstName(typed)).toEqual({ ok: true, firstName });
  });

  it.each([
    '',
    '   ',
    'x'.repeat(31),
    'Sam2',
    '<b>Sam</b>',
    '**Sam**',
    'sam@example.org',
    '-',
    "'",
    '123456',
    'Sam 😀',
  ])('%j is refused with a sentence', (typed) => {
    const parsed = parseFirstName(typed);
    expect(parsed.ok ? '' : parsed.fault).toMatch(/^[A-Z].*\.$/);
  });

  it('parsed again is the same name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (typed) => {
        const parsed = parseFirstName(typed);
        if (parsed.ok) expect(parseFirstName(parsed.firstName)).toEqual(parsed);
      }),
    );
  });
});
