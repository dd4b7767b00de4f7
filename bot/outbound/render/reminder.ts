import type { AdaptiveCard } from '../../../cards/card.ts';
import { reminderCard } from '../../../cards/reminder.ts';
import type { NextAction } from '../../../cards/standing.ts';
import type { ReminderContent, StandingPhase } from '../../../services/reminders/at-send.ts';
import { today } from '../../../services/rollout/calendar.ts';
import { describeDate } from '../../../services/rollout/phases.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import type { ReminderParts } from '../../reminder-views.ts';
import { contactView, effectWords, saidView, sourceView, statusView, whoView } from '../../views.ts';

/** A reminder as its card. `next` is where its button leads, `parts` what its card has beside it. */
export function renderReminder(
  plan: RolloutPlan,
  { reminder, next }: { reminder: ReminderContent; next: NextAction },
  parts: ReminderParts,
): AdaptiveCard {
  const view = ({ dated, standing }: StandingPhase) => ({
    surface: dated.phase.surface,
    when: describeDate(dated),
    standing,
  });
  const status = statusView(plan, reminder.status, reminder.now);
  return reminderCard({
    ...parts,
    who: whoView(plan, reminder.upn),
    organisation: plan.organisation,
    phase: view(reminder.main),
    others: reminder.others.map(view),
    // Before a date has come the state is not asked for, so that the budget serves more accounts.
    status: status.state.kind === 'unknown' ? { ...status, state: { kind: 'not-asked' } } : status,
    effect: effectWords(plan, reminder.effect, today(plan, reminder.now)),
    ...saidView(reminder.said),
    next,
    contact: contactView(plan),
    source: sourceView(plan),
  });
}
