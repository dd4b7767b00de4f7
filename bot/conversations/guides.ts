import {
  guideBack,
  guideCheck,
  guideLater,
  guideNext,
  guideRestart,
  guideStart,
} from '../../cards/actions/guide.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { guideLaterCard } from '../../cards/guide-later.ts';
import { type GuideResult, guideResultCard } from '../../cards/guide-result.ts';
import { guideStepCard } from '../../cards/guide-step.ts';
import { checkNow } from '../../services/directory/statuses.ts';
import { type Press, stepAt, stepNumber } from '../../services/guides/engine.ts';
import type { Guide } from '../../services/guides/guide.ts';
import { setUpMfaGuideId } from '../../services/guides/load-guide.ts';
import {
  finishPlace,
  openPlace,
  pressPlace,
  type StoredPlace,
  type Walk,
} from '../../services/guides/places.ts';
import { appPasswordArticleId } from '../../services/knowledge/article-ids.ts';
import { describeTime, today } from '../../services/rollout/calendar.ts';
import { isRegistered, type MfaStatus } from '../../services/rollout/mfa-status.ts';
import { describeDate, phasesOf } from '../../services/rollout/phases.ts';
import { answerWithinMs, type Person } from '../person.ts';
import type { Router } from '../router.ts';
import { strangerCard } from '../standing-card.ts';
import type { Turn } from '../turn.ts';
import { contactView, effectView, secondSteps, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';

type KnownPerson = Person & { account: NonNullable<Person['account']> };

const setUpMfa =
  /^(how (do|can) i )?(please )?(set ?up|start|begin|continue|register( for)?|turn on|enable)( (my|the))? (mfa|2fa|multi[- ]?factor( authentication)?|two[- ]?(factor|step)( (authentication|verification))?|(microsoft )?authenticator( app)?)$/i;
const setUpOnly = /^(set ?up|mfa set ?up)$/i;

const olderCard = 'That was an older card. This is where you are now.';
const welcomeBack = 'You were here last time.';

/** The guide that sets up MFA: one card that updates in place, with the place kept for days and over restarts. */
export function registerGuides(router: Router, deps: ConversationDeps): void {
  const withGuide =
    <Payload extends { guide: string }>(handle: (known: Known, payload: Payload) => Promise<AdaptiveCard>) =>
    async ({ person }: Turn, payload: Payload): Promise<AdaptiveCard> => {
      if (!isKnown(person)) return strangerCard(deps.plan);
      // A guide that a later version of the product no longer has is answered with the one that it has.
      const guide = deps.guides.get(payload.guide) ?? firstGuide(deps);
      return handle({ deps, person, guide }, payload);
    };

  const open = withGuide((known) => openGuide(known));
  for (const pattern of [setUpMfa, setUpOnly]) {
    router.typed('guide.start', pattern, async (turn) => {
      await turn.send(await open(turn, { guide: setUpMfaGuideId }));
    });
  }
  router.pressed(guideStart, 'new-message', open);
  for (const [entry, kind] of [
    [guideNext, 'next'],
    [guideBack, 'back'],
    [guideRestart, 'restart'],
  ] as const) {
    router.pressed(
      entry,
      'replace',
      withGuide((known, { step, version }: { guide: string; step: string; version: number }) =>
        pressStep(known, { kind, fromStep: step, version }),
      ),
    );
  }
  router.pressed(
    guideCheck,
    'replace',
    withGuide((known) => checkRegistration(known)),
  );
  router.pressed(
    guideLater,
    'replace',
    withGuide((known) => putAway(known)),
  );
}

interface Known {
  deps: ConversationDeps;
  person: KnownPerson;
  guide: Guide;
}

async function openGuide(known: Known): Promise<AdaptiveCard> {
  const { place, resumed } = await openPlace(known.deps.database, walkOf(known));
  const isUnderWay = resumed && place.stepId !== known.guide.steps[0]?.id;
  return stepCard(known, place, isUnderWay ? welcomeBack : undefined);
}

async function pressStep(known: Known, press: Press): Promise<AdaptiveCard> {
  const { place, moved } = await pressPlace(known.deps.database, walkOf(known), press);
  // The second of two quick presses finds the place one version on: the step it wanted is already there.
  const isSecondPress = place.version === press.version + 1;
  return stepCard(known, place, moved || isSecondPress ? undefined : olderCard);
}

async function putAway(known: Known): Promise<AdaptiveCard> {
  const { plan, clock, database } = known.deps;
  const { upn } = known.person.account;
  const { place } = await openPlace(database, walkOf(known));
  const day = today(plan, clock.now());
  const ahead = phasesOf(plan, upn).find(({ phase, date }) => phase.surface === 'online' && date > day);
  return guideLaterCard({
    who: whoView(plan, upn),
    place: placeView(place),
    guideTitle: known.guide.title,
    by: ahead && describeDate(ahead),
  });
}

/** Asks Graph now; only its yes ends the guide. An old card may ask too: the answer is true all the same. */
async function checkRegistration(known: Known): Promise<AdaptiveCard> {
  const { deps, person, guide } = known;
  const status = await checkNow(deps, person.account, answerWithinMs);
  const isDone = isRegistered(status.methods) === true;
  const place = isDone
    ? await finishPlace(deps.database, walkOf(known))
    : (await openPlace(deps.database, walkOf(known))).place;
  return guideResultCard({
    who: whoView(deps.plan, person.account.upn),
    place: placeView(place),
    guideTitle: guide.title,
    result: resultOf(deps, person.account.upn, status),
    contact: contactView(deps.plan),
  });
}

function resultOf({ plan, clock }: ConversationDeps, upn: string, status: MfaStatus): GuideResult {
  const now = clock.now();
  const { methods } = status;
  if (methods.kind === 'unknown') return { kind: 'unanswered', at: describeTime(plan, now, now) };
  const at = describeTime(plan, methods.asOf, now);
  if (isRegistered(methods) !== true) {
    return { kind: 'not-yet', at, link: { title: 'Open security info', url: plan.securityInfoUrl } };
  }
  const effect = effectView(plan, upn, status, today(plan, now));
  const needsAppPassword = effect.client.kind === 'needs-app-password' && plan.appPasswords === 'accepted';
  return {
    kind: 'done',
    methods: secondSteps(methods.methods),
    at,
    effect,
    appPasswordArticle: needsAppPassword ? appPasswordArticleId : undefined,
  };
}

function stepCard(
  { deps, person, guide }: Known,
  place: StoredPlace,
  note: string | undefined,
): AdaptiveCard {
  const step = stepAt(guide, place);
  const { n, of } = stepNumber(guide, step.id);
  return guideStepCard({
    who: whoView(deps.plan, person.account.upn),
    place: placeView(place),
    guideTitle: guide.title,
    number: n,
    of,
    title: step.title,
    text: step.text,
    list: step.list,
    tip: step.tip,
    link: step.link,
    end: step.check ? 'check' : 'next',
    note,
  });
}

function placeView(place: StoredPlace) {
  return { guide: place.guideId, step: place.stepId, version: place.version };
}

function walkOf({ deps, person, guide }: Known): Walk {
  return { guide, accountId: person.account.id, now: deps.clock.now() };
}

function isKnown(person: Person): person is KnownPerson {
  return person.account !== undefined;
}

function firstGuide({ guides }: ConversationDeps): Guide {
  const [guide] = guides.values();
  if (!guide) throw new Error('No guide is loaded: the product ships with at least one.');
  return guide;
}
