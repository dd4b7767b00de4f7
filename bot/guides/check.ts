import { randomUUID } from 'node:crypto';
import type { AdaptiveCard } from '../../cards/card.ts';
import type { GuidePlace } from '../../cards/guide-frame.ts';
import { type GuideResult, guideResultCard, type KeepersDone } from '../../cards/guide-result.ts';
import type { EffectView } from '../../cards/standing.ts';
import { isOnTheRoad } from '../../services/deliveries/counts.ts';
import { enqueue } from '../../services/deliveries/enqueue.ts';
import { earlierStatus } from '../../services/directory/fresh-status.ts';
import { checkNow } from '../../services/directory/statuses.ts';
import { busyForNow, notAllowed } from '../../services/directory/why-unknown.ts';
import { stepAt } from '../../services/guides/engine.ts';
import { appPasswordGuideId } from '../../services/guides/guide-ids.ts';
import { finishWalk, type StoredWalk } from '../../services/guides/walks.ts';
import { type KeeperList, keepersOf, sayWorks } from '../../services/people/keepers.ts';
import { describeTime, today } from '../../services/rollout/calendar.ts';
import { isRegistered, type MfaStatus } from '../../services/rollout/mfa-status.ts';
import { contactView, countedSecondSteps, effectView, secondSteps } from '../views.ts';
import { missingChoice } from './chosen-method.ts';
import { foreignCard, olderCard, walkAt } from './press.ts';
import { placeOf, stepCard, subjectOf } from './step-card.ts';
import { factsKnown, quickAnswerMs, type Walker } from './walker.ts';

/** Where the press of a check came from, for the edit that brings a late answer. */
export interface CheckPress {
  place: GuidePlace;
  /** The message of the pressed card; without it the answer comes as a new message. */
  cardActivityId: string | undefined;
  wake(): void;
}

const nothingToCheck =
  'There is nothing to check at this step. Type “status” to see what Microsoft says of your account.';

/**
 * Asks Microsoft now; only its yes ends the guide. Where it has not answered within two seconds the card says so and a
 * delivery goes on asking: it survives this process, and edits the card when the answer comes.
 */
export async function checkRegistration(walker: Walker, press: CheckPress): Promise<AdaptiveCard> {
  const { deps, person, guide } = walker;
  const walk = await walkAt(walker, press.place);
  if (!walk) return foreignCard(walker);
  if (stepAt(guide, walk).check === undefined) {
    const note = walk.version === press.place.version ? nothingToCheck : olderCard;
    return stepCard(walker, walk, { facts: await factsKnown(walker, walk.keeperId), note });
  }
  const askedAt = performance.now();
  const status = await checkNow(deps, person.account, quickAnswerMs);
  const isSlow = performance.now() - askedAt >= quickAnswerMs * 0.9;
  if (status.methods.kind === 'unknown' && (isSlow || status.methods.why === busyForNow)) {
    return resultCard(walker, walk, { kind: 'still-asking', comesAs: await askOn(walker, walk, press) });
  }
  return answerOf(walker, walk, status);
}

/** What Microsoft's answer means for this walk; a yes finishes it. */
export async function answerOf(walker: Walker, walk: StoredWalk, status: MfaStatus): Promise<AdaptiveCard> {
  const { deps, person, guide } = walker;
  const result = await resultOf(walker, walk, status);
  const after =
    result.kind === 'done'
      ? await finishWalk(deps.database, {
          guide,
          accountId: person.account.id,
          now: deps.clock.now(),
          walkId: walk.walkId,
          version: walk.version,
        })
      : walk;
  return resultCard(walker, after ?? walk, result);
}

/** A keeper's own word that theirs works. Said twice it is said once. */
export async function mineWorks(walker: Walker, place: GuidePlace): Promise<AdaptiveCard> {
  const { deps, person } = walker;
  const walk = await walkAt(walker, place);
  if (!walk) return foreignCard(walker);
  const { keeperId } = walk;
  const list =
    keeperId === undefined
      ? await keepersOf(deps.database, person.account.id)
      : await sayWorks(deps.database, { accountId: person.account.id, keeperId, now: deps.clock.now() });
  const now = deps.clock.now();
  const status = await earlierStatus(deps, person.account);
  const effect = effectView(deps.plan, person.account.upn, status, today(deps.plan, now));
  return resultCard(walker, walk, {
    kind: 'works',
    keepers: keepersDone(list),
    outlookGuide: outlookGuideFor(effect),
  });
}

/**
 * A person's own word that the second step is there, where nobody may ask Microsoft: it ends the guide, and on a shared
 * account it is that keeper's word. It makes no status known. Said twice it is said once.
 */
export async function saidDone(walker: Walker, place: GuidePlace): Promise<AdaptiveCard> {
  const { deps, person, guide } = walker;
  const walk = await walkAt(walker, place);
  if (!walk) return foreignCard(walker);
  const isThere = walk.version === place.version && stepAt(guide, walk).check !== undefined;
  if (!isThere && walk.state !== 'done') {
    return stepCard(walker, walk, { facts: await factsKnown(walker, walk.keeperId), note: olderCard });
  }
  const now = deps.clock.now();
  const after = await finishWalk(deps.database, {
    guide,
    accountId: person.account.id,
    now,
    walkId: walk.walkId,
    version: walk.version,
  });
  if (walk.keeperId === undefined) return resultCard(walker, after ?? walk, { kind: 'said' });
  return mineWorks(walker, placeOf(guide.id, after ?? walk));
}

/** Says how the answer will come. */
async function askOn(
  { deps, person, guide, plain }: Walker,
  walk: StoredWalk,
  press: CheckPress,
): Promise<'edit' | 'message'> {
  // In plain mode nothing changes under a screen reader: the answer is a message of its own there.
  const cardActivityId = plain ? undefined : press.cardActivityId;
  const comesAs = cardActivityId === undefined ? 'message' : 'edit';
  const now = deps.clock.now();
  const asked = { walkId: walk.walkId, version: String(walk.version) };
  // A second press while Microsoft is slow: one question is enough, and its answer comes to the same card.
  if (await isOnTheRoad(deps.database, { kind: 'guide-check', subject: asked })) return comesAs;
  await enqueue(deps.database, [
    {
      key: `guide-check:${randomUUID()}`,
      kind: 'guide-check',
      operation: comesAs === 'message' ? 'send' : 'edit',
      target: { accountId: person.account.id, activityId: cardActivityId },
      subject: {
        guideId: guide.id,
        ...asked,
        askedAt: now.toISOString(),
      },
      expiresAt: new Date(now.getTime() + lateAnswerIsOfUseMs),
    },
  ]);
  press.wake();
  return comesAs;
}

/** After a day nobody waits for the answer any more, in milliseconds of the rollout's clock. */
const lateAnswerIsOfUseMs = 24 * 60 * 60 * 1000;

async function resultCard(walker: Walker, walk: StoredWalk, result: GuideResult): Promise<AdaptiveCard> {
  return guideResultCard({
    ...(await subjectOf(walker, walk.keeperId)),
    place: placeOf(walker.guide.id, walk),
    result,
    contact: contactView(walker.deps.plan),
  });
}

async function resultOf(walker: Walker, walk: StoredWalk, status: MfaStatus): Promise<GuideResult> {
  const { deps, person } = walker;
  const { keeperId } = walk;
  const { plan, clock, database } = deps;
  const now = clock.now();
  const { methods } = status;
  const link = { title: 'Open security info', url: plan.securityInfoUrl };
  if (methods.kind === 'unknown' && methods.why === notAllowed) return { kind: 'cannot-look', link };
  if (methods.kind === 'unknown') return { kind: 'unanswered', at: describeTime(plan, now, now) };
  const at = describeTime(plan, methods.asOf, now);
  if (isRegistered(methods) !== true) return { kind: 'not-yet', at, link };
  const chosen = missingChoice(walker, walk, methods.methods);
  if (chosen) return { kind: 'not-added', chosen, methods: secondSteps(methods.methods), at, link };
  const effect = effectView(plan, person.account.upn, status, today(plan, now));
  const keepers =
    keeperId === undefined ? undefined : keepersDone(await keepersOf(database, person.account.id));
  return {
    kind: 'done',
    // Several devices of one kind are counted where several people add theirs.
    methods: keepers ? countedSecondSteps(methods.methods) : secondSteps(methods.methods),
    at,
    effect,
    outlookGuide: outlookGuideFor(effect),
    keepers,
  };
}

function outlookGuideFor(effect: EffectView): string | undefined {
  return effect.client.kind === 'needs-app-password' ? appPasswordGuideId : undefined;
}

function keepersDone({ keepers, closedAt }: KeeperList): KeepersDone {
  const names = (works: boolean) =>
    keepers.filter((keeper) => keeper.works === works).map(({ firstName }) => firstName);
  return { done: names(true), waiting: closedAt === undefined ? names(false) : [] };
}
