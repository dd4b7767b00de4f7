import { plannedFor } from '../cards/words-dates.ts';
import { readReference } from '../services/reminders/references.ts';
import { findReference } from '../services/reminders/sent-cards.ts';
import { today } from '../services/rollout/calendar.ts';
import { describeDay, describeTold } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { Database } from '../services/store/database.ts';
import type { GenuineMessage } from './help/genuine.ts';

/** What anybody may be told of the message with a reference as it was typed; undefined where none was sent. */
export async function genuineMessage(
  { database, plan }: { database: Database; plan: RolloutPlan },
  typed: string,
): Promise<GenuineMessage | undefined> {
  const reference = readReference(typed);
  const found = reference && (await findReference(database, reference));
  if (!found) return undefined;
  const phase = plan.phases.find(({ id }) => id === found.phaseId);
  const surface = phase?.surface;
  const name =
    surface === 'client' ? 'installed Outlook' : surface === 'online' ? 'Outlook on the web' : 'MFA';
  return {
    sentOn: describeDay(today(plan, found.madeAt)),
    about: `${name}, ${plannedFor(describeTold(phase, found.phaseDate))}`,
  };
}
