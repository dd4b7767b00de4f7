import type { Clock } from '../clock.ts';
import { type Count, countsFor } from '../deliveries/counts.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database, Tx } from '../store/database.ts';
import { expandNotice } from './expand.ts';
import { markDone, markShown, type Notice, type NoticeCounts, sendingNotices } from './notices.ts';

export interface FollowDeps {
  database: Database;
  clock: Clock;
  plan: RolloutPlan;
}

/**
 * Takes every notice that is being sent one step further: makes its deliveries, asks for an edit of its card
 * when the counts have changed, and closes it when every recipient has an outcome. All of it is read from
 * durable state, so a crash loses nothing and running it twice changes nothing.
 */
export async function followNotices(deps: FollowDeps): Promise<void> {
  for (const notice of await sendingNotices(deps.database)) {
    if (!notice.expanded) await expandNotice(deps.database, deps.plan, notice);
    await showProgress(deps, notice);
  }
}

/** The counts of a notice's recipients at this moment. */
async function noticeCounts(tx: Tx, noticeId: string): Promise<NoticeCounts> {
  return sumOf(await countsFor(tx, { kind: 'notice', subject: { noticeId } }));
}

/** Counts by outcome, whatever their reasons. */
export function sumOf(counts: Count[]): NoticeCounts {
  const sum = { sent: 0, skipped: 0, failed: 0, waiting: 0 };
  for (const { state, count } of counts) sum[state] += count;
  return sum;
}

async function showProgress(deps: FollowDeps, notice: Notice): Promise<void> {
  const counts = await noticeCounts(deps.database, notice.id);
  const isDone = counts.waiting === 0;
  await deps.database.transaction(async (tx) => {
    if (isDone) await markDone(tx, notice.id, deps.clock.now());
    if (!isDone && (sameCounts(counts, notice.shown) || (await isEditWaiting(tx, notice)))) return;
    await markShown(tx, notice.id, counts);
    if (notice.cardActivityId === undefined) return;
    const settled = counts.sent + counts.skipped + counts.failed;
    await enqueue(tx, [
      {
        key: `notice-progress:${notice.id}:${isDone ? 'done' : settled}`,
        kind: 'notice-progress',
        operation: 'edit',
        target: { accountId: notice.authorId, activityId: notice.cardActivityId },
        subject: { noticeId: notice.id },
      },
    ]);
  });
}

/** An edit shows the counts of the moment at which it is made, so one that still waits will show these. */
async function isEditWaiting(tx: Tx, notice: Notice): Promise<boolean> {
  const edits = await countsFor(tx, { kind: 'notice-progress', subject: { noticeId: notice.id } });
  return edits.some(({ state }) => state === 'waiting');
}

function sameCounts(counts: NoticeCounts, shown: NoticeCounts | undefined): boolean {
  return (
    shown !== undefined &&
    counts.sent === shown.sent &&
    counts.skipped === shown.skipped &&
    counts.failed === shown.failed &&
    counts.waiting === shown.waiting
  );
}
