import type { AdaptiveCard } from '../../cards/card.ts';
import { withIntroduction } from '../../cards/introduction.ts';
import type { NextAction } from '../../cards/standing.ts';
import { isMessageExpectedFirst, wasMessageSentSince } from '../../services/deliveries/app-wait.ts';
import type { Delivery, DeliveryKind } from '../../services/deliveries/delivery.ts';
import { noteSendingDay, wasSentOnDay } from '../../services/deliveries/sent-today.ts';
import { type DirectoryDeps, knownAccount } from '../../services/directory/accounts.ts';
import { earlierStatus, freshStatus } from '../../services/directory/fresh-status.ts';
import { type StatusForSendingDeps, statusForSending } from '../../services/directory/status-for-sending.ts';
import { uploadNaming } from '../../services/directory/upload-rows.ts';
import { setUpMfaGuideId } from '../../services/guides/guide-ids.ts';
import { walkIn } from '../../services/guides/walks.ts';
import { isFirstMessage } from '../../services/installations/requests.ts';
import { decideNotice, type NoticeContent } from '../../services/notices/at-send.ts';
import { findNotice, type Notice } from '../../services/notices/notices.ts';
import { saidOf } from '../../services/people/said.ts';
import { movesToldOnDay } from '../../services/plan-changes/told.ts';
import {
  decideBeforeAsking,
  decideReminder,
  type ReminderContent,
} from '../../services/reminders/at-send.ts';
import { neighboursOf } from '../../services/reminders/neighbours.ts';
import { isSnoozed } from '../../services/reminders/snooze-days.ts';
import { snoozesOf } from '../../services/reminders/snoozes.ts';
import { today } from '../../services/rollout/calendar.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';
import { phasesOf } from '../../services/rollout/phases.ts';
import type { ConversationDeps } from '../conversations/deps.ts';
import { noticeProgress } from '../notice-views.ts';
import { answerWithinMs, personOf } from '../person.ts';
import { referenceFor, reminderParts } from '../reminder-views.ts';
import { nextAction, type StandingDeps, whereYouStand } from '../standing-card.ts';
import { forReader } from '../ticket-views.ts';
import { cardActivity } from '../turn.ts';
import { type AtSend, type Prepare, prepareWith } from './at-send.ts';
import { callListAtSend } from './call-list-at-send.ts';
import { dateMovedAtSend } from './date-moved-at-send.ts';
import { guideCheckAtSend } from './guide-check.ts';
import { reminderCardAtSend } from './reminder-card-at-send.ts';
import { renderDateMoved } from './render/date-moved.ts';
import { renderNotice } from './render/notice.ts';
import { renderReminder } from './render/reminder.ts';
import { renderSchool } from './render/school.ts';
import { reminderAfterSchool, schoolAtSend } from './school-at-send.ts';
import { ticketAtSend } from './ticket-at-send.ts';

/** What the decisions at the last moment are made from. */
export interface KindsDeps
  extends StatusForSendingDeps,
    StandingDeps,
    DirectoryDeps,
    Pick<ConversationDeps, 'publicUrl' | 'present'> {}

/** Every kind of delivery with its decision and its message; a new kind does not compile without both. */
export function createKinds(deps: KindsDeps): Record<DeliveryKind, Prepare> {
  const { plan } = deps;
  const message = (card: AdaptiveCard) => cardActivity(deps.present(card));
  const introduced = async (card: AdaptiveCard, { accountId }: Delivery) =>
    message(
      (await isFirstMessage(deps.database, accountId)) ? withIntroduction(card, introductionOf(plan)) : card,
    );
  return {
    installation: prepareWith((delivery) => welcomeAtSend(deps, delivery), message),
    'guide-check': prepareWith((delivery) => guideCheckAtSend(deps, delivery), message),
    ticket: prepareWith((delivery) => ticketAtSend(deps, delivery), introduced),
    'call-list': prepareWith((delivery) => callListAtSend(deps, delivery), introduced),
    'date-moved': prepareWith(
      (delivery) => dateMovedAtSend(deps, delivery),
      async (content, delivery) => {
        const reference = await referenceFor(deps, delivery, content.moves[0].dated);
        return introduced(renderDateMoved(plan, content, reference), delivery);
      },
    ),
    reminder: prepareWith(
      (delivery) => reminderAfterSchool(deps, delivery, () => reminderAtSend(deps, delivery)),
      async (content, delivery) => {
        const card = renderReminder(plan, content, await reminderParts(deps, delivery, content));
        return introduced(await forReader(deps, delivery.accountId, card), delivery);
      },
    ),
    school: prepareWith(
      (delivery) => schoolAtSend(deps, delivery),
      async (content, delivery) => {
        const { main, readiness } = content.school.own;
        // The head's own reminder of the day is in the card, so it can be checked and answered there as any other.
        const reference =
          main && readiness.kind !== 'ready' ? await referenceFor(deps, delivery, main) : undefined;
        const card = renderSchool(
          plan,
          content,
          reference === undefined ? undefined : { id: delivery.id, reference },
        );
        return introduced(await forReader(deps, delivery.accountId, card), delivery);
      },
    ),
    notice: prepareWith(
      (delivery) => noticeAtSend(deps, delivery),
      (content, delivery) => introduced(renderNotice(plan, content), delivery),
    ),
    'notice-progress': prepareWith((delivery) => progressAtSend(deps, delivery), message),
    'reminder-card': prepareWith((delivery) => reminderCardAtSend(deps, delivery), message),
  } satisfies Record<DeliveryKind, Prepare>;
}

function introductionOf({ organisation, serviceDesk }: KindsDeps['plan']) {
  return { organisation, serviceDesk: serviceDesk.name };
}

/**
 * How long the welcome of an app that came for a message is held before it looks again whether that message has arrived,
 * in milliseconds.
 */
const messageFirstMs = 10_000;

/** A day on which everybody installs must not use up what Graph allows: who finds no free slot goes by what is known. */
async function welcomeAtSend(
  deps: KindsDeps,
  { accountId, subject }: Delivery,
): Promise<AtSend<AdaptiveCard>> {
  if (subject.broughtAt !== undefined) {
    // The message for which the app was brought introduces it; a welcome follows only where that one does not arrive.
    const broughtAt = new Date(subject.broughtAt);
    if (await wasMessageSentSince(deps.database, accountId, broughtAt)) {
      return { kind: 'skip', why: 'met-by-message' };
    }
    if (await isMessageExpectedFirst(deps.database, accountId, broughtAt)) {
      return { kind: 'hold', why: 'message-goes-first', retryAfterMs: messageFirstMs };
    }
  }
  const content = await whereYouStand(deps, await personOf(deps, accountId), {
    firstTime: subject.firstTime === 'yes',
    statusOf: async (account) =>
      (await deps.budget.reserve(shortWaitMs))
        ? freshStatus(deps, account, answerWithinMs)
        : earlierStatus(deps, account),
  });
  return { kind: 'send', content };
}

/** How long a welcome may wait for its turn to ask Graph, in milliseconds. */
const shortWaitMs = 2_000;

async function reminderAtSend(
  deps: KindsDeps,
  delivery: Delivery,
): Promise<AtSend<{ reminder: ReminderContent; next: NextAction }>> {
  const { plan, clock, database } = deps;
  const account = await knownAccount(database, delivery.accountId);
  if (!account) return { kind: 'skip', why: 'account-gone' };
  const now = clock.now();
  const day = today(plan, now);
  const { phaseId = '', phaseDate = '', day: plannedFor = '', plannedAt = '', offset } = delivery.subject;
  const remindedToday = await wasSentOnDay(database, delivery, day);
  const known = {
    plan,
    upn: account.upn,
    isEnabled: account.enabled,
    remindedToday,
    movesToldToday: remindedToday ? await movesToldOnDay(database, delivery, day) : undefined,
    ...(await neighboursOf(database, delivery, now)),
    isSnoozed: isSnoozed(await snoozesOf(database, account.id, day), {
      phases: phasesOf(plan, account.upn),
      phaseDate,
      day,
    }),
    subject: { phaseId, phaseDate, day: plannedFor, offset },
    plannedAt: new Date(plannedAt),
    now,
  };
  // Before a question to Microsoft, of which there are few.
  const early = decideBeforeAsking(known);
  if (early) return early;
  // Once a date has come the state decides the words; before it Graph's budget goes to the methods of more accounts.
  const needsState = phasesOf(plan, account.upn).some(({ date }) => date <= day);
  const status = await statusForSending(deps, account.id, {
    needsState,
    waitedMs: waitedSince(now, plannedAt),
  });
  const decision = decideReminder({
    ...known,
    status,
    lastKnown: await earlierStatus(deps, account),
    saidDoneSinceReport: await isSaidDoneSinceReport(deps, account.id, status),
    said: await saidOf(database, account.id),
    now: clock.now(),
  });
  if (decision.kind !== 'send') return decision;
  const { content } = decision;
  await noteSendingDay(database, delivery, today(plan, content.now));
  const next = await nextAction(deps, account.id, content);
  return {
    kind: 'send',
    content: {
      reminder: content,
      // Microsoft does not answer: asking it again is no first step, setting up is one.
      next: next.kind === 'check-status' && !isAnswered(status) ? setUpFirst : next,
    },
  };
}

function isAnswered({ methods }: MfaStatus): boolean {
  return methods.kind === 'known';
}

const setUpFirst: NextAction = { kind: 'start-guide', guide: setUpMfaGuideId };

async function isSaidDoneSinceReport(
  { database }: KindsDeps,
  accountId: string,
  { methods }: MfaStatus,
): Promise<boolean> {
  if (methods.kind !== 'known' || methods.source !== 'report-upload') return false;
  const [walk, reportedAt] = await Promise.all([
    walkIn(database, { accountId, guideId: setUpMfaGuideId }),
    uploadNaming(database, accountId),
  ]);
  const saidAt = walk?.state === 'done' ? walk.finishedAt : undefined;
  return saidAt !== undefined && reportedAt !== undefined && saidAt > reportedAt;
}

async function noticeAtSend(deps: KindsDeps, delivery: Delivery): Promise<AtSend<NoticeContent>> {
  const { plan, database } = deps;
  const [notice, account] = await Promise.all([
    noticeOf(deps, delivery),
    knownAccount(database, delivery.accountId),
  ]);
  if (!account) return { kind: 'skip', why: 'account-gone' };
  const isForNotReady = notice?.audience.kind === 'not-ready';
  return decideNotice({
    plan,
    notice,
    status: isForNotReady
      ? await statusForSending(deps, account.id, {
          needsState: false,
          waitedMs: waitedSince(deps.clock.now(), notice.sentAt),
        })
      : undefined,
    said: isForNotReady ? await saidOf(database, account.id) : nothingSaid,
    isEnabled: account.enabled,
  });
}

/** A notice to a whole cohort goes out whatever its people said. */
const nothingSaid = { waitingKeepers: [], outlook: undefined };

async function progressAtSend(deps: KindsDeps, delivery: Delivery) {
  const notice = await noticeOf(deps, delivery);
  if (!notice) return { kind: 'skip', why: 'notice-gone' } as const;
  return { kind: 'send', content: await noticeProgress(deps, notice) } as const;
}

/** Milliseconds of the rollout's clock since a message was put on the road. */
function waitedSince(now: Date, from: Date | string | undefined): number {
  return from === undefined ? 0 : now.getTime() - new Date(from).getTime();
}

function noticeOf({ database }: KindsDeps, { subject }: Delivery): Promise<Notice | undefined> {
  return findNotice(database, subject.noticeId ?? '');
}
