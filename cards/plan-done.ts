import { execute, submit } from './actions/action.ts';
import { planShow, planUndo } from './actions/plan.ts';
import { type Action, type AdaptiveCard, card } from './card.ts';
import { header, note, panel, paragraph, primary, title } from './elements.ts';
import { changeEntry, type PlanChangeView } from './plan-words.ts';

/** What became of a change. */
export type PlanDone =
  | { kind: 'done' }
  /** The change was not taken back; `why` is a sentence. */
  | { kind: 'not-undone'; why: string };

/** A change that was made. */
export interface PlanDoneView {
  done: PlanDone;
  change: PlanChangeView;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** What was changed, and the way back. */
export function planDoneCard(view: PlanDoneView): AdaptiveCard {
  const { done, change, serviceDesk } = view;
  return card(
    planDoneSummary(view),
    [
      ...header(`For the ${serviceDesk}`),
      title(titleOf(view)),
      ...(done.kind === 'not-undone' ? [panel([paragraph(done.why, 'none')], 'warning')] : []),
      changeEntry(change),
      ...(done.kind === 'done'
        ? [
            note(
              'Reminders, answers and the help pages follow at once. Who was told another date gets a message.',
            ),
          ]
        : []),
    ],
    buttons(view),
  );
}

/** The same in plain words. */
export function planDoneSummary(view: PlanDoneView): string {
  const { done, change } = view;
  return `${titleOf(view)}: change ${change.id}, ${change.phase}.${done.kind === 'not-undone' ? ` ${done.why}` : ''}`;
}

function titleOf({ done, change }: PlanDoneView): string {
  if (done.kind === 'not-undone') return 'Not taken back';
  return {
    moved: 'The date is changed',
    paused: 'The date is paused',
    resumed: 'The date is resumed',
    undone: 'Taken back',
  }[change.what];
}

function buttons({ done, change }: PlanDoneView): Action[] {
  const canUndo = done.kind === 'done' && change.what !== 'undone' && !change.isUndone;
  return [
    primary(submit(planShow, 'The plan', {})),
    ...(canUndo ? [execute(planUndo, 'Undo', { change: change.id })] : []),
  ];
}
