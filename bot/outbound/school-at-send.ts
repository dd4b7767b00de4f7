import type { Delivery } from '../../services/deliveries/delivery.ts';
import { wasSentOnDay } from '../../services/deliveries/sent-today.ts';
import type { DirectoryDeps } from '../../services/directory/accounts.ts';
import { type StatusForSendingDeps, statusForSending } from '../../services/directory/status-for-sending.ts';
import { waitOfAsked } from '../../services/reminders/asked.ts';
import { today } from '../../services/rollout/calendar.ts';
import { phasesOf } from '../../services/rollout/phases.ts';
import { decideSchoolCard } from '../../services/schools/at-send.ts';
import { remindedOfOn, schoolCardOnDay } from '../../services/schools/on-day.ts';
import { headRights } from '../head.ts';
import { personOf } from '../person.ts';
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
  const rights = headRights(plan, await personOf(deps, delivery.accountId));
  if (rights.kind === 'unknown') return { kind: 'skip', why: 'account-gone' };
  if (rights.kind !== 'head') {
    return { kind: 'skip', why: rights.account.enabled ? 'not-a-head' : 'account-disabled' };
  }
  const now = clock.now();
  const { phaseId = '', phaseDate = '', day = '', plannedAt = '', offset = '' } = delivery.subject;
  const { account } = rights;
  const status = await statusForSending(deps, account.id, {
    needsState: phasesOf(plan, account.upn).some(({ date }) => date <= today(plan, now)),
    waitedMs: now.getTime() - new Date(plannedAt).getTime(),
  });
  const remindedOf = await remindedOfOn(database, { accountId: account.id, day });
  const school = await schoolContent(deps, rights, { status, remindedOf });
  const decision = decideSchoolCard({
    plan,
    domain: rights.school.domain,
    isEnabled: account.enabled,
    own: school.own.readiness,
    standing: school.standing,
    toldToday: await wasSentOnDay(database, delivery, day),
    subject: { phaseId, phaseDate, offset: Number(offset), day },
    plannedAt: new Date(plannedAt),
    now,
  });
  return decision.kind === 'send'
    ? { kind: 'send', content: { content: decision.content, school } }
    : decision;
}

/** How long a reminder waits before it looks again for the end of the card that carries it, in milliseconds. */
const cardFirstMs = 5_000;

/** The longest time between two looks of what waits for its hour, in milliseconds: the rollout's clock can be moved. */
const longestLookMs = 60_000;

/**
 * What comes before the decision about a reminder: one that a head asked for waits for its hour, and the head's own of a
 * day with a school card is in that card. Where the card ended in another way than sent, the reminder goes.
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
      return decide();
  }
}
