import fc from 'fast-check';
import { longestKept, maskPersonal } from '../../../services/learning/mask-personal.ts';

describe('what is kept of a question', () => {
  it.each([
    ['write to head@hillside.norfolk.sch.uk please', 'write to (address) please'],
    ['is it <office@hillside.norfolk.sch.uk>?', 'is it <(address)>?'],
    ['mary-ann.o’brien+x@school.example.', '(address).'],
    ['from head@hillside to HEAD@HILLSIDE', 'from (address) to (address)'],
    ['is head@ the same as office@ ?', 'is head@ the same as office@ ?'],
    ['ring 01603 223344', 'ring (number)'],
    ['ring (01603) 22-33-44 or +44 (0) 7700 900123', 'ring (number) or (number)'],
    ['07700900123', '(number)'],
    ['tel:07700900123,thanks', 'tel:(number),thanks'],
    ['223 4567', '(number)'],
    ['٠٧٧٠٠٩٠٠١٢٣', '(number)'],
    ['01603\u200b223344', '(number)'],
    ['after 19/11/2018 or 3.12.18 or 2018-11-19?', 'after 19/11/2018 or 3.12.18 or 2018-11-19?'],
    ['on 19/11/2018 10:30', 'on 19/11/2018 10:30'],
    ['MI sheet 148/18, 2018', 'MI sheet 148/18, 2018'],
    ['AADSTS7000112 and 0x80040115 and 365', 'AADSTS7000112 and 0x80040115 and 365'],
    ['  two \n\r\n lines\tand  spaces ', 'two lines and spaces'],
    ['half a \ud83d pair', 'half a \ufffd pair'],
    ['abc\u202edef\u0000', 'abcdef'],
    ['', ''],
  ])('%j becomes %j', (typed, kept) => {
    expect(maskPersonal(typed)).toBe(kept);
  });

  it('cuts between characters, never inside one', () => {
    expect(maskPersonal('😀'.repeat(longestKept + 5))).toBe('😀'.repeat(longestKept));
  });

  it('masks before it cuts, so that no half of an address is left', () => {
    const typed = `${'a'.repeat(longestKept - 5)} head@hillside.norfolk.sch.uk`;
    expect(maskPersonal(typed)).toBe(`${'a'.repeat(longestKept - 5)} (add`);
  });

  it('takes any text, gives it well formed and short, and leaves what it has masked alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (typed) => {
        const kept = maskPersonal(typed);
        expect(kept.isWellFormed()).toBe(true);
        expect([...kept].length).toBeLessThanOrEqual(longestKept);
        expect(maskPersonal(kept)).toBe(kept);
      }),
    );
  });

  it.each([
    ['a run of letters', 'a'.repeat(200_000)],
    ['a run of digits and dots', '1.'.repeat(100_000)],
    ['a run of addresses', 'a@b.'.repeat(50_000)],
  ])('reads %s of 200,000 characters well within a second', (_, typed) => {
    const before = performance.now();
    maskPersonal(typed);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
