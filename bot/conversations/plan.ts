import {
  planConfirm,
  planEdit,
  planHistory,
  planPreview,
  planRefresh,
  planShow,
  planTakeBack,
  planUndo,
  planWrite,
} from '../../cards/actions/plan.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { planPreviewCard } from '../../cards/plan-preview.ts';
import { type PlanWriteView, planWriteCard } from '../../cards/plan-write.ts';
import {
  checkChange,
  schoolIn,
  type TypedChange,
  type WantedChange,
} from '../../services/plan-changes/check-change.ts';
import { confirmChange } from '../../services/plan-changes/decide.ts';
import { findDraft, keepDraft } from '../../services/plan-changes/drafts.ts';
import { isSchoolOf, previewChange } from '../../services/plan-changes/preview.ts';
import { today } from '../../services/rollout/calendar.ts';
import { phaseChoices, previewWords } from '../plan-views.ts';
import type { Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';
import { done, history, plan } from './plan-cards.ts';
import { takeBack, undo } from './plan-undo.ts';

/** `plan`, for members of the service desk, checked at every press: dates, how to change them, who did. */
export function registerPlan(router: Router, deps: ConversationDeps): void {
  const forDesk = (turn: Turn, wanted: string, handle: () => Promise<AdaptiveCard>) =>
    answerForDesk(deps, { turn, wanted }, handle);
  const see = (turn: Turn) => forDesk(turn, 'see the plan', () => plan(deps));
  const change = (turn: Turn, handle: () => Promise<AdaptiveCard>) =>
    forDesk(turn, 'change the plan', handle);

  router.typed('plan', /^((the|show|rollout|rollout's) )*plan$/i, async (turn) => {
    await turn.send((await see(turn)).card);
  });
  router.pressed(planShow, 'new-message', async (turn) => (await see(turn)).card);
  router.pressed(planRefresh, 'replace', async (turn) => (await see(turn)).answer);
  router.pressed(
    planHistory,
    'replace',
    async (turn, { before }) => (await forDesk(turn, 'see the plan', () => history(deps, before))).answer,
  );
  router.pressed(
    planWrite,
    'new-message',
    async (turn, { what }) => (await change(turn, async () => form(deps, { what }))).card,
  );
  router.pressed(
    planPreview,
    'replace',
    async (turn, { what }, data) =>
      (await change(turn, () => preview(deps, turn, { what, ...planPreview.inputs.parse(data) }))).answer,
  );
  router.pressed(
    planEdit,
    'replace',
    async (turn, { draft }) => (await change(turn, () => edit(deps, turn, draft))).answer,
  );
  router.pressed(
    planConfirm,
    'replace',
    async (turn, press) => (await change(turn, () => confirm(deps, turn, press))).answer,
  );
  router.pressed(
    planUndo,
    'replace',
    async (turn, press) => (await change(turn, () => undo(deps, { changeId: press.change }))).answer,
  );
  router.pressed(
    planTakeBack,
    'replace',
    async (turn, press, data) =>
      (await change(turn, () => takeBack(deps, turn, { ...press, ...planTakeBack.inputs.parse(data) })))
        .answer,
  );
}

interface Form {
  what: TypedChange['what'];
  typed?: PlanWriteView['typed'];
  faults?: string[];
}

const nothingTyped = { phase: '', date: '', school: '', why: '' };

function form(deps: ConversationDeps, { what, typed = nothingTyped, faults = [] }: Form): AdaptiveCard {
  const phases = phaseChoices(deps.plan, what);
  const [only, second] = phases;
  const phase = typed.phase === '' && second === undefined ? (only?.id ?? '') : typed.phase;
  return planWriteCard({
    what,
    phases,
    typed: { ...typed, phase, date: typed.date || formerDate(deps, { what, phase }) },
    faults,
    serviceDesk: deps.plan.serviceDesk.name,
  });
}

/** Whoever resumes a date may want the old one, while it is still ahead. */
function formerDate(
  { plan, clock }: ConversationDeps,
  { what, phase }: { what: string; phase: string },
): string {
  if (what !== 'resumed') return '';
  const date = plan.phases.find(({ id }) => id === phase)?.date ?? '';
  return date > today(plan, clock.now()) ? date : '';
}

async function preview(deps: ConversationDeps, turn: Turn, typed: TypedChange): Promise<AdaptiveCard> {
  const checked = await check(deps, typed);
  if (checked.kind === 'faulty') {
    return form(deps, {
      what: typed.what,
      typed: shown(typed),
      faults: checked.faults.map(({ message }) => message),
    });
  }
  const { change } = checked;
  const draft = await keepDraft(deps.database, {
    authorId: turn.person.accountId,
    change,
    now: deps.clock.now(),
  });
  return previewOf(deps, change, { draft, isAnew: false });
}

async function check({ database, plan, clock }: ConversationDeps, typed: TypedChange) {
  const now = clock.now();
  const school = schoolIn(typed);
  const cohort = plan.phases.find(({ id }) => id === typed.phase)?.cohort;
  const isKnownSchool =
    school === undefined || cohort === undefined || (await isSchoolOf(database, { school, cohort }));
  return checkChange(plan, typed, { now, today: today(plan, now), isKnownSchool });
}

async function previewOf(
  deps: ConversationDeps,
  wanted: WantedChange,
  { draft, isAnew }: { draft: string; isAnew: boolean },
): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  const now = clock.now();
  const seen = plan.revision ?? 0;
  const words = previewWords(plan, wanted, now);
  const counted = await previewChange(database, plan, { wanted, now });
  return planPreviewCard({
    draft,
    seen,
    ...words,
    ...counted,
    isAnew,
    serviceDesk: plan.serviceDesk.name,
  });
}

async function edit(deps: ConversationDeps, turn: Turn, draftId: string): Promise<AdaptiveCard> {
  const draft = await findDraft(deps.database, { id: draftId, authorId: turn.person.accountId });
  return draft ? form(deps, { what: draft.what, typed: typedOf(draft) }) : plan(deps);
}

/** Makes exactly what the preview showed, of the plan that it showed; whatever else there is now is shown anew. */
async function confirm(
  deps: ConversationDeps,
  turn: Turn,
  { draft: draftId, seen }: { draft: string; seen: number },
): Promise<AdaptiveCard> {
  const { database, clock } = deps;
  const { accountId } = turn.person;
  const draft = await findDraft(database, { id: draftId, authorId: accountId });
  if (draft === undefined) return plan(deps);
  const typed = { what: draft.what, ...typedOf(draft) };
  const isCurrent = seen === (deps.plan.revision ?? 0);
  const checked = await check(deps, typed);
  if (isCurrent && checked.kind === 'faulty') {
    return form(deps, {
      what: draft.what,
      typed: shown(typed),
      faults: checked.faults.map(({ message }) => message),
    });
  }
  const confirmed = await confirmChange(database, {
    draftId,
    change: draft,
    seen,
    byAccount: accountId,
    now: clock.now(),
  });
  await deps.refreshPlan();
  if (confirmed.kind === 'changed') return done(deps, confirmed.change, { kind: 'done' });
  const again = await check(deps, typed);
  return again.kind === 'good'
    ? previewOf(deps, again.change, { draft: draftId, isAnew: true })
    : form(deps, {
        what: draft.what,
        typed: shown(typed),
        faults: [
          'The plan was changed by somebody else meanwhile.',
          ...again.faults.map(({ message }) => message),
        ],
      });
}

function typedOf({ phaseId, date = '', school = '', why }: WantedChange): PlanWriteView['typed'] {
  return { phase: phaseId, date, school, why };
}

/** What the form's inputs can show of what was typed. */
function shown({ phase, date, school, why }: TypedChange): PlanWriteView['typed'] {
  return {
    phase: phase.slice(0, 100),
    date: /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : '',
    school: school.slice(0, 200).toWellFormed(),
    why: why.slice(0, 200).toWellFormed(),
  };
}
