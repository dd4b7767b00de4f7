import {
  reminderDone,
  reminderGenuine,
  reminderHelp,
  reminderMore,
  reminderOutlook,
  reminderSnooze,
  reminderSuspicious,
} from '../../cards/actions/reminder.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { reminderGenuineCard } from '../../cards/reminder-genuine.ts';
import { reminderMoreCard } from '../../cards/reminder-more.ts';
import { reminderReportedCard } from '../../cards/reminder-reported.ts';
import { onDate } from '../../cards/words-dates.ts';
import { shownReference } from '../../services/reminders/references.ts';
import { noteReport } from '../../services/reminders/sent-cards.ts';
import { describeTold } from '../../services/rollout/phases.ts';
import { openTicket } from '../../services/tickets/tickets.ts';
import { reportRequestId } from '../reminder-views.ts';
import type { Answer, Router } from '../router.ts';
import { writeCard } from '../ticket-form.ts';
import { forReader } from '../ticket-views.ts';
import { contactView, helpAddressOf, sourceView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';
import { checkDone, sayOutlook } from './reminder-check.ts';
import { aboutOf, type OwnReminder, ofOwnReminder, sentOn } from './reminder-own.ts';
import { registerReferences } from './reminder-references.ts';
import { choiceCard, putOff, snoozeWords, typedSnooze } from './reminder-snooze.ts';

/** The buttons of a reminder, `snooze`, and the service desk's `reference`. */
export function registerReminders(router: Router, deps: ConversationDeps): void {
  const below =
    (make: (own: OwnReminder) => AdaptiveCard | Promise<AdaptiveCard>) => async (own: OwnReminder) =>
      ({ newMessage: await forReader(deps, own.person.account.id, await make(own)) }) satisfies Answer;

  router.pressed(
    reminderDone,
    'replace',
    ofOwnReminder(deps, (own, _payload, turn) => checkDone(deps, own, turn)),
  );
  router.pressed(
    reminderSnooze,
    'replace',
    ofOwnReminder(deps, (own, { until }: { reminder: string; until: 'tomorrow' | 'three-days' | 'week' }) =>
      putOff(deps, own, until),
    ),
  );
  router.pressed(
    reminderOutlook,
    'replace',
    ofOwnReminder(
      deps,
      (own, { word }: { reminder: string; word: 'works' | 'not-working' }, { cardActivityId }) =>
        sayOutlook(deps, own, { word, cardActivityId }),
    ),
  );
  router.pressed(
    reminderMore,
    'new-message',
    ofOwnReminder(deps, (own, { part }: { reminder: string; part: 'snooze' | 'more' }) =>
      below((of) => (part === 'snooze' ? choiceCard(deps, of) : moreCard(deps, of)))(own),
    ),
  );
  router.pressed(
    reminderHelp,
    'new-message',
    ofOwnReminder(
      deps,
      below((own) => helpForm(deps, own)),
    ),
  );
  router.pressed(
    reminderGenuine,
    'new-message',
    ofOwnReminder(
      deps,
      below((own) => genuineCard(deps, own)),
    ),
  );
  router.pressed(
    reminderSuspicious,
    'new-message',
    ofOwnReminder(
      deps,
      below((own) => report(deps, own)),
    ),
  );
  router.typed('reminder.snooze', snoozeWords, (turn) => typedSnooze(deps, turn));
  registerReferences(router, deps);
}

function moreCard({ plan }: ConversationDeps, { person, card }: OwnReminder): AdaptiveCard {
  return reminderMoreCard({ reminder: card.deliveryId, who: whoView(plan, person.account.upn) });
}

/** The form that every question to the service desk begins with, with the reminder as its first line. */
function helpForm(deps: ConversationDeps, own: OwnReminder): AdaptiveCard {
  return writeCard(deps, own.person.account.upn, {
    unsent: `About the reminder ${factsOf(deps, own)}:\n`,
  });
}

function genuineCard({ plan, publicUrl }: ConversationDeps, { person, card }: OwnReminder): AdaptiveCard {
  return reminderGenuineCard({
    reminder: card.deliveryId,
    who: whoView(plan, person.account.upn),
    organisation: plan.organisation,
    reference: shownReference(card.reference),
    source: sourceView(plan),
    serviceDesk: plan.serviceDesk.name,
    helpAddress: helpAddressOf(publicUrl),
  });
}

/** A ticket with what is known of the message. Reported again it is the same ticket, and the person is told so. */
async function report(deps: ConversationDeps, own: OwnReminder): Promise<AdaptiveCard> {
  const { database, clock, plan } = deps;
  const accountId = own.person.account.id;
  const { deliveryId } = own.card;
  const outcome = await openTicket(database, {
    accountId,
    requestId: reportRequestId(deliveryId),
    text: `This reminder looks suspicious to me: ${factsOf(deps, own)}. The bot has a record of sending it.`,
    now: clock.now(),
  });
  if (outcome.kind === 'unknown') throw new Error('A report of a reminder was neither opened nor found.');
  const isFirst = await noteReport(database, { deliveryId, now: clock.now() });
  return reminderReportedCard({
    who: whoView(plan, own.person.account.upn),
    number: outcome.ticket.number,
    isKnown: !isFirst,
    contact: contactView(plan),
  });
}

/** 'KMPT-WX34, sent on Friday 9 November 2018, about Outlook on the web in the week of Monday 3 December 2018' */
function factsOf({ plan }: ConversationDeps, own: OwnReminder): string {
  const { card } = own;
  const name = aboutOf(plan, own).surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
  const when = describeTold(
    plan.phases.find(({ id }) => id === card.phaseId),
    card.phaseDate,
  );
  return `${shownReference(card.reference)}, sent on ${sentOn(plan, card)}, about ${name} ${onDate(when)}`;
}
