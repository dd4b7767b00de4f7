import type { AdaptiveCard } from '../../cards/card.ts';
import type { Delivery } from '../../services/deliveries/delivery.ts';
import type { PersonCheckBudget } from '../../services/directory/person-check-budget.ts';
import { checkNow } from '../../services/directory/statuses.ts';
import { busyForNow } from '../../services/directory/why-unknown.ts';
import { findWalk, type StoredWalk } from '../../services/guides/walks.ts';
import { answerOf } from '../guides/check.ts';
import { type GuideDeps, isKnown, walkerOf } from '../guides/walker.ts';
import { personOf } from '../person.ts';
import type { AtSend } from './at-send.ts';

/** How long the check behind a "still asking" card waits for Microsoft, in milliseconds: longer than 429s last. */
const patientMs = 15_000;

/** How long it waits for a free slot before it asks all the same: a person pressed a button for it. */
const slotMs = 10_000;

/** How long a Microsoft that is busy is asked again before the card says that there was no answer, by the rollout's clock. */
const busyForMs = 3 * 60_000;

/**
 * How long the answer waits at first, in milliseconds: an answer that overtook the "still asking" card on its way to
 * Teams would be covered by it, and in plain mode stand above it.
 */
const afterTheCardMs = 2_000;

/** Between two of these questions, in milliseconds. */
const askAgainMs = 5_000;

/**
 * Asks Microsoft for a check that took too long to wait for, and makes the card of its answer; also that there was
 * none. Somebody who has moved on in the meantime keeps the card they have.
 */
export async function guideCheckAtSend(
  deps: GuideDeps & { budget: PersonCheckBudget },
  { accountId, subject, waitedFor }: Delivery,
): Promise<AtSend<AdaptiveCard>> {
  if (waitedFor === undefined) return { kind: 'hold', why: 'just-asked', retryAfterMs: afterTheCardMs };
  const { guideId = '', walkId = '', version = '', askedAt = '' } = subject;
  const guide = deps.guides.get(guideId);
  const walk = await findWalk(deps.database, { accountId, walkId });
  if (!guide || !walk) return { kind: 'skip', why: 'guide-gone' };
  if (!isWhereAsked(walk, Number(version))) return { kind: 'skip', why: 'moved-on' };
  const person = await personOf(deps, accountId);
  if (!isKnown(person)) return { kind: 'skip', why: 'account-gone' };
  await deps.budget.reserve(slotMs);
  const status = await checkNow(deps, person.account, patientMs);
  const isBusy = status.methods.kind === 'unknown' && status.methods.why === busyForNow;
  if (isBusy && deps.clock.now().getTime() < Date.parse(askedAt) + busyForMs) {
    return { kind: 'hold', why: 'microsoft-busy', retryAfterMs: askAgainMs };
  }
  // The question took seconds, and "still asking" has a way back: whoever took it keeps the step they went to.
  const now = await findWalk(deps.database, { accountId, walkId });
  if (!now || !isWhereAsked(now, Number(version))) return { kind: 'skip', why: 'moved-on' };
  return { kind: 'send', content: await answerOf(await walkerOf(deps, person, guide), now, status) };
}

/** A yes ends the walk, one version on: the same answer is carried again when Teams did not take it the first time. */
function isWhereAsked(walk: StoredWalk, version: number): boolean {
  return walk.version === version || (walk.state === 'done' && walk.version === version + 1);
}
