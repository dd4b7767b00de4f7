import type { AdaptiveCard } from '../../cards/card.ts';
import { callNewsCard } from '../../cards/unreached.ts';
import type { Delivery } from '../../services/deliveries/delivery.ts';
import { type Graph, GraphFailure } from '../../services/graph/client.ts';
import { isMemberOf } from '../../services/graph/groups.ts';
import { unreached } from '../../services/reach/unreached.ts';
import { today } from '../../services/rollout/calendar.ts';
import { forReader } from '../ticket-views.ts';
import { callNewsView, type UnreachedViewDeps } from '../unreached-views.ts';
import type { AtSend } from './at-send.ts';

export interface CallListAtSendDeps extends UnreachedViewDeps {
  graph: Graph;
  serviceDeskGroupId: string;
}

/** How long the question behind one delivery may take; without an answer it is held and asked again. */
const patience = { tries: 2, totalMs: 10_000 };

const heldMs = 60_000;

/** Tells a member of the service desk whom to call, with the figures of this moment; nothing where all were called since. */
export async function callListAtSend(
  deps: CallListAtSendDeps,
  { accountId, subject }: Delivery,
): Promise<AtSend<AdaptiveCard>> {
  const { plan, database, clock } = deps;
  if (subject.day !== today(plan, clock.now())) return { kind: 'skip', why: 'too-late' };
  const membership = await membershipOf(deps, accountId);
  if (membership === 'unchecked') return { kind: 'hold', why: 'membership-unknown', retryAfterMs: heldMs };
  if (membership === 'not-member') return { kind: 'skip', why: 'not-service-desk' };
  const page = await unreached(database, { plan, now: clock.now(), which: 'open', most: 1 });
  const view = await callNewsView(deps, page);
  if (view === undefined) return { kind: 'skip', why: 'no-longer-needed' };
  return { kind: 'send', content: await forReader(deps, accountId, callNewsCard(view)) };
}

async function membershipOf(
  { graph, serviceDeskGroupId }: CallListAtSendDeps,
  accountId: string,
): Promise<'member' | 'not-member' | 'unchecked'> {
  try {
    return (await isMemberOf(graph, accountId, serviceDeskGroupId, patience)) ? 'member' : 'not-member';
  } catch (error) {
    // The client has logged and counted the failure.
    if (!(error instanceof GraphFailure)) throw error;
    return 'unchecked';
  }
}
