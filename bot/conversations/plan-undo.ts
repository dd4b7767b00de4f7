import { planReasonMax } from '../../cards/actions/plan.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { planUndoCard } from '../../cards/plan-undo.ts';
import { allChanges } from '../../services/plan-changes/changes.ts';
import { faultsOfReason, reasonIn } from '../../services/plan-changes/check-change.ts';
import { type Undoable, undoable, undoChange } from '../../services/plan-changes/decide.ts';
import { phaseWithout, previewPhase } from '../../services/plan-changes/preview.ts';
import { today } from '../../services/rollout/calendar.ts';
import { changeViews, effectWords } from '../plan-views.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';
import { done, plan } from './plan-cards.ts';

interface UndoForm {
  changeId: number;
  why?: string;
  faults?: string[];
  isAnew?: boolean;
}

/** What taking a change back would do, of the plan as it is now; nothing is changed. */
export async function undo(
  deps: ConversationDeps,
  { changeId, why = '', faults = [], isAnew = false }: UndoForm,
): Promise<AdaptiveCard> {
  await deps.refreshPlan();
  const { database, clock } = deps;
  const now = clock.now();
  const seen = deps.plan.revision ?? 0;
  const all = await allChanges(database);
  const found = undoable(deps.plan, all, { changeId, today: today(deps.plan, now) });
  if (found.kind !== 'can') return endOfUndoing(deps, found, changeId);
  const { phaseId, school } = found.undone;
  const after = phaseWithout(deps.plan, found);
  const [[view], counted] = await Promise.all([
    changeViews(deps, [found.undone], all),
    previewPhase(database, deps.plan, { phase: after, school }),
  ]);
  if (view === undefined) return plan(deps);
  return planUndoCard({
    change: view,
    seen,
    ...effectWords(deps.plan, { phaseId, ...(school !== undefined && { school }) }, { after, now }),
    ...counted,
    why: why.slice(0, planReasonMax).toWellFormed(),
    faults,
    isAnew,
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

/** Takes back exactly what was shown, of the plan that was shown; else shows it anew. */
export async function takeBack(
  deps: ConversationDeps,
  turn: Turn,
  { change: changeId, seen, why: typed }: { change: number; seen: number; why: string },
): Promise<AdaptiveCard> {
  const { database, clock } = deps;
  const why = reasonIn(typed);
  const faults = faultsOfReason(why).map(({ message }) => message);
  if (faults.length > 0) return undo(deps, { changeId, why, faults });
  const now = clock.now();
  const outcome = await undoChange(database, deps.plan, {
    changeId,
    why,
    seen,
    byAccount: turn.person.accountId,
    now,
    today: today(deps.plan, now),
  });
  await deps.refreshPlan();
  return outcome.kind === 'newer'
    ? undo(deps, { changeId, why, isAnew: true })
    : endOfUndoing(deps, outcome, changeId);
}

/** What came of it where there is nothing (more) to confirm. */
async function endOfUndoing(
  deps: ConversationDeps,
  outcome: Exclude<Undoable, { kind: 'can' }>,
  changeId: number,
): Promise<AdaptiveCard> {
  switch (outcome.kind) {
    case 'undone':
      return done(deps, outcome.change, { kind: 'done' });
    case 'unknown':
      return plan(deps);
    case 'stood-on':
    case 'refused': {
      const change = (await allChanges(deps.database)).find(({ id }) => id === changeId);
      const why =
        outcome.kind === 'refused'
          ? outcome.why
          : 'This date was changed again since. Change it anew, or take the later change back first.';
      return change ? done(deps, change, { kind: 'not-undone', why }) : plan(deps);
    }
  }
}
