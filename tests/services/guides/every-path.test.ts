import { move, type Place, stepNumber } from '../../../services/guides/engine.ts';
import type { GuideFacts } from '../../../services/guides/facts.ts';
import type { Guide } from '../../../services/guides/guide.ts';
import { allWalks, shippedGuides, type Walk } from './all-walks.ts';
import { describeSomebody, everybodyWhomItTellsApart, type Somebody } from './everybody.ts';

/** Issue 3: whoever starts reaches the right end in at most so many presses. */
const mostPresses = 9;

/** Presses that a shared mailbox needs around a guide: "Who are you?" before it, and "Mine works" after a check. */
function pressesAround(guide: Guide, { walk, facts }: Walked): number {
  if (!guide.perKeeper || !facts.shared) return 0;
  return walk.ends === 'check' ? 2 : 1;
}

interface Walked {
  walk: Walk;
  facts: GuideFacts;
  somebody: Somebody;
}

/** All ways of everybody through a guide. */
function walked(guide: Guide): Walked[] {
  return everybodyWhomItTellsApart(guide).flatMap(({ somebody, facts }) =>
    allWalks(guide, facts).map((walk) => ({ walk, facts, somebody })),
  );
}

/** The faults of these ways, each way told once. */
function faultsOf(ways: Walked[], faultOf: (way: Walked) => string | undefined): string[] {
  const faults = new Map<string, string>();
  for (const way of ways) {
    const trail = way.walk.place.trail.join(' > ');
    const fault = faults.has(trail) ? undefined : faultOf(way);
    if (fault !== undefined) faults.set(trail, `${fault}: ${trail} (${describeSomebody(way.somebody)})`);
  }
  return [...faults.values()];
}

it('finds all ten guides', () => {
  expect([...shippedGuides.keys()].sort()).toEqual([
    'app-password',
    'code-does-not-arrive',
    'code-not-accepted',
    'locked-out',
    'lost-phone',
    'new-phone',
    'no-signal',
    'set-up-mfa',
    'shared-mailbox',
    'unexpected-prompt',
  ]);
});

it('opens each guide by a command of its own', () => {
  const commands = [...shippedGuides.values()].map(({ command }) => command);
  expect(new Set(commands).size).toBe(commands.length);
});

describe.each([...shippedGuides.values()])('the guide $id', (guide) => {
  const ways = walked(guide);

  it(`leads everybody to an end or a check in at most ${mostPresses} presses`, () => {
    const faults = faultsOf(ways, (way) => {
      if (way.walk.ends === 'nowhere') return 'leads nowhere';
      const presses = way.walk.presses + pressesAround(guide, way);
      return presses > mostPresses ? `${presses} presses` : undefined;
    });
    expect(faults).toEqual([]);
  });

  it('leads back to its beginning from everywhere', () => {
    expect(faultsOf(ways, ({ walk, facts }) => faultOfBack(guide, facts, walk.place))).toEqual([]);
  });

  it('promises as many steps as there are on the longest way, and none after the last', () => {
    const faults = faultsOf(ways, ({ walk: { place, ends }, facts }) => {
      if (ends === 'round-again') return undefined;
      const said = place.trail.map((_, at) =>
        stepNumber(guide, facts, { trail: place.trail.slice(0, at + 1) }),
      );
      const isRight = said.every(({ n, of }, at) => n === at + 1 && of >= said.length);
      return isRight && said.at(-1)?.of === said.length ? undefined : `says ${JSON.stringify(said)}`;
    });
    expect(faults).toEqual([]);
  });

  it('shows each of its steps to somebody', () => {
    const seen = new Set(ways.flatMap(({ walk }) => walk.place.trail));
    expect(guide.steps.filter((step) => !('decide' in step) && !seen.has(step.id))).toEqual([]);
  });
});

it('goes round only where somebody has another device', () => {
  const rounds = [...shippedGuides.values()].flatMap((guide) =>
    walked(guide).flatMap(({ walk: { ends, choices, last } }) =>
      ends === 'round-again' ? [`${guide.id}: ${choices.at(-1)?.id} to ${last.id}`] : [],
    ),
  );
  expect([...new Set(rounds)]).toEqual(['app-password: another to where']);
});

/** Presses Back until nothing moves: each step of the trail must come, in reverse, and the first must be the last. */
function faultOfBack(guide: Guide, facts: GuideFacts, end: Place): string | undefined {
  let place = end;
  for (const expected of end.trail.slice(0, -1).reverse()) {
    place = pressBack(guide, facts, place);
    if (place.trail.at(-1) !== expected) return `Back leads to ${place.trail.at(-1)}, not to ${expected}`;
  }
  return pressBack(guide, facts, place) === place ? undefined : 'Back moves on the first step';
}

function pressBack(guide: Guide, facts: GuideFacts, place: Place): Place {
  const fromStep = place.trail.at(-1) ?? '';
  return move(guide, facts, place, {
    kind: 'back',
    walkId: place.walkId,
    fromStep,
    version: place.version,
  }).place;
}
