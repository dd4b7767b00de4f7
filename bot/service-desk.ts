import type { AdaptiveCard } from '../cards/card.ts';
import { refusalCard } from '../cards/refusal.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { rightsOf } from './person.ts';
import type { Answer } from './router.ts';
import { forReader } from './ticket-views.ts';
import type { Turn } from './turn.ts';
import { contactView } from './views.ts';

/**
 * Lets a handler run only for members of the service desk, asked of Graph at this very action; everybody else, and
 * everybody while Graph does not answer, gets a refusal. `wanted` stands after "To": 'send a notice'.
 */
export function onlyServiceDesk<Rest extends unknown[]>(
  deps: ConversationDeps,
  wanted: string,
  handle: (turn: Turn, ...rest: Rest) => Promise<AdaptiveCard>,
): (turn: Turn, ...rest: Rest) => Promise<AdaptiveCard> {
  return async (turn, ...rest) => {
    const rights = await rightsOf(deps, turn.person);
    if (rights === 'member') return handle(turn, ...rest);
    const kind = rights === 'not-member' ? 'not-a-member' : rights;
    return refusalCard({ kind, wanted, contact: contactView(deps.plan) });
  };
}

/**
 * The card of what was asked for, or a refusal. A refusal stands below the pressed card, which may hold an answer that
 * took ten minutes to write: Graph may only be slow. `wanted` stands after "To".
 */
export async function answerForDesk(
  deps: ConversationDeps,
  { turn, wanted }: { turn: Turn; wanted: string },
  handle: () => Promise<AdaptiveCard>,
): Promise<{ card: AdaptiveCard; answer: Answer }> {
  let isAllowed = false;
  const made = await onlyServiceDesk(deps, wanted, () => {
    isAllowed = true;
    return handle();
  })(turn);
  const card = await forReader(deps, turn.person.accountId, made);
  return { card, answer: isAllowed && card === made ? card : { newMessage: card } };
}
