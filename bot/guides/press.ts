import type { AdaptiveCard } from '../../cards/card.ts';
import { guideForeignCard } from '../../cards/guide-foreign.ts';
import type { GuidePlace } from '../../cards/guide-frame.ts';
import { guideLaterCard } from '../../cards/guide-later.ts';
import { guideStuckCard } from '../../cards/guide-stuck.ts';
import { earlierStatus } from '../../services/directory/fresh-status.ts';
import { move, type Press, stepAt, wordsOf } from '../../services/guides/engine.ts';
import type { GuideFacts } from '../../services/guides/facts.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { findWalk, markShown, openWalk, pressWalk, type StoredWalk } from '../../services/guides/walks.ts';
import { today } from '../../services/rollout/calendar.ts';
import { isRegistered } from '../../services/rollout/mfa-status.ts';
import { describeDate, phasesOf } from '../../services/rollout/phases.ts';
import { contactView } from '../views.ts';
import { placeOf, stepCard, subjectOf } from './step-card.ts';
import { factsKnown, factsNow, isDecidedByFacts, type Walker, walkOf } from './walker.ts';

/** What a pressed button does, apart from where it stood. */
export type PressKind = { kind: 'next' | 'back' | 'restart' } | { kind: 'choose'; choice: string };

/** Above the step where a walk stands, when the pressed card showed another place of it. */
export const olderCard = 'That was an older card. This is where you are now.';

/** Why nothing moved although the card was the current one; a guide that is at its start is simply shown. */
const stayed = {
  next: 'There is no “next” here. Please do what this step asks for.',
  back: 'This is the first step, so there is nothing before it.',
  restart: undefined,
  choose: 'That answer is not there any more. Please choose again.',
};

/** A press that moves, from the place that the pressed card showed. */
export async function pressStep(walker: Walker, place: GuidePlace, kind: PressKind): Promise<AdaptiveCard> {
  const { deps, guide } = walker;
  const step = guide.steps.find(({ id }) => id === place.step);
  const choiceId = kind.kind === 'choose' ? kind.choice : undefined;
  const before = await walkAt(walker, place);
  if (!before) return foreignCard(walker);
  const ask = isDecidedByFacts(guide, step, choiceId) ? factsNow : factsKnown;
  const facts = await ask(walker, before.keeperId);
  const press = { ...kind, walkId: place.walk, fromStep: place.step, version: place.version };
  const pressed = await pressWalk(deps.database, walkOf(walker, facts), press);
  if (pressed.isForeign) return foreignCard(walker);
  const { walk, moved } = pressed;
  return stepCard(walker, walk, { facts, note: moved ? undefined : noteOf(guide, facts, { walk, press }) });
}

/** The step again, after "I'm stuck" or where a card is old. */
export async function showStep(walker: Walker, place: GuidePlace): Promise<AdaptiveCard> {
  const walk = await walkAt(walker, place);
  if (!walk) return foreignCard(walker);
  return presentStep(walker, walk);
}

/** The step where a walk stands; one that today's date or the plan no longer offers gives way to the last that it does. */
export async function presentStep(walker: Walker, walk: StoredWalk, note?: string): Promise<AdaptiveCard> {
  const { database } = walker.deps;
  const facts = await factsKnown(walker, walk.keeperId);
  if (walk.state === 'done') {
    await markShown(database, walk.walkId);
    return stepCard(walker, walk, { facts, note });
  }
  const opened = await openWalk(database, walkOf(walker, facts, walk.keeperId));
  return stepCard(walker, opened.walk, { facts, note });
}

/** What usually helps at the step, and the way to a person. The step itself does not move. */
export async function stuckAt(walker: Walker, place: GuidePlace, requestId: string): Promise<AdaptiveCard> {
  const { deps, guide } = walker;
  const walk = await walkAt(walker, place);
  if (!walk) return foreignCard(walker);
  const words = wordsOf(stepAt(guide, walk), await factsKnown(walker, walk.keeperId));
  return guideStuckCard({
    ...(await subjectOf(walker, walk.keeperId)),
    place: placeOf(guide.id, walk),
    stepTitle: words.title,
    helps: words.stuck,
    requestId,
    contact: contactView(deps.plan),
  });
}

/** Puts the guide away; its place is kept anyway. */
export async function putAway(walker: Walker, place: GuidePlace): Promise<AdaptiveCard> {
  const { guide } = walker;
  const walk = await walkAt(walker, place);
  if (!walk) return foreignCard(walker);
  return guideLaterCard({
    ...(await subjectOf(walker, walk.keeperId)),
    place: placeOf(guide.id, walk),
    command: guide.command,
    by: guide.id === setUpMfaGuideId ? await dateToDoItBy(walker) : undefined,
  });
}

/** Only somebody who has no second step yet has something to do before a date: the day Outlook on the web asks for it. */
async function dateToDoItBy({ deps, person }: Walker): Promise<string | undefined> {
  const { plan, clock } = deps;
  if (isRegistered((await earlierStatus(deps, person.account)).methods) === true) return undefined;
  const day = today(plan, clock.now());
  const ahead = phasesOf(plan, person.account.upn).find(
    ({ phase, date }) => phase.surface === 'online' && !phase.paused && date > day,
  );
  return ahead && describeDate(ahead);
}

/** The walk that a card shows, if it is this account's and one through this guide. */
export async function walkAt(
  { deps, person, guide }: Walker,
  place: GuidePlace,
): Promise<StoredWalk | undefined> {
  const walk = await findWalk(deps.database, { accountId: person.account.id, walkId: place.walk });
  return walk?.guideId === guide.id ? walk : undefined;
}

/** For a card that belongs to another account: nothing was changed. */
export async function foreignCard(walker: Walker): Promise<AdaptiveCard> {
  const { keeper: _nobody, ...subject } = await subjectOf(walker, undefined);
  return guideForeignCard({ ...subject, guide: walker.guide.id });
}

/** What stands above the step after a press that moved nothing. */
function noteOf(guide: Guide, facts: GuideFacts, { walk, press }: Stayed): string | undefined {
  if (walk.version === press.version && walk.trail.at(-1) === press.fromStep) return stayed[press.kind];
  return isSecondPress(guide, facts, { walk, press }) ? undefined : olderCard;
}

interface Stayed {
  walk: StoredWalk;
  press: Press;
}

/** The second of two quick presses finds the walk one version on, and at the very step that it wanted. */
function isSecondPress(guide: Guide, facts: GuideFacts, { walk, press }: Stayed): boolean {
  if (walk.version !== press.version + 1) return false;
  const leadsOn = press.kind === 'next' || press.kind === 'choose';
  const trail = leadsOn ? walk.trail.slice(0, -1) : [...walk.trail, press.fromStep];
  if (trail.length === 0) return false;
  const { place, moved } = move(guide, facts, { ...walk, trail, version: press.version }, press);
  return moved && place.trail.at(-1) === walk.trail.at(-1);
}
