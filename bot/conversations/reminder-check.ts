import type { AdaptiveCard } from '../../cards/card.ts';
import { type ReminderCheck, reminderCheckCard } from '../../cards/reminder-check.ts';
import { reminderDoneCard } from '../../cards/reminder-done.ts';
import { statusAsAllowed } from '../../services/directory/fresh-status.ts';
import { notAllowed } from '../../services/directory/why-unknown.ts';
import { appPasswordGuideId } from '../../services/guides/guide-ids.ts';
import { recordOutlookWord } from '../../services/people/outlook-words.ts';
import { type Said, saidOf } from '../../services/people/said.ts';
import { noteForm } from '../../services/reminders/sent-cards.ts';
import { describeTime } from '../../services/rollout/calendar.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';
import { phasesOf } from '../../services/rollout/phases.ts';
import { type Readiness, readinessFor } from '../../services/rollout/readiness.ts';
import { openGuide } from '../guides/open.ts';
import { walkerOf } from '../guides/walker.ts';
import { answerWithinMs } from '../person.ts';
import { doneView } from '../reminder-views.ts';
import type { Answer } from '../router.ts';
import { nextAction } from '../standing-card.ts';
import { forReader } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import { contactView, countedSecondSteps, whoView } from '../views.ts';
import type { ConversationDeps } from './deps.ts';
import { inPlace, movedCard, type OwnReminder } from './reminder-own.ts';

/**
 * "I've done it": asks Microsoft at once. Only its yes, with everybody's on a shared account, turns the card into the done
 * card; else it says what Microsoft sees and what to do.
 */
export async function checkDone(
  deps: ConversationDeps,
  own: OwnReminder,
  { cardActivityId }: Pick<Turn, 'cardActivityId'>,
): Promise<Answer> {
  const { database, plan } = deps;
  const { account } = own.person;
  const phase = phasesOf(plan, account.upn).find((dated) => dated.phase.id === own.card.phaseId);
  const shown = answerTo(deps, own, cardActivityId);
  if (!phase) return shown(await movedCard(deps, own));
  const [status, said] = await Promise.all([
    statusAsAllowed(deps, account, answerWithinMs),
    saidOf(database, account.id),
  ]);
  const readiness = readinessFor(phase.phase, status, said);
  if (readiness.kind === 'ready') return done(deps, own, { status, said, cardActivityId });
  return shown(
    reminderCheckCard({
      reminder: own.card.deliveryId,
      who: whoView(plan, account.upn),
      check: checkOf(deps, readiness, { status, said }),
      next:
        readiness.kind === 'unknown'
          ? { kind: 'none' }
          : await nextAction(deps, account.id, { status, said }),
      contact: contactView(plan),
    }),
  );
}

/** Whether installed Outlook works, in the person's own word: after a yes all is checked, a no opens the guide below it. */
export async function sayOutlook(
  deps: ConversationDeps,
  own: OwnReminder,
  { word, cardActivityId }: { word: 'works' | 'not-working'; cardActivityId: string | undefined },
): Promise<Answer> {
  const { database, clock, guides } = deps;
  const { account } = own.person;
  await recordOutlookWord(database, { accountId: account.id, word, now: clock.now() });
  const guide = guides.get(appPasswordGuideId);
  if (word === 'not-working' && guide) {
    return { newMessage: await openGuide(await walkerOf(deps, own.person, guide), {}) };
  }
  // The word alone makes nobody done: the rest may be missing, as far as Microsoft sees.
  return checkDone(deps, own, { cardActivityId });
}

/** In the pressed card's place; below a school card, of which the reminder is a part only. */
function answerTo(
  deps: ConversationDeps,
  { person, card: { kind, activityId } }: OwnReminder,
  cardActivityId: string | undefined,
): (made: AdaptiveCard) => Promise<Answer> {
  const accountId = person.account.id;
  const isSchoolCard = kind === 'school' && activityId === cardActivityId;
  return async (made) =>
    isSchoolCard ? { newMessage: await forReader(deps, accountId, made) } : inPlace(deps, accountId, made);
}

/** The done card in the reminder's place counts as its form: no edit follows for it. */
async function done(
  deps: ConversationDeps,
  own: OwnReminder,
  facts: { status: MfaStatus; said: Said; cardActivityId: string | undefined },
): Promise<Answer> {
  const { status, said, cardActivityId } = facts;
  const { person, card } = own;
  const { deliveryId, activityId } = card;
  const made: AdaptiveCard = reminderDoneCard(doneView(deps, person.account, { deliveryId, status, said }));
  const answer = await answerTo(deps, own, cardActivityId)(made);
  const isTheReminder = activityId !== undefined && activityId === cardActivityId;
  if (isTheReminder && answer === made) await noteForm(deps.database, { deliveryId, form: 'done' });
  return answer;
}

function checkOf(
  { plan, clock }: ConversationDeps,
  readiness: Exclude<Readiness, { kind: 'ready' }>,
  { status: { methods }, said }: { status: MfaStatus; said: Said },
): ReminderCheck {
  const now = clock.now();
  const link = { title: 'Open security info', url: plan.securityInfoUrl };
  if (readiness.kind === 'unknown' || methods.kind === 'unknown') {
    return methods.kind === 'unknown' && methods.why === notAllowed
      ? { kind: 'cannot-look', link }
      : { kind: 'unanswered', at: describeTime(plan, now, now) };
  }
  const known = {
    at: describeTime(plan, methods.asOf, now),
    methods: countedSecondSteps(methods.methods),
  };
  switch (readiness.missing) {
    case 'registration':
      return { kind: 'not-yet', at: known.at, link };
    case 'keepers':
      return { kind: 'keepers', ...known, missing: [...said.waitingKeepers] };
    case 'outlook':
      return { kind: 'outlook', ...known };
  }
}
