import { readReference } from '../services/reminders/references.ts';
import { findReference } from '../services/reminders/sent-cards.ts';
import { today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { Database } from '../services/store/database.ts';
import type { GenuineMessage } from './help/genuine.ts';
import { surfaceOf } from './reminder-views.ts';

/** What anybody may be told of the message with a reference as it was typed; undefined where none was sent. */
export async function genuineMessage(
  { database, plan }: { database: Database; plan: RolloutPlan },
  typed: string,
): Promise<GenuineMessage | undefined> {
  const reference = readReference(typed);
  const found = reference && (await findReference(database, reference));
  if (!found) return undefined;
  const surface = surfaceOf(plan, found.phaseId);
  const name =
    surface === 'client' ? 'installed Outlook' : surface === 'online' ? 'Outlook on the web' : 'MFA';
  return {
    sentOn: describeDay(today(plan, found.madeAt)),
    about: `${name}, planned for ${describeDay(found.phaseDate)}`,
  };
}
