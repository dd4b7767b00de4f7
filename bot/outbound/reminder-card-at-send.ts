import type { AdaptiveCard } from '../../cards/card.ts';
import type { Delivery } from '../../services/deliveries/delivery.ts';
import { type DirectoryDeps, knownAccount } from '../../services/directory/accounts.ts';
import { earlierStatus } from '../../services/directory/fresh-status.ts';
import { saidOf } from '../../services/people/said.ts';
import { findCard } from '../../services/reminders/sent-cards.ts';
import type { ConversationDeps } from '../conversations/deps.ts';
import { nextAction } from '../standing-card.ts';
import { forReader } from '../ticket-views.ts';
import type { AtSend } from './at-send.ts';
import { renderReminderForm } from './render/reminder-card.ts';

/**
 * The form that a sent reminder's card is to show now. One that has changed again meanwhile has an edit of its own. Nothing
 * is asked of Microsoft for it: what is stored decided that it changes.
 */
export async function reminderCardAtSend(
  deps: DirectoryDeps & Pick<ConversationDeps, 'plan' | 'database' | 'clock' | 'guides'>,
  { accountId, subject }: Delivery,
): Promise<AtSend<AdaptiveCard>> {
  const { plan, database, clock } = deps;
  const { reminderId = '', form, shown } = subject;
  const card = await findCard(database, { accountId, deliveryId: reminderId });
  if (!card || card.form !== form || card.shown !== shown) return { kind: 'skip', why: 'no-longer-needed' };
  const account = await knownAccount(database, accountId);
  if (!account) return { kind: 'skip', why: 'account-gone' };
  const [status, said] = await Promise.all([earlierStatus(deps, account), saidOf(database, accountId)]);
  const next = await nextAction(deps, accountId, { status, said });
  const made = renderReminderForm({ plan, clock }, { card, account, status, said, next });
  if (!made) return { kind: 'skip', why: 'no-longer-needed' };
  return { kind: 'send', content: await forReader(deps, accountId, made) };
}
