import { statusCheck, statusShow } from '../../cards/actions/status.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { statusCard } from '../../cards/status.ts';
import { statusAsAllowed } from '../../services/directory/fresh-status.ts';
import { appPasswordGuideId, setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { type Said, saidOf } from '../../services/people/said.ts';
import { today } from '../../services/rollout/calendar.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';
import { answerWithinMs } from '../person.ts';
import type { Router } from '../router.ts';
import { notCoveredCard, strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import { contactView, effectView, saidView, statusView, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

/** `status`: what Microsoft says of this account at this moment, that it does not answer, or what its report said. */
export function registerStatus(router: Router, deps: ConversationDeps): void {
  const show = (turn: Turn) => currentStatus(deps, turn);
  router.typed('status', /^(my )?(mfa )?status$/i, async (turn) => {
    await turn.send(await show(turn));
  });
  router.pressed(statusShow, 'new-message', show);
  router.pressed(statusCheck, 'replace', show);
}

async function currentStatus(deps: ConversationDeps, { person }: Turn): Promise<AdaptiveCard> {
  const { account } = person;
  if (!account) return strangerCard(deps.plan);
  if (!person.cohort) return notCoveredCard(deps, person);
  const status = await statusAsAllowed(deps, account, answerWithinMs);
  return statusOf(deps, account.upn, { status, said: await saidOf(deps.database, account.id) });
}

function statusOf(
  deps: ConversationDeps,
  upn: string,
  { status, said }: { status: MfaStatus; said: Said },
): AdaptiveCard {
  const now = deps.clock.now();
  return statusCard({
    who: whoView(deps.plan, upn),
    status: statusView(deps.plan, status, now),
    effect: effectView(deps.plan, upn, status, today(deps.plan, now)),
    ...saidView(said),
    guide: setUpMfaGuideId,
    outlookGuide: appPasswordGuideId,
    contact: contactView(deps.plan),
  });
}
