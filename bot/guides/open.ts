import type { AdaptiveCard } from '../../cards/card.ts';
import { type KnownKeeper, whoAreYouCard } from '../../cards/who-are-you.ts';
import { stepNumber } from '../../services/guides/engine.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { forgetShown, openWalk, type StoredWalk, walkIn, walksOf } from '../../services/guides/walks.ts';
import { type Keeper, keepersOf } from '../../services/people/keepers.ts';
import { stepCard, subjectOf } from './step-card.ts';
import { factsKnown, factsNow, isShared, type Walker, walkOf } from './walker.ts';

/** Which guide was asked for, and by whom of a shared account. */
export interface Opening {
  /** The step that the button led to. */
  step?: string | undefined;
  /** A keeper of this account; an id of anybody else's is as if none had been given. */
  keeperId?: string | undefined;
  /** Said that nobody else uses this account, now or on an earlier card: no list of keepers is begun. */
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
  if (guide.perKeeper && isShared(person)) {
    const { keepers } = await keepersOf(deps.database, person.account.id);
    keeperId = keepers.find(({ id }) => id === opening.keeperId)?.id;
    if (keeperId === undefined && !(opening.alone && (await isAlone(walker, keepers)))) {
      return whoCard(walker, keepers, { step: opening.step });
    }
  }
  const facts = await factsNow(walker, keeperId);
  const { walk, resumed, hasLeft } = await openWalk(deps.database, walkOf(walker, facts, keeperId), {
    atStep: opening.step,
  });
  // Taken off the list at this very moment.
  if (hasLeft) return whoCard(walker, (await keepersOf(deps.database, person.account.id)).keepers, {});
  const isUnderWay = resumed && walk.trail.length > 1;
  return stepCard(walker, walk, { facts, note: isUnderWay ? welcomeBack : undefined });
}

/** Somebody who said so goes on alone unless others have joined before they began. */
async function isAlone({ deps, guide, person }: Walker, keepers: Keeper[]): Promise<boolean> {
  if (keepers.length === 0) return true;
  return (await walkIn(deps.database, { guideId: guide.id, accountId: person.account.id })) !== undefined;
}

/** "Who are you?", with everybody who said so before. */
export async function whoCard(
  walker: Walker,
  keepers: Keeper[],
  asked: { step?: string | undefined; fault?: string | undefined },
): Promise<AdaptiveCard> {
  const { keeper: _nobodyYet, ...subject } = await subjectOf(walker, undefined);
  // Until somebody has said who they are, a typed "next" must move nobody's walk.
  await forgetShown(walker.deps.database, walker.person.account.id);
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
  // Only how far each is shows here, and that they share the account is known.
  const facts = { ...(await factsKnown(walker, undefined)), shared: true };
  const placeOfWalk = (walk: StoredWalk | undefined, works: boolean): KnownKeeper['place'] => {
    if (walk === undefined) return { kind: 'new' };
    // Microsoft's yes may have been for somebody else's device: done is who says so.
    if (walk.state === 'done')
      return guide.id === setUpMfaGuideId && !works ? { kind: 'new' } : { kind: 'done' };
    const { n, of } = stepNumber(guide, facts, walk);
    return { kind: 'under-way', number: n, of };
  };
  const walks = await walksOf(deps.database, { guideId: guide.id, accountId: person.account.id });
  return keepers.map(({ id, firstName, works }) => ({
    id,
    firstName,
    place: placeOfWalk(walks.get(id), works),
  }));
}
