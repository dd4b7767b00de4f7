import { newReference, readReference, shownReference } from '../../../services/reminders/references.ts';

describe('a reference', () => {
  it('is eight signs that are not mistaken for others, different each time', () => {
    const made = Array.from({ length: 500 }, () => newReference());
    for (const reference of made) expect(reference).toMatch(/^[BCDFGHJKMNPQRTVWXY34679]{8}$/);
    expect(new Set(made).size).toBe(500);
  });

  it('uses every sign, drawn by the given chance', () => {
    const signs = new Set(Array.from({ length: 23 }, (_, nth) => newReference(() => nth)));
    expect(signs.size).toBe(23);
    expect(newReference((below) => below - 1)).toBe('99999999');
  });

  it.each(['KMPT-WX34', 'kmpt-wx34', ' KMPT WX34 ', 'KMPTWX34', 'K M P T – W X 3 4', 'kmpt.wx34'])(
    'is read from %p as from paper or over the phone',
    (typed) => {
      expect(readReference(typed)).toBe('KMPTWX34');
      expect(shownReference(readReference(typed) ?? '')).toBe('KMPT-WX34');
    },
  );

  it.each(['', 'KMPT-WX3', 'KMPT-WX345', 'KMPT-WX3A', 'ABC-DEF', "'; drop table", 'K'.repeat(1_000_000)])(
    'is never read from what cannot be one',
    (typed) => {
      expect(readReference(typed)).toBeUndefined();
    },
  );
});
