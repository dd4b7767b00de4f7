import type { AdaptiveCard } from '../../../cards/card.ts';
import { dateMovedCard } from '../../../cards/date-moved.ts';
import type { DateMovedContent, MovedDate } from '../../../services/plan-changes/at-send.ts';
import { describeDate } from '../../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { contactView, whoView } from '../../views.ts';

/** "The date has changed", for somebody who was told another one. */
export function renderDateMoved(plan: RolloutPlan, { upn, moves }: DateMovedContent): AdaptiveCard {
  return dateMovedCard({
    who: whoView(plan, upn),
    organisation: plan.organisation,
    moves: moves.map(({ dated, from, why, changeId }) => ({
      surface: dated.phase.surface,
      from: wordsOf({ dated, from }),
      to: dated.phase.paused ? { kind: 'paused' } : { kind: 'date', when: describeDate(dated) },
      why,
      changeId,
    })),
    contact: contactView(plan),
  });
}

/** The former date in the precision that it was told in; undefined where a pause was told. */
function wordsOf({ dated: { phase }, from }: Pick<MovedDate, 'dated' | 'from'>): string | undefined {
  if (from === 'paused') return undefined;
  return describeDate({ phase: { ...phase, paused: false, date: from, waves: [] }, date: from });
}
