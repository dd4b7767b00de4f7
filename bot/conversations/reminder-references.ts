import type { AdaptiveCard } from '../../cards/card.ts';
import { reminderReferenceCard } from '../../cards/reminder-reference.ts';
import { readReference, referencePattern, shownReference } from '../../services/reminders/references.ts';
import { findReference } from '../../services/reminders/sent-cards.ts';
import { schoolOf } from '../../services/rollout/cohorts.ts';
import { describeTold } from '../../services/rollout/phases.ts';
import { genuineMessage } from '../genuine-message.ts';
import { rightsOf } from '../person.ts';
import { surfaceOf } from '../reminder-views.ts';
import type { Router } from '../router.ts';
import { forReader, timeWords } from '../ticket-views.ts';
import { contactView, helpAddressOf } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

const { half, between } = referencePattern;

/** Only what can be a reference, with the word before it or as it stands on a card: a question stays a question. */
const command = new RegExp(
  `^(?:ref(?:erence)?[:\\s]+${half}${between}?${half}|${half}[\\u2010-\\u2015-]${half})$`,
  'i',
);

/**
 * `reference KMPT-WX34`: whether that message is one of ours. The service desk is told when, about what and to which
 * school; everybody else what the help page tells anybody.
 */
export function registerReferences(router: Router, deps: ConversationDeps): void {
  router.typed('reminder.reference', command, async ({ text, person, send }) => {
    const typed = text.replace(/\?$/, '').replace(/^ref(erence)?[:\s]+/i, '');
    const isForDesk = (await rightsOf(deps, person)) === 'member';
    const made = await (isForDesk ? deskCard(deps, typed) : anybodysCard(deps, typed));
    await send(await forReader(deps, person.accountId, made));
  });
}

async function anybodysCard(deps: ConversationDeps, typed: string): Promise<AdaptiveCard> {
  const found = await genuineMessage(deps, typed);
  return reminderReferenceCard(
    found
      ? { kind: 'confirmed', ...found, helpAddress: helpAddressOf(deps.publicUrl) }
      : { kind: 'not-ours', contact: contactView(deps.plan) },
  );
}

async function deskCard(deps: ConversationDeps, typed: string): Promise<AdaptiveCard> {
  const { plan, database } = deps;
  const serviceDesk = plan.serviceDesk.name;
  const read = readReference(typed);
  const found = read && (await findReference(database, read));
  if (!found) return reminderReferenceCard({ kind: 'unknown', serviceDesk });
  return reminderReferenceCard({
    kind: 'genuine',
    serviceDesk,
    reference: shownReference(found.reference),
    at: timeWords(deps, found.madeAt),
    surface: surfaceOf(plan, found.phaseId),
    when: describeTold(
      plan.phases.find(({ id }) => id === found.phaseId),
      found.phaseDate,
    ),
    school: found.upn === undefined ? undefined : schoolOf(plan, found.upn)?.name,
  });
}
