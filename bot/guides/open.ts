import type { AdaptiveCard } from '../../cards/card.ts';
import { type KnownKeeper, whoAreYouCard } from '../../cards/who-are-you.ts';
import { stepNumber } from '../../services/guides/engine.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { openWalk, type StoredWalk, walkIn } from '../../services/guides/walks.ts';
import { type Keeper, keepersOf } from '../../services/people/keepers.ts';
import { stepCard, subjectOf } from './step-card.ts';
import { factsKnown, factsNow, isShared, type Walker, walkOf } from './walker.ts';

/** Which guide was asked for, and by whom of a shared account. */
export interface Opening {
  /** The step that the button led to. */
  step?: string | undefined;
  /** A keeper of this account; an id of anybody else's is as if none had been given. */
  keeperId?: string | undefined;
  /** Said that nobody else uses this account: no list of keepers is begun. */
  alone?: boolean | undefined;
}

const welcomeBack = 'You were here last time.';

/**
 * Opens a guide where this keeper left it, or at the step that a button led to. On an account that several people
 * share it asks first who is there: each has their own place.
 */
export async function openGuide(walker: Walker, opening: Opening): Promise<AdaptiveCard> {
  const { deps, guide, person } = walker;
  let keeperId: string | undefined;
  if (guide.perKeeper && isShared(person) && !opening.alone) {
    const { keepers } = await keepersOf(deps.database, person.account.id);
    const keeper = keepers.find(({ id }) => id === opening.keeperId);
    if (!keeper) return whoCard(walker, keepers, { step: opening.step });
    keeperId = keeper.id;
  }
  const facts = await factsNow(walker);
  const { walk, resumed } = await openWalk(deps.database, walkOf(walker, facts, keeperId), {
    atStep: opening.step,
  });
  const isUnderWay = resumed && walk.trail.length > 1;
  return stepCard(walker, walk, { facts, note: isUnderWay ? welcomeBack : undefined });
}

/** "Who are you?", with everybody who said so before. */
export async function whoCard(
  walker: Walker,
  keepers: Keeper[],
  asked: { step?: string | undefined; fault?: string | undefined },
): Promise<AdaptiveCard> {
  const { keeper: _nobodyYet, ...subject } = await subjectOf(walker, undefined);
  return whoAreYouCard({
    ...subject,
    guide: walker.guide.id,
    step: asked.step,
    keepers: await knownKeepers(walker, keepers),
    fault: asked.fault,
  });
}

async function knownKeepers(walker: Walker, keepers: Keeper[]): Promise<KnownKeeper[]> {
  const { deps, guide, person } = walker;
  const facts = await factsKnown(walker);
  const placeOfWalk = (walk: StoredWalk | undefined, works: boolean): KnownKeeper['place'] => {
    if (walk === undefined) return { kind: 'new' };
    // Microsoft's yes may have been for somebody else's device: done is who says so.
    if (walk.state === 'done')
      return guide.id === setUpMfaGuideId && !works ? { kind: 'new' } : { kind: 'done' };
    const { n, of } = stepNumber(guide, facts, walk);
    return { kind: 'under-way', number: n, of };
  };
  return Promise.all(
    keepers.map(async ({ id, firstName, works }) => {
      const walk = await walkIn(deps.database, {
        guideId: guide.id,
        accountId: person.account.id,
        keeperId: id,
      });
      return { id, firstName, place: placeOfWalk(walk, works) };
    }),
  );
}
