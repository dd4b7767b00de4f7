import type { AdaptiveCard } from '../../cards/card.ts';
import { reminderReferenceCard } from '../../cards/reminder-reference.ts';
import { readReference, shownReference } from '../../services/reminders/references.ts';
import { findReference } from '../../services/reminders/sent-cards.ts';
import { schoolOf } from '../../services/rollout/cohorts.ts';
import { describeDay } from '../../services/rollout/phases.ts';
import { surfaceOf } from '../reminder-views.ts';
import type { Router } from '../router.ts';
import { onlyServiceDesk } from '../service-desk.ts';
import { forReader, timeWords } from '../ticket-views.ts';
import type { ConversationDeps } from './deps.ts';

/** Only what looks like a reference: a question that begins with the word stays a question. */
const command = /^ref(erence)?[:\s]+([a-z0-9]{3,5}[\s-][a-z0-9]{3,5}|[a-z0-9]{6,10})$/i;

/** `reference KMPT-WX34`, for the service desk: whether that message is one of ours, when, about what, to which school. */
export function registerReferences(router: Router, deps: ConversationDeps): void {
  const show = onlyServiceDesk(deps, 'look up a reference', ({ text }) =>
    referenceCard(deps, command.exec(text.replace(/\?$/, ''))?.[2] ?? ''),
  );
  router.typed('reminder.reference', command, async (turn) => {
    await turn.send(await forReader(deps, turn.person.accountId, await show(turn)));
  });
}

async function referenceCard(deps: ConversationDeps, typed: string): Promise<AdaptiveCard> {
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
    when: describeDay(found.phaseDate),
    school: found.upn === undefined ? undefined : schoolOf(plan, found.upn)?.name,
  });
}
