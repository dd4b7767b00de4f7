import { alone, type Figure, partsOf, smallest } from '../../../services/progress/disclosure.ts';

/** Every way to divide a whole into three parts. */
function* divisions(whole: number): Generator<[number, number, number]> {
  for (let one = 0; one <= whole; one += 1)
    for (let two = 0; one + two <= whole; two += 1) yield [one, two, whole - one - two];
}

const isSmall = (part: number) => part < smallest;

describe('figures under five', () => {
  it('are not shown alone, none and four alike', () => {
    expect([0, 4, 5].map(alone)).toEqual([{ kind: 'few' }, { kind: 'few' }, { kind: 'exact', count: 5 }]);
  });

  it('show all parts that are large enough as they are', () => {
    expect(partsOf([371, 36, 5])).toEqual([371, 36, 5].map((count) => ({ kind: 'exact', count })));
  });

  it('turn another part into a bound, so that taking it from the whole tells nothing', () => {
    expect(partsOf([257, 3, 40])).toEqual([
      { kind: 'at-least', count: 256 },
      { kind: 'few' },
      { kind: 'exact', count: 40 },
    ]);
    expect(partsOf([297, 3, 0])).toEqual([
      { kind: 'at-least', count: 292 },
      { kind: 'few' },
      { kind: 'few' },
    ]);
    expect(partsOf([2, 290, 8])).toEqual([
      { kind: 'few' },
      { kind: 'at-least', count: 288 },
      { kind: 'exact', count: 8 },
    ]);
  });

  it('withhold everything of a group that is too small', () => {
    for (const parts of [
      [0, 0, 0],
      [1, 2, 1],
      [4, 4, 4],
      [5, 5, 3],
      [0, 5, 0],
    ])
      expect(partsOf(parts)).toEqual(parts.map(() => ({ kind: 'withheld' })));
  });

  /**
   * Whoever knows the whole and this rule tries every division of it: for what they see, each part that is shown as few
   * may be none, one, two, three or four.
   */
  it.each([8, 12, 13, 14, 17, 20, 25, 33, 48])('cannot be worked out from a whole of %d', (whole) => {
    const seen = new Map<string, { figures: Figure[]; parts: number[][] }>();
    for (const parts of divisions(whole)) {
      const figures = partsOf(parts);
      const key = JSON.stringify(figures);
      const found = seen.get(key) ?? { figures, parts: [] };
      found.parts.push(parts);
      seen.set(key, found);
    }
    for (const { figures, parts } of seen.values()) {
      figures.forEach((figure, index) => {
        const possible = new Set(parts.map((each) => each[index] ?? -1));
        const smallOnes = [...possible].filter(isSmall);
        if (figure.kind === 'few') expect(smallOnes.toSorted()).toEqual([0, 1, 2, 3, 4]);
        else if (figure.kind === 'withheld') expect(possible.size).toBeGreaterThanOrEqual(smallest);
        else expect(smallOnes).toEqual([]);
        if (figure.kind === 'at-least') expect(Math.min(...possible)).toBe(figure.count);
      });
    }
  });
});
