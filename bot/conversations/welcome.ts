import { freshStatus } from '../../services/directory/fresh-status.ts';
import { answerWithinMs } from '../person.ts';
import type { Router } from '../router.ts';
import { whereYouStand } from '../standing-card.ts';
import type { ConversationDeps } from './deps.ts';

/** A greeting is answered like an installation: with where this person stands. */
export function registerWelcome(router: Router, deps: ConversationDeps): void {
  router.typed('welcome', /^(hi|hello|hey|good (morning|afternoon|evening)|start)$/i, async (turn) => {
    const card = await whereYouStand(deps, turn.person, {
      firstTime: false,
      statusOf: (account) => freshStatus(deps, account, answerWithinMs),
    });
    await turn.send(card);
  });
}
