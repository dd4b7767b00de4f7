import { execute } from './actions/action.ts';
import { planReasonMax, planRefresh, planTakeBack } from './actions/plan.ts';
import { type AdaptiveCard, card } from './card.ts';
import { faultPanel, header, note, primary, title, withoutInputs } from './elements.ts';
import { effectOf, type PlanEffectView } from './plan-preview.ts';
import { changeWords, type PlanChangeView } from './plan-words.ts';

/** A change of the plan before it is taken back. */
export interface PlanUndoView extends PlanEffectView {
  change: PlanChangeView;
  /** The reason as typed so far; empty where nothing was. */
  why: string;
  /** What has to be put right with it, a sentence each. */
  faults: string[];
}

/** What taking it back would do and to whom, and the reason that people then read. Nothing is changed before the button. */
export function planUndoCard(view: PlanUndoView): AdaptiveCard {
  const { change, why, faults, seen, serviceDesk } = view;
  return card(
    planUndoSummary(view),
    [
      ...header(`For the ${serviceDesk}`, view.phase),
      title('Take this change back?'),
      note(`Change ${change.id}: ${changeWords(change)}`, 'none'),
      ...faults.flatMap((each) => faultPanel(each)),
      ...effectOf(view),
      {
        type: 'Input.Text',
        id: 'why',
        label: `Why, in at most ${planReasonMax} characters`,
        isMultiline: true,
        isRequired: true,
        maxLength: planReasonMax,
        errorMessage: 'Give a reason. People are shown it.',
        ...(why === '' ? {} : { value: why }),
        spacing: 'medium',
      },
      note('Everybody can read the reason. Plain text: write no names of people.'),
    ],
    [
      primary(execute(planTakeBack, 'Take it back', { change: change.id, seen })),
      withoutInputs(execute(planRefresh, 'Back to the plan', {})),
    ],
  );
}

/** The same in plain words. */
export function planUndoSummary({
  change,
  phase,
  to = 'no date at present',
  faults: [first],
}: PlanUndoView): string {
  const asked = `Take change ${change.id} back? ${phase}: ${to}.`;
  return first === undefined ? `${asked} Nothing is changed yet.` : `${asked} Please check: ${first}`;
}
