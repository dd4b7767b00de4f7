import fc from 'fast-check';
import {
  move,
  type Press,
  settled,
  startPlace,
  stepAt,
  stepNumber,
} from '../../../services/guides/engine.ts';
import type { Guide } from '../../../services/guides/guide.ts';

const guide: Guide = {
  id: 'example',
  title: 'Example',
  steps: [
    { id: 'a', title: 'A', text: ['a'], next: 'b' },
    { id: 'b', title: 'B', text: ['b'], next: 'c' },
    { id: 'c', title: 'C', text: ['c'], check: 'registration' },
  ],
};
const at = (stepId: string, version = 5) => ({ guideId: 'example', stepId, version });
const press = (kind: Press['kind'], fromStep: string, version = 5): Press => ({ kind, fromStep, version });

describe('move', () => {
  it.each([
    ['next', 'a', 'b'],
    ['next', 'b', 'c'],
    ['back', 'c', 'b'],
    ['back', 'b', 'a'],
    ['restart', 'c', 'a'],
  ] as const)('%s from %s leads to %s, one version on', (kind, from, to) => {
    expect(move(guide, at(from), press(kind, from))).toEqual({ place: at(to, 6), moved: true });
  });

  it.each([
    ['next', 'c'],
    ['back', 'a'],
    ['restart', 'a'],
  ] as const)('%s from %s stays', (kind, from) => {
    expect(move(guide, at(from), press(kind, from))).toEqual({ place: at(from), moved: false });
  });

  it('does nothing for a press on an old card', () => {
    expect(move(guide, at('b'), press('next', 'a'))).toEqual({ place: at('b'), moved: false });
    expect(move(guide, at('b'), press('next', 'b', 4))).toEqual({ place: at('b'), moved: false });
  });

  it('moves once when the same press arrives twice', () => {
    const once = move(guide, at('a'), press('next', 'a'));
    expect(move(guide, once.place, press('next', 'a'))).toEqual({ place: once.place, moved: false });
  });

  it('goes to the start when the step is no longer in the guide', () => {
    expect(settled(guide, at('gone'))).toEqual(at('a', 6));
    expect(move(guide, at('gone'), press('next', 'gone'))).toEqual({ place: at('a', 6), moved: false });
    expect(stepAt(guide, at('gone')).id).toBe('a');
  });

  it('never leaves the guide and never goes back in version, whatever is pressed', () => {
    const presses = fc.array(
      fc.record({
        kind: fc.constantFrom<Press['kind']>('next', 'back', 'restart'),
        fromStep: fc.constantFrom('a', 'b', 'c', 'gone'),
        version: fc.integer({ min: 1, max: 6 }),
      }),
    );
    fc.assert(
      fc.property(presses, (all) => {
        let place = startPlace(guide);
        for (const one of all) {
          const { place: after, moved } = move(guide, place, one);
          expect(after.version).toBe(place.version + (moved ? 1 : 0));
          expect(guide.steps.map(({ id }) => id)).toContain(after.stepId);
          place = after;
        }
      }),
    );
  });
});

it('numbers the steps along the way', () => {
  expect(['a', 'b', 'c', 'gone'].map((id) => stepNumber(guide, id))).toEqual([
    { n: 1, of: 3 },
    { n: 2, of: 3 },
    { n: 3, of: 3 },
    { n: 1, of: 3 },
  ]);
});
