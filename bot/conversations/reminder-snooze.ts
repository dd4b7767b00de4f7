import type { AdaptiveCard } from '../../cards/card.ts';
import { reminderSnoozeCard } from '../../cards/reminder-snooze.ts';
import { latestCard } from '../../services/reminders/sent-cards.ts';
import type { SnoozeChoice } from '../../services/reminders/snooze-days.ts';
import { snooze } from '../../services/reminders/snoozes.ts';
import { today } from '../../services/rollout/calendar.ts';
import { describeDay } from '../../services/rollout/phases.ts';
import { isKnown } from '../guides/walker.ts';
import { offerFor, snoozeView } from '../reminder-views.ts';
import type { Answer } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import { forReader } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import { whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';
import { aboutOf, inPlace, movedCard, nextFor, type OwnReminder } from './reminder-own.ts';

/** What is typed to put the newest reminder off. */
export const snoozeWords =
  /^(please )?(snooze( (it|this|the reminder))?|remind me (later|again)( please)?)$/i;

/** `snooze`: the days to which the account's newest reminder can be put off. */
export async function typedSnooze(deps: ConversationDeps, { person, send }: Turn): Promise<void> {
  if (!isKnown(person)) return void (await send(strangerCard(deps.plan)));
  const accountId = person.account.id;
  const newest = await latestCard(deps.database, accountId);
  const card =
    newest === undefined || newest.form === 'done'
      ? reminderSnoozeCard({ kind: 'no-reminder', who: whoView(deps.plan, person.account.upn) })
      : await choiceCard(deps, { person, card: newest });
  await send(await forReader(deps, accountId, card));
}

/** The days that can be chosen for a reminder now, or why there is none. */
export async function choiceCard(deps: ConversationDeps, own: OwnReminder): Promise<AdaptiveCard> {
  const { plan, clock } = deps;
  const offer = await offerFor(deps, ofOffer(own));
  if (offer.kind === 'none') return refusedCard(deps, own, offer.why);
  const view = snoozeView(offer, today(plan, clock.now()));
  if (view.kind === 'none') return refusedCard(deps, own, 'deadline');
  return reminderSnoozeCard({
    ...view,
    reminder: own.card.deliveryId,
    ...aboutOf(plan, own),
  });
}

/**
 * Puts the account's reminders off to the chosen day, as that day is now: a choice that a stale card still shows, past the
 * date or once too often, is refused and nothing changes. Pressed twice it counts once.
 */
export async function putOff(
  deps: ConversationDeps,
  own: OwnReminder,
  choice: SnoozeChoice,
): Promise<Answer> {
  const { plan, database, clock } = deps;
  const { card, person } = own;
  const accountId = person.account.id;
  const now = clock.now();
  const offer = await offerFor(deps, ofOffer(own));
  if (offer.kind === 'none') return inPlace(deps, accountId, await refusedCard(deps, own, offer.why));
  const chosen = offer.options.find((option) => option.choice === choice);
  if (!chosen) return inPlace(deps, accountId, await refusedCard(deps, own, 'not-that-day'));
  const isKept = await snooze(
    database,
    {
      accountId,
      deliveryId: card.deliveryId,
      phaseId: card.phaseId,
      phaseDate: card.phaseDate,
      untilDay: chosen.day,
      now,
    },
    plan.reminders.snoozesPerPhase,
  );
  if (!isKept) return inPlace(deps, accountId, await refusedCard(deps, own, 'used-up'));
  const made = reminderSnoozeCard({
    kind: 'snoozed',
    reminder: card.deliveryId,
    day: describeDay(chosen.day),
    time: plan.reminders.time,
    snooze: snoozeView(offer, today(plan, now)),
    next: await nextFor(deps, person),
    ...aboutOf(plan, own),
  });
  return inPlace(deps, accountId, made);
}

async function refusedCard(
  deps: ConversationDeps,
  own: OwnReminder,
  why: 'deadline' | 'used-up' | 'not-that-day' | 'date-changed',
): Promise<AdaptiveCard> {
  if (why === 'date-changed') return movedCard(deps, own);
  return reminderSnoozeCard({
    kind: 'refused',
    why,
    next: await nextFor(deps, own.person),
    ...aboutOf(deps.plan, own),
  });
}

function ofOffer({ person, card }: OwnReminder) {
  return { accountId: person.account.id, upn: person.account.upn, card };
}
