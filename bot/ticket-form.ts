import { randomUUID } from 'node:crypto';
import type { AdaptiveCard } from '../cards/card.ts';
import { ticketWriteCard } from '../cards/ticket-write.ts';
import { questionText } from '../services/learning/asked.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import type { Person } from './person.ts';
import { strangerCard } from './standing-card.ts';
import type { FoundPlace } from './ticket-place.ts';
import { forReader, stuckAt, type Unsent } from './ticket-views.ts';
import { contactView } from './views.ts';

/** The form to write to the service desk; it begins with the kept question where one was asked in vain. */
export async function ticketForm(
  deps: ConversationDeps,
  { accountId, account }: Person,
  { question }: { question?: string | undefined },
): Promise<AdaptiveCard> {
  if (!account) return strangerCard(deps.plan);
  const unsent = question === undefined ? undefined : await questionText(deps.database, question);
  return forReader(deps, accountId, writeCard(deps, account.upn, { unsent }));
}

/** The form as it stands, with the place where somebody is stuck and what they typed already. */
export function writeCard(
  deps: ConversationDeps,
  address: string,
  form: Unsent & { place?: FoundPlace; walk?: string | undefined; version?: number | undefined },
): AdaptiveCard {
  const { place, walk, version } = form;
  const stuck = place?.kind === 'step' ? stuckAt(deps, { place, keeperId: place.keeperId }) : undefined;
  return ticketWriteCard({
    address,
    requestId: randomUUID(),
    stuck: stuck && { ...stuck, walk, version },
    text: form.unsent,
    fault: form.fault,
    contact: contactView(deps.plan),
  });
}
