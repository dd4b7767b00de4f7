import type { MfaStatus } from '../rollout/mfa-status.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import { readinessFor, type SaidByKeepers } from '../rollout/readiness.ts';
import type { Notice } from './notices.ts';

/** What a recipient of a notice is shown. */
export interface NoticeContent {
  text: string;
  sentAt: Date;
}

export type NoticeDecision =
  | { kind: 'send'; content: NoticeContent }
  | { kind: 'skip'; why: string }
  | { kind: 'hold'; why: string; retryAfterMs: number };

/** Facts of one recipient at the moment of sending; undefined where they are gone. */
export interface NoticeFacts {
  plan: RolloutPlan;
  notice: Notice | undefined;
  /** Only asked for where the audience is "not ready". */
  status: MfaStatus | undefined;
  /** Only looked at where the audience is "not ready". */
  said: SaidByKeepers;
  isEnabled: boolean;
}

/**
 * How long a recipient of unknown status is held before Microsoft is asked again. The registration report is
 * a few hours stale at worst (facts section 2): and an outage of Graph is over sooner: asking every minute finds the change soon enough.
 */
const holdMs = 60 * 1000;

/**
 * Decides at the last moment whether a notice still goes to this recipient. Someone who has become ready for the
 * phase that it is about is left alone; someone whose status is unknown is held.
 */
export function decideNotice(facts: NoticeFacts): NoticeDecision {
  const { plan, notice } = facts;
  if (!notice?.sentAt || notice.state === 'cancelled') return { kind: 'skip', why: 'cancelled' };
  if (!facts.isEnabled) return { kind: 'skip', why: 'account-disabled' };
  const phaseId = notice.audience.kind === 'not-ready' ? notice.audience.phase : undefined;
  const phase = plan.phases.find((candidate) => candidate.id === phaseId);
  if (phaseId !== undefined) {
    if (!phase) return { kind: 'skip', why: 'phase-removed' };
    const readiness = facts.status
      ? readinessFor(phase, facts.status, facts.said)
      : ({ kind: 'unknown', why: 'no status' } as const);
    if (readiness.kind === 'ready') return { kind: 'skip', why: 'already-ready' };
    if (readiness.kind === 'unknown') return { kind: 'hold', why: 'status-unknown', retryAfterMs: holdMs };
  }
  return { kind: 'send', content: { text: notice.text, sentAt: notice.sentAt } };
}
