import type { NewDelivery } from '../deliveries/enqueue.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database } from '../store/database.ts';
import { type Candidate, cohortOfAudience, isMeant, readCandidates } from './audience.ts';
import { markExpanded, type Notice } from './notices.ts';

/**
 * How long a notice may wait for an account whose status is unknown or whose chat is slow, by the rollout's
 * clock: two days, so that one written on a Friday afternoon still has the Sunday. After that the delivery ends
 * as skipped, with the reason.
 */
const noticeLifetimeMs = 48 * 60 * 60 * 1000;

/**
 * Makes a delivery for every account that a notice is meant for, also for those without the app: they end as
 * skipped with that reason. Running it again, or after a crash in the middle, adds nothing twice.
 */
export async function expandNotice(database: Database, plan: RolloutPlan, notice: Notice): Promise<void> {
  const cohort = cohortOfAudience(plan, notice.audience);
  if (cohort !== undefined) {
    for (let after = ''; ; ) {
      const page = await readCandidates(database, cohort, after);
      const last = page.at(-1);
      if (!last) break;
      const meant = page.filter((candidate) => isMeant(plan, notice.audience, candidate));
      await enqueue(
        database,
        meant.map((candidate) => deliveryOf(notice, candidate)),
      );
      after = last.accountId;
    }
  }
  await markExpanded(database, notice.id);
}

function deliveryOf(notice: Notice, candidate: Candidate): NewDelivery {
  return {
    key: `notice:${notice.id}:${candidate.accountId}`,
    kind: 'notice',
    operation: 'send',
    target: { accountId: candidate.accountId },
    subject: { noticeId: notice.id },
    expiresAt: notice.sentAt && new Date(notice.sentAt.getTime() + noticeLifetimeMs),
  };
}
