import type { AdaptiveCard } from '../cards/card.ts';
import type { NextAction } from '../cards/standing.ts';
import { strangerCard as stranger } from '../cards/stranger.ts';
import { whereYouStandCard } from '../cards/where-you-stand.ts';
import type { Account } from '../services/directory/account.ts';
import { earlierStatus } from '../services/directory/fresh-status.ts';
import { setUpMfaGuideId } from '../services/guides/load-guide.ts';
import { loadPlace } from '../services/guides/places.ts';
import { appPasswordArticleId } from '../services/knowledge/article-ids.ts';
import { today } from '../services/rollout/calendar.ts';
import { isRegistered, type MfaStatus } from '../services/rollout/mfa-status.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { type Person, rightsOf } from './person.ts';
import { contactView, effectView, phaseViews, sourceView, statusView, whoView } from './views.ts';

export type StandingDeps = Pick<
  ConversationDeps,
  'plan' | 'database' | 'graph' | 'clock' | 'log' | 'guides' | 'serviceDeskGroupId'
>;

/**
 * The card of where a person stands, after an installation and for a greeting. `statusOf` says how the
 * status is come by: asked now, or what was learnt earlier.
 */
export async function whereYouStand(
  deps: StandingDeps,
  person: Person,
  options: { firstTime: boolean; statusOf(account: Account): Promise<MfaStatus> },
): Promise<AdaptiveCard> {
  const { account } = person;
  if (!account) return strangerCard(deps.plan);
  const now = deps.clock.now();
  const day = today(deps.plan, now);
  const [rights, status] = await Promise.all([
    rightsOf(deps, person),
    person.cohort ? options.statusOf(account) : undefined,
  ]);
  return whereYouStandCard({
    who: whoView(deps.plan, account.upn),
    organisation: deps.plan.organisation,
    firstTime: options.firstTime,
    serviceDesk: rights === 'member',
    standing: status
      ? {
          kind: 'covered',
          phases: phaseViews(deps.plan, account.upn, status, day),
          status: statusView(deps.plan, status, deps.clock.now()),
          effect: effectView(deps.plan, account.upn, status, day),
          next: await nextAction(deps, account.id, status),
        }
      : { kind: 'not-covered' },
    comingChanges: comingChanges(deps.plan, day),
    contact: contactView(deps.plan),
    source: sourceView(deps.plan),
  });
}

/** For an account that no cohort of the plan covers: told so kindly, with what it can still do. */
export function notCoveredCard(deps: StandingDeps, person: Person): Promise<AdaptiveCard> {
  return whereYouStand(deps, person, {
    firstTime: false,
    statusOf: (account) => earlierStatus(deps, account),
  });
}

/** For somebody whose account cannot be found just now. */
export function strangerCard(plan: RolloutPlan): AdaptiveCard {
  return stranger({ contact: contactView(plan) });
}

/** The one thing to do first, by what is known: it leads into the guide, to the status or to an explanation. */
export async function nextAction(
  deps: Pick<ConversationDeps, 'database' | 'guides'>,
  accountId: string,
  status: MfaStatus,
): Promise<NextAction> {
  const registered = isRegistered(status.methods);
  if (registered === true) {
    const isEnforced = status.state.kind === 'known' && status.state.state === 'enforced';
    return isEnforced ? { kind: 'app-password', article: appPasswordArticleId } : { kind: 'check-status' };
  }
  const guide = deps.guides.get(setUpMfaGuideId);
  const place = guide && (await loadPlace(deps.database, guide, accountId));
  if (place?.state === 'under-way' && place.stepId !== guide?.steps[0]?.id) {
    return { kind: 'continue-guide', guide: setUpMfaGuideId, step: place.stepId };
  }
  return registered === 'unknown'
    ? { kind: 'check-status' }
    : { kind: 'start-guide', guide: setUpMfaGuideId };
}

function comingChanges(plan: RolloutPlan, day: string): { title: string; when: string }[] {
  return plan.otherChanges
    .filter((change) => change.date === undefined || change.date >= day)
    .map((change) => ({ title: change.title, when: change.date ? describeDay(change.date) : change.when }));
}
