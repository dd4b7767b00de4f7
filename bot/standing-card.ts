import type { AdaptiveCard } from '../cards/card.ts';
import type { NextAction } from '../cards/standing.ts';
import { strangerCard as stranger } from '../cards/stranger.ts';
import { whereYouStandCard } from '../cards/where-you-stand.ts';
import type { Account } from '../services/directory/account.ts';
import { earlierStatus } from '../services/directory/fresh-status.ts';
import { notAllowed } from '../services/directory/why-unknown.ts';
import { appPasswordGuideId, setUpMfaGuideId } from '../services/guides/guide-ids.ts';
import { walkIn } from '../services/guides/walks.ts';
import { saidOf } from '../services/people/said.ts';
import { today } from '../services/rollout/calendar.ts';
import { isRegistered, type MfaStatus } from '../services/rollout/mfa-status.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { SaidByKeepers } from '../services/rollout/readiness.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { type Person, rightsOf } from './person.ts';
import { contactView, effectView, phaseViews, saidView, sourceView, statusView, whoView } from './views.ts';

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
  const [rights, said, status] = await Promise.all([
    rightsOf(deps, person),
    saidOf(deps.database, account.id),
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
          ...saidView(said),
          next: await nextAction(deps, account.id, { status, said }),
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

/** The one thing to do first, by what is known: it leads into a guide, or to the status. */
export async function nextAction(
  { database }: Pick<ConversationDeps, 'database'>,
  accountId: string,
  facts: { status: MfaStatus; said: SaidByKeepers },
): Promise<NextAction> {
  const { status, said } = facts;
  const registered = isRegistered(status.methods);
  if (registered === true) return nextWhenRegistered(status, said);
  const walk = await walkIn(database, { accountId, guideId: setUpMfaGuideId });
  const step = walk?.trail.at(-1);
  // A keeper's own walk is not meant: whose step it is, the card of a shared account cannot know.
  if (walk?.state === 'under-way' && walk.trail.length > 1 && step) {
    return { kind: 'continue-guide', guide: setUpMfaGuideId, step };
  }
  const { methods } = status;
  // Where this app may not ask, asking again leads nowhere.
  return methods.kind === 'unknown' && methods.why !== notAllowed
    ? { kind: 'check-status' }
    : { kind: 'start-guide', guide: setUpMfaGuideId };
}

function nextWhenRegistered({ state }: MfaStatus, said: SaidByKeepers): NextAction {
  if (said.waitingKeepers.length > 0) return { kind: 'keepers', guide: setUpMfaGuideId };
  const isEnforced = state.kind === 'known' && state.state === 'enforced';
  const isSettled = said.outlook === 'works' || said.outlook === 'not-needed';
  if (said.outlook === 'not-working' || (isEnforced && !isSettled)) {
    return { kind: 'app-password', guide: appPasswordGuideId };
  }
  return { kind: 'check-status' };
}

function comingChanges(plan: RolloutPlan, day: string): { title: string; when: string }[] {
  return plan.otherChanges
    .filter((change) => change.date === undefined || change.date >= day)
    .map((change) => ({ title: change.title, when: change.date ? describeDay(change.date) : change.when }));
}
