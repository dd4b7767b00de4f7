import type { AdaptiveCard } from '../cards/card.ts';
import type { NoticeView } from '../cards/notice.ts';
import { noticeProgressCard } from '../cards/notice-progress.ts';
import type { Audience as AudienceChoice } from '../cards/notice-write.ts';
import type { Clock } from '../services/clock.ts';
import { type Count, countsFor } from '../services/deliveries/counts.ts';
import { type Audience, audienceId } from '../services/notices/audience.ts';
import { sumOf } from '../services/notices/follow.ts';
import type { Notice } from '../services/notices/notices.ts';
import { describeTime, today } from '../services/rollout/calendar.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { Phase, RolloutPlan } from '../services/rollout/plan.ts';
import type { Tx } from '../services/store/database.ts';
import { contactView } from './views.ts';

/** Every audience that the plan allows: each cohort, then those not ready for each phase. */
export function audienceChoices(plan: RolloutPlan): AudienceChoice[] {
  const audiences: Audience[] = [
    ...plan.cohorts.map(({ id }): Audience => ({ kind: 'cohort', cohort: id })),
    ...plan.phases.map(({ id }): Audience => ({ kind: 'not-ready', phase: id })),
  ];
  return audiences.map((audience) => ({ id: audienceId(audience), title: audienceTitle(plan, audience) }));
}

/** An audience in words, such as "Head teachers' accounts, not ready for Outlook on the web". */
export function audienceTitle(plan: RolloutPlan, audience: Audience): string {
  if (audience.kind === 'cohort') return cohortName(plan, audience.cohort);
  const phase = plan.phases.find(({ id }) => id === audience.phase);
  return phase
    ? `${cohortName(plan, phase.cohort)}, not ready for ${surfaceName(phase)}`
    : 'A phase that has been removed';
}

function cohortName(plan: RolloutPlan, id: string): string {
  return plan.cohorts.find((cohort) => cohort.id === id)?.name ?? 'A group that has been removed';
}

function surfaceName(phase: Phase): string {
  return phase.surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}

/** A notice as its recipients see it. */
export function noticeView(plan: RolloutPlan, notice: { text: string; sentAt: Date }): NoticeView {
  return {
    organisation: plan.organisation,
    from: plan.serviceDesk.name,
    text: notice.text,
    date: describeDay(today(plan, notice.sentAt)),
    contact: contactView(plan),
  };
}

/** How far a notice is, counted at this moment. */
export async function noticeProgress(
  deps: { database: Tx; plan: RolloutPlan; clock: Clock },
  notice: Notice,
): Promise<AdaptiveCard> {
  const byReason = await countsFor(deps.database, { kind: 'notice', subject: { noticeId: notice.id } });
  const counts = sumOf(byReason);
  const now = deps.clock.now();
  const isDone = notice.expanded && counts.waiting === 0;
  return noticeProgressCard({
    noticeId: notice.id,
    audience: audienceTitle(deps.plan, notice.audience),
    state:
      notice.state === 'cancelled' ? 'cancelled' : notice.state === 'done' || isDone ? 'done' : 'sending',
    counts,
    reasons: reasonsOf(byReason),
    at: describeTime(deps.plan, now, now),
  });
}

/** Why messages were not sent, by outcome. */
export function reasonsOf(counts: Count[]): { outcome: 'skipped' | 'failed'; why: string; count: number }[] {
  return counts.flatMap(({ state, why, count }) =>
    state === 'skipped' || state === 'failed' ? [{ outcome: state, why: why ?? 'no-reason', count }] : [],
  );
}
