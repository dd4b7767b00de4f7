import { createHash } from 'node:crypto';
import type { ReminderView } from '../cards/reminder.ts';
import type { SnoozeView } from '../cards/reminder-buttons.ts';
import type { ReminderDoneView } from '../cards/reminder-done.ts';
import type { ReminderMovedView } from '../cards/reminder-moved.ts';
import type { NextAction } from '../cards/standing.ts';
import type { Account } from '../services/directory/account.ts';
import { stepAt, stepNumber, wordsOf } from '../services/guides/engine.ts';
import { factsOf } from '../services/guides/facts.ts';
import { setUpMfaGuideId } from '../services/guides/guide-ids.ts';
import { walkIn } from '../services/guides/walks.ts';
import { keepersOf } from '../services/people/keepers.ts';
import type { ReminderContent } from '../services/reminders/at-send.ts';
import { dateNow } from '../services/reminders/card-forms.ts';
import { shownReference } from '../services/reminders/references.ts';
import { keepCard, type SentCard } from '../services/reminders/sent-cards.ts';
import { type SnoozeOffer, snoozeOffer } from '../services/reminders/snooze-days.ts';
import { snoozesUsed } from '../services/reminders/snoozes.ts';
import { addDays, today } from '../services/rollout/calendar.ts';
import type { MfaStatus } from '../services/rollout/mfa-status.ts';
import { type DatedPhase, describeDate, describeDay, phasesOf } from '../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan, Surface } from '../services/rollout/plan.ts';
import type { SaidByKeepers } from '../services/rollout/readiness.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { effectView, statusView, whoView } from './views.ts';

export type ReminderViewDeps = Pick<ConversationDeps, 'plan' | 'database' | 'clock' | 'guides'>;

/** What a reminder's card has beside the reminder's own words. */
export type ReminderParts = Pick<ReminderView, 'reminder' | 'reference' | 'finished' | 'step' | 'snooze'>;

/** Notes what leaves now and gives it a reference; what has been done already; to when it can be put off. */
export async function reminderParts(
  deps: ReminderViewDeps,
  { id: deliveryId, accountId }: { id: string; accountId: string },
  { reminder, next }: { reminder: ReminderContent; next: NextAction },
): Promise<ReminderParts> {
  const { database } = deps;
  const { upn, now, main, status } = reminder;
  const card = {
    deliveryId,
    accountId,
    phaseId: main.dated.phase.id,
    phaseDate: main.dated.date,
  };
  const reference = await keepCard(database, { ...card, now });
  const { keepers } = await keepersOf(database, accountId);
  return {
    reminder: deliveryId,
    reference: shownReference(reference),
    finished: keepers.filter(({ works }) => works).map(({ firstName }) => firstName),
    step: next.kind === 'continue-guide' ? await stepOf(deps, { accountId, upn, status, now }) : undefined,
    snooze: snoozeView(await offerFor(deps, { accountId, upn, card }), today(deps.plan, now)),
  };
}

/** Notes a message that tells an account of a date, no reminder itself, and gives its reference as people read it. */
export async function referenceFor(
  { database, clock }: Pick<ReminderViewDeps, 'database' | 'clock'>,
  { id: deliveryId, accountId }: { id: string; accountId: string },
  { phase, date }: DatedPhase,
): Promise<string> {
  const phaseDate = phase.paused ? 'paused' : date;
  const card = { deliveryId, accountId, phaseId: phase.id, phaseDate, now: clock.now() };
  return shownReference(await keepCard(database, card));
}

/** What can be chosen for a reminder at this moment. */
export async function offerFor(
  { plan, database, clock }: Pick<ReminderViewDeps, 'plan' | 'database' | 'clock'>,
  of: {
    accountId: string;
    upn: string;
    card: Pick<SentCard, 'deliveryId' | 'phaseId' | 'phaseDate'>;
  },
): Promise<SnoozeOffer> {
  const { accountId, upn, card } = of;
  const { deliveryId, phaseId, phaseDate } = card;
  return snoozeOffer(plan, {
    phases: phasesOf(plan, upn),
    phaseId,
    phaseDate,
    day: today(plan, clock.now()),
    used: await snoozesUsed(database, { accountId, phaseId, phaseDate, deliveryId }),
  });
}

/** The same for the card: a day is named where the choice's own name would not say it. */
export function snoozeView(offer: SnoozeOffer, day: IsoDate): SnoozeView {
  if (offer.kind === 'none') return { kind: 'none' };
  return {
    kind: 'offered',
    left: offer.left,
    options: offer.options.map(({ choice, day: on }) => {
      const isAsSaid = choice === 'week' || on === addDays(day, choice === 'tomorrow' ? 1 : 3);
      return isAsSaid ? { choice } : { choice, on: describeDay(on) };
    }),
  };
}

/** A reminder whose account is done, by a status that was asked for just now or is stored. */
export function doneView(
  { plan, clock }: Pick<ReminderViewDeps, 'plan' | 'clock'>,
  { upn }: Pick<Account, 'upn'>,
  facts: { deliveryId: string; status: MfaStatus; said: SaidByKeepers },
): ReminderDoneView {
  const now = clock.now();
  const status = statusView(plan, facts.status, now);
  return {
    reminder: facts.deliveryId,
    who: whoView(plan, upn),
    // Where the state was not asked for, that it is missing is no news.
    status: status.state.kind === 'unknown' ? { ...status, state: { kind: 'not-asked' } } : status,
    effect: effectView(plan, upn, facts.status, today(plan, now)),
    outlook: facts.said.outlook,
  };
}

/** A reminder whose date has changed. The date that it named is told as a day: how exact it was is not kept. */
export function movedView(
  plan: RolloutPlan,
  { upn }: Pick<Account, 'upn'>,
  { card, next }: { card: Pick<SentCard, 'phaseId' | 'phaseDate'>; next: NextAction },
): ReminderMovedView {
  const phase = phasesOf(plan, upn).find((dated) => dated.phase.id === card.phaseId);
  const to = dateNow(phase);
  const why = phase?.change?.why;
  return {
    who: whoView(plan, upn),
    surface: surfaceOf(plan, card.phaseId) ?? 'online',
    before: describeDay(card.phaseDate),
    to:
      to === 'removed' || phase === undefined
        ? { kind: 'removed' }
        : to === 'paused'
          ? { kind: 'paused', serviceDesk: plan.serviceDesk.name }
          : { kind: to === card.phaseDate ? 'as-before' : 'date', when: describeDate(phase) },
    ...(why !== undefined && { why }),
    next,
  };
}

/** Undefined where the plan no longer has the phase. */
export function surfaceOf(plan: RolloutPlan, phaseId: string): Surface | undefined {
  return plan.phases.find(({ id }) => id === phaseId)?.surface;
}

/** The same id for every report of one reminder, so that two presses make one ticket. */
export function reportRequestId(deliveryId: string): string {
  const hex = createHash('sha256').update(`reminder-suspicious:${deliveryId}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

async function stepOf(
  { database, guides, plan }: ReminderViewDeps,
  of: { accountId: string; upn: string; status: MfaStatus; now: Date },
): Promise<ReminderParts['step']> {
  const guide = guides.get(setUpMfaGuideId);
  const walk = await walkIn(database, { accountId: of.accountId, guideId: setUpMfaGuideId });
  if (!guide || !walk) return undefined;
  const facts = factsOf(plan, of.upn, of.status, of.now);
  const { n, of: all } = stepNumber(guide, facts, walk);
  return { number: n, of: all, title: wordsOf(stepAt(guide, walk), facts).title };
}
