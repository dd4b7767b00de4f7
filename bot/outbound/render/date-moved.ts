import type { AdaptiveCard } from '../../../cards/card.ts';
import { dateMovedCard } from '../../../cards/date-moved.ts';
import type { DateMovedContent } from '../../../services/plan-changes/at-send.ts';
import { describeDate, describeTold } from '../../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { contactView, whoView } from '../../views.ts';

/** "The date has changed", for somebody who was told another one, with a reference that others can confirm. */
export function renderDateMoved(
  plan: RolloutPlan,
  { upn, moves }: DateMovedContent,
  reference: string,
): AdaptiveCard {
  return dateMovedCard({
    who: whoView(plan, upn),
    organisation: plan.organisation,
    reference,
    moves: moves.map(({ dated, from, why }) => ({
      surface: dated.phase.surface,
      from: from === 'paused' ? undefined : describeTold(dated.phase, from),
      to: dated.phase.paused ? { kind: 'paused' } : { kind: 'date', when: describeDate(dated) },
      why,
    })),
    contact: contactView(plan),
  });
}
