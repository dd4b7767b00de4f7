import type { AdaptiveCard } from '../../cards/card.ts';
import { planCard } from '../../cards/plan.ts';
import { type PlanDone, planDoneCard } from '../../cards/plan-done.ts';
import { planHistoryCard } from '../../cards/plan-history.ts';
import { allChanges, pageOfChanges, type RecordedChange } from '../../services/plan-changes/changes.ts';
import { changeViews, planGroups } from '../plan-views.ts';
import { timeWords } from '../ticket-views.ts';
import type { ConversationDeps } from './deps.ts';

/** How many changes the plan's own card names. */
const lastChanges = 3;

/** How many a page of the history has. */
const changesAPage = 8;

/** Every date with the last changes of it. */
export async function plan(deps: ConversationDeps): Promise<AdaptiveCard> {
  const { database, clock } = deps;
  const [{ changes, older }, all] = await Promise.all([
    pageOfChanges(database, { most: lastChanges }),
    allChanges(database),
  ]);
  return planCard({
    serviceDesk: deps.plan.serviceDesk.name,
    organisation: deps.plan.organisation,
    groups: planGroups(deps.plan),
    changes: await changeViews(deps, changes, all),
    older,
    at: timeWords(deps, clock.now()),
  });
}

/** A page of the changes, from the newest or before one. */
export async function history(deps: ConversationDeps, before: number | undefined): Promise<AdaptiveCard> {
  const { changes, older } = await pageOfChanges(deps.database, { most: changesAPage, before });
  return planHistoryCard({
    changes: await changeViews(deps, changes, await allChanges(deps.database)),
    older,
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

/** What became of a change. */
export async function done(
  deps: ConversationDeps,
  change: RecordedChange,
  what: PlanDone,
): Promise<AdaptiveCard> {
  const [view] = await changeViews(deps, [change], await allChanges(deps.database));
  return view
    ? planDoneCard({ done: what, change: view, serviceDesk: deps.plan.serviceDesk.name })
    : plan(deps);
}
