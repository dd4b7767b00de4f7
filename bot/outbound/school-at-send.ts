import type { Delivery } from '../../services/deliveries/delivery.ts';
import { wasSentOnDay } from '../../services/deliveries/sent-today.ts';
import type { DirectoryDeps } from '../../services/directory/accounts.ts';
import { type StatusForSendingDeps, statusForSending } from '../../services/directory/status-for-sending.ts';
import { waitOfAsked } from '../../services/reminders/asked.ts';
import { instantAt, today } from '../../services/rollout/calendar.ts';
import { phasesOf } from '../../services/rollout/phases.ts';
import { decideBeforeStatus, decideSchoolCard, waitOfSchoolCard } from '../../services/schools/at-send.ts';
import { noteSaid, remindedOfOn, schoolCardOnDay, wasLastSaidReady } from '../../services/schools/on-day.ts';
import { isSchoolCardComing } from '../../services/schools/plan-school-cards.ts';
import { readSchoolAccounts } from '../../services/schools/school-accounts.ts';
import { schoolStanding } from '../../services/schools/standing.ts';
import { headRights } from '../head.ts';
import { personAsked } from '../person.ts';
import { type SchoolDeps, schoolContent } from '../school-card.ts';
import type { AtSend } from './at-send.ts';
import type { SchoolMessage } from './render/school.ts';

export type SchoolAtSendDeps = SchoolDeps & DirectoryDeps & StatusForSendingDeps;

/** One school card, decided from the facts of this moment: whose school it is, Graph says, or nothing is shown. */
export async function schoolAtSend(
  deps: SchoolAtSendDeps,
  delivery: Delivery,
): Promise<AtSend<SchoolMessage>> {
  const { plan, clock, database } = deps;
  const { phaseId = '', phaseDate = '', day = '', plannedAt = '', offset = '' } = delivery.subject;
  // Before a question to Microsoft, of which there are few.
  const wait = waitOfSchoolCard(plan, day, clock.now());
  if (wait !== undefined) return wait;
  const person = await personAsked(deps, delivery.accountId);
  const rights = headRights(plan, person, clock.now());
  if (rights.kind === 'gone') return { kind: 'skip', why: 'account-gone' };
  if (rights.kind === 'unknown') {
    // Where Graph never said a word of it and Teams' own is old, nobody answers until the head writes.
    return person.known?.by === 'teams'
      ? { kind: 'skip', why: 'head-unchecked' }
      : { kind: 'hold', why: 'head-unchecked', retryAfterMs: askAgainMs };
  }
  if (rights.kind !== 'head') {
    return { kind: 'skip', why: rights.account.enabled ? 'not-a-head' : 'account-disabled' };
  }
  const { account, school: own } = rights;
  const askedAt = clock.now();
  const facts = async () => ({
    plan,
    domain: own.domain,
    isEnabled: account.enabled,
    toldToday: await wasSentOnDay(database, delivery, day),
    subject: { phaseId, phaseDate, offset: Number(offset), day },
    // The questions to Microsoft may have taken the rest of the working day.
    now: clock.now(),
  });
  const accounts = await readSchoolAccounts(database, own.domain);
  const standing = schoolStanding(plan, { domain: own.domain, accounts }, day);
  const before = decideBeforeStatus({ ...(await facts()), standing });
  if (before !== undefined) return before;
  const status = await statusForSending(deps, account.id, {
    needsState: phasesOf(plan, account.upn).some(({ date }) => date <= today(plan, askedAt)),
    waitedMs: askedAt.getTime() - new Date(plannedAt).getTime(),
  });
  const remindedOf = await remindedOfOn(database, { accountId: account.id, day });
  const school = await schoolContent(deps, rights, { status, remindedOf });
  const decision = decideSchoolCard({
    ...(await facts()),
    own: school.own.readiness,
    standing: school.standing,
    knowsReady: await wasLastSaidReady(database, account.id),
    plannedAt: new Date(plannedAt),
  });
  if (decision.kind !== 'send') return decision;
  await noteSaid(database, delivery.id, decision.content);
  return { kind: 'send', content: { content: decision.content, school } };
}

/** Between two questions whose account a card would go to, where Microsoft gave no answer, in milliseconds. */
const askAgainMs = 60_000;

/** How long a reminder waits before it looks again for the end of the card that carries it, in milliseconds. */
const cardFirstMs = 5_000;

/** At the plan's reminder time the day's cards are planned: before it nothing needs a look, but for a clock that is moved. */
function untilPlannedMs(plan: SchoolAtSendDeps['plan'], now: Date): number {
  const leftMs = instantAt(plan, today(plan, now), plan.reminders.time).getTime() - now.getTime();
  return Math.max(cardFirstMs, Math.min(leftMs, longestLookMs));
}

/** The longest time between two looks of what waits for its hour, in milliseconds: the rollout's clock can be moved. */
const longestLookMs = 60_000;

/**
 * What comes before the decision about a reminder: one that a head asked for waits for its hour, and the head's own of a
 * day with a school card is in that card, also where the card is still to be planned. Where the card ended in another way
 * than sent, the reminder goes.
 */
export async function reminderAfterSchool<Content>(
  { plan, clock, database }: Pick<SchoolAtSendDeps, 'plan' | 'clock' | 'database'>,
  { accountId, subject }: Delivery,
  decide: () => Promise<AtSend<Content>>,
): Promise<AtSend<Content>> {
  const now = clock.now();
  const waitMs = waitOfAsked(plan, subject, now);
  if (waitMs !== undefined) {
    return { kind: 'hold', why: 'working-hours', retryAfterMs: Math.min(waitMs, longestLookMs) };
  }
  switch (await schoolCardOnDay(database, { accountId, day: today(plan, now) })) {
    case 'sent':
      return { kind: 'skip', why: 'in-school-card' };
    case 'coming':
      return { kind: 'hold', why: 'in-school-card', retryAfterMs: cardFirstMs };
    case 'none':
      return (await isSchoolCardComing({ database, plan }, { accountId, now }))
        ? { kind: 'hold', why: 'in-school-card', retryAfterMs: untilPlannedMs(plan, now) }
        : decide();
  }
}
