import type { AdaptiveCard } from '../../../cards/card.ts';
import { reminderDoneCard } from '../../../cards/reminder-done.ts';
import { reminderMovedCard } from '../../../cards/reminder-moved.ts';
import { reminderSupersededCard } from '../../../cards/reminder-superseded.ts';
import type { NextAction } from '../../../cards/standing.ts';
import type { Account } from '../../../services/directory/account.ts';
import type { SentCard } from '../../../services/reminders/sent-cards.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import type { SaidByKeepers } from '../../../services/rollout/readiness.ts';
import type { ConversationDeps } from '../../conversations/deps.ts';
import { doneView, movedView } from '../../reminder-views.ts';
import { whoView } from '../../views.ts';

/** The card of a sent reminder in the form that it is to show; undefined for an open one, which shows the reminder itself. */
export function renderReminderForm(
  { plan, clock }: Pick<ConversationDeps, 'plan' | 'clock'>,
  content: { card: SentCard; account: Account; status: MfaStatus; said: SaidByKeepers; next: NextAction },
): AdaptiveCard | undefined {
  const { card, account, status, said, next } = content;
  switch (card.form) {
    case 'open':
      return undefined;
    case 'done':
      return reminderDoneCard(
        doneView({ plan, clock }, account, { deliveryId: card.deliveryId, status, said }),
      );
    case 'moved':
      return reminderMovedCard(movedView(plan, account, { card, next }));
    case 'superseded':
      return reminderSupersededCard({ who: whoView(plan, account.upn) });
  }
}
