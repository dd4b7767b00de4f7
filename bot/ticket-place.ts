import { stepAt } from '../services/guides/engine.ts';
import { shownStep } from '../services/guides/passage.ts';
import { findWalk } from '../services/guides/walks.ts';
import type { NewTicket } from '../services/tickets/tickets.ts';
import type { ConversationDeps } from './conversations/deps.ts';

/** The place that a pressed card claims: never trusted, only looked up. */
export interface ClaimedPlace {
  walk?: string | undefined;
  guide?: string | undefined;
  step?: string | undefined;
}

/** Where somebody is stuck. `foreign`: the card names a walk that is not this account's. */
export type FoundPlace =
  | { kind: 'none' }
  | { kind: 'foreign' }
  | ({ kind: 'step'; keeperId?: string | undefined } & NonNullable<NewTicket['place']>);

/**
 * The step that a card was pressed on, as the guides and this account's own walk have it. A step that the guide no
 * longer has becomes the one where the walk is: a call for help is not turned away because a guide was edited.
 */
export async function findPlace(
  { database, guides }: Pick<ConversationDeps, 'database' | 'guides'>,
  accountId: string,
  claimed: ClaimedPlace,
): Promise<FoundPlace> {
  const guide = guides.get(claimed.guide ?? '');
  const claimedStep = guide && shownStep(guide, claimed.step)?.id;
  if (claimed.walk === undefined) {
    return guide && claimedStep ? { kind: 'step', guideId: guide.id, stepId: claimedStep } : { kind: 'none' };
  }
  const walk = await findWalk(database, { accountId, walkId: claimed.walk });
  if (!walk || walk.guideId !== claimed.guide) return { kind: 'foreign' };
  if (!guide) return { kind: 'none' };
  const { keeperId } = walk;
  return { kind: 'step', guideId: guide.id, stepId: claimedStep ?? stepAt(guide, walk).id, keeperId };
}
