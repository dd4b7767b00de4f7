import type { Delivery } from '../../services/deliveries/delivery.ts';
import { noteSendingDay, wasSentOnDay } from '../../services/deliveries/sent-today.ts';
import { type DirectoryDeps, knownAccount } from '../../services/directory/accounts.ts';
import { type DateMovedContent, decideDateMoved } from '../../services/plan-changes/at-send.ts';
import { allChanges } from '../../services/plan-changes/changes.ts';
import { messagesTold, noteTold } from '../../services/plan-changes/told.ts';
import { today } from '../../services/rollout/calendar.ts';
import { schoolOf } from '../../services/rollout/cohorts.ts';
import { toldDateOf } from '../../services/rollout/live-plan.ts';
import type { AtSend } from './at-send.ts';

/** Whether an account is told that a date has changed, with what holds at this moment. */
export async function dateMovedAtSend(
  { plan, clock, database }: Pick<DirectoryDeps, 'plan' | 'clock' | 'database'>,
  delivery: Delivery,
): Promise<AtSend<DateMovedContent>> {
  const account = await knownAccount(database, delivery.accountId);
  if (!account) return { kind: 'skip', why: 'account-gone' };
  const now = clock.now();
  const day = today(plan, now);
  const domain = schoolOf(plan, account.upn)?.domain;
  const { phaseId = '', changeId = '' } = delivery.subject;
  const decision = decideDateMoved({
    plan,
    changes: await allChanges(database),
    upn: account.upn,
    domain,
    isEnabled: account.enabled,
    messages: (await messagesTold(database, [account.id])).get(account.id) ?? [],
    wasToldToday: await wasSentOnDay(database, delivery, day),
    subject: { phaseId, changeId: Number(changeId) },
    now,
  });
  if (decision.kind !== 'send') return decision;
  // What the message says counts as told once it has arrived.
  await noteTold(
    database,
    delivery.id,
    decision.content.moves.map(({ dated: { phase } }) => ({
      phaseId: phase.id,
      date: toldDateOf(phase, domain),
    })),
  );
  await noteSendingDay(database, delivery, day);
  return decision;
}
