import {
  noticeCancel,
  noticeEdit,
  noticePreview,
  noticeRefresh,
  noticeSend,
  noticeWrite,
} from '../../cards/actions/notice.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { noticePreviewCard } from '../../cards/notice-preview.ts';
import { noticeWriteCard } from '../../cards/notice-write.ts';
import { reportAge } from '../../services/directory/sweep.ts';
import { audienceId, audienceOf } from '../../services/notices/audience.ts';
import {
  beginSending,
  cancelDraft,
  createDraft,
  findNotice,
  longestNotice,
  type Notice,
  rewriteDraft,
} from '../../services/notices/notices.ts';
import { type AudiencePreview, previewAudience } from '../../services/notices/preview.ts';
import { describeTime } from '../../services/rollout/calendar.ts';
import { audienceChoices, audienceTitle, noticeProgress, noticeView } from '../notice-views.ts';
import { answerWithinMs } from '../person.ts';
import type { Router } from '../router.ts';
import { onlyServiceDesk } from '../service-desk.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';

/** `notice`, for members of the service desk: write, choose an audience, preview, send, watch. */
export function registerNotices(router: Router, deps: ConversationDeps): void {
  const guarded = <Rest extends unknown[]>(handle: (turn: Turn, ...rest: Rest) => Promise<AdaptiveCard>) =>
    onlyServiceDesk(deps, 'send a notice', handle);

  const write = guarded(async () => writeCard(deps, {}));
  router.typed('notice', /^(send (a )?|write (a )?|new )?notice$/i, async (turn) => {
    await turn.send(await write(turn));
  });
  router.pressed(noticeWrite, 'new-message', write);

  router.pressed(
    noticePreview,
    'replace',
    guarded(async (turn, payload: { noticeId?: string }, data: unknown) => {
      const typed = noticePreview.inputs.parse(data);
      return preview(deps, turn, { noticeId: payload.noticeId, ...typed });
    }),
  );
  router.pressed(
    noticeEdit,
    'replace',
    guarded(async (turn, { noticeId }: { noticeId: string }) => {
      const notice = await ownNotice(deps, turn, noticeId);
      if (!notice) return writeCard(deps, {});
      return notice.state === 'draft' ? writeCard(deps, { notice }) : noticeProgress(deps, notice);
    }),
  );
  router.pressed(
    noticeSend,
    'replace',
    guarded(async (turn, { noticeId, version }: { noticeId: string; version: number }) =>
      send(deps, turn, { noticeId, version }),
    ),
  );
  router.pressed(
    noticeCancel,
    'replace',
    guarded(async (turn, { noticeId }: { noticeId: string }) => {
      await cancelDraft(deps.database, noticeId, turn.person.accountId);
      const notice = await ownNotice(deps, turn, noticeId);
      return notice ? noticeProgress(deps, notice) : writeCard(deps, {});
    }),
  );
  router.pressed(
    noticeRefresh,
    'replace',
    guarded(async (turn, { noticeId }: { noticeId: string }) => {
      const notice = await ownNotice(deps, turn, noticeId);
      return notice ? noticeProgress(deps, notice) : writeCard(deps, {});
    }),
  );
}

interface Draft {
  notice?: Notice;
  text?: string;
  audience?: string;
  fault?: string;
}

function writeCard(deps: ConversationDeps, draft: Draft): AdaptiveCard {
  const { notice } = draft;
  return noticeWriteCard({
    noticeId: notice?.id,
    version: notice?.version ?? 0,
    text: draft.text ?? notice?.text ?? '',
    audience: draft.audience ?? (notice && audienceId(notice.audience)),
    audiences: audienceChoices(deps.plan),
    fault: draft.fault,
    organisation: deps.plan.organisation,
  });
}

async function preview(
  deps: ConversationDeps,
  turn: Turn,
  typed: { noticeId?: string; text: string; audience: string },
): Promise<AdaptiveCard> {
  const earlier = typed.noticeId === undefined ? undefined : await ownNotice(deps, turn, typed.noticeId);
  if (earlier && earlier.state !== 'draft') return noticeProgress(deps, earlier);
  const audience = audienceOf(deps.plan, typed.audience);
  const text = typed.text.trim();
  const fault = faultOf(text, audience !== undefined);
  if (fault !== undefined || !audience) {
    return writeCard(deps, { notice: earlier, text: typed.text, audience: typed.audience, fault });
  }
  const author = { authorId: turn.person.accountId, text, audience };
  const notice =
    (earlier && (await rewriteDraft(deps.database, { id: earlier.id, ...author }))) ??
    (await createDraft(deps.database, { ...author, now: deps.clock.now() }));
  return previewCard(deps, notice);
}

function faultOf(text: string, hasAudience: boolean): string | undefined {
  if (text === '') return 'Write the text of your notice first.';
  if (text.length > longestNotice) {
    return `Your notice has ${text.length} characters. Shorten it to at most ${longestNotice}.`;
  }
  return hasAudience ? undefined : 'Choose who the notice is for.';
}

async function previewCard(deps: ConversationDeps, notice: Notice): Promise<AdaptiveCard> {
  const { plan, database, clock } = deps;
  if (notice.audience.kind === 'not-ready') await deps.refreshReport(answerWithinMs);
  const counted = await previewAudience(database, plan, {
    audience: notice.audience,
    installsApp: deps.installsApp,
  });
  const now = clock.now();
  const ageMs = notice.audience.kind === 'not-ready' ? await reportAge(database, now) : undefined;
  return noticePreviewCard({
    noticeId: notice.id,
    version: notice.version,
    audience: audienceTitle(plan, notice.audience),
    recipients: counted.reachable,
    names: counted.firstNames,
    toInstall: counted.toInstall,
    held: counted.unknownStatus,
    leftOut: leftOut(counted),
    notice: noticeView(plan, { text: notice.text, sentAt: now }),
    at: describeTime(plan, now, now),
    reportAt: ageMs === undefined ? undefined : describeTime(plan, new Date(now.getTime() - ageMs), now),
  });
}

function leftOut(counted: AudiencePreview): { why: string; count: number }[] {
  return [
    { why: 'app-not-installed', count: counted.withoutApp },
    { why: 'already-ready', count: counted.ready },
  ].filter(({ count }) => count > 0);
}

/** Sends exactly the version that the preview showed; a second press, or a press on an older card, sends nothing. */
async function send(
  deps: ConversationDeps,
  turn: Turn,
  draft: { noticeId: string; version: number },
): Promise<AdaptiveCard> {
  const begun = await beginSending(deps.database, {
    id: draft.noticeId,
    authorId: turn.person.accountId,
    version: draft.version,
    cardActivityId: turn.cardActivityId,
    now: deps.clock.now(),
  });
  if (begun) deps.followNotices();
  const notice = begun ?? (await ownNotice(deps, turn, draft.noticeId));
  if (!notice) return writeCard(deps, {});
  // An older card: its author has rewritten the draft since. They see it as it is now before anything is sent.
  return notice.state === 'draft' ? previewCard(deps, notice) : noticeProgress(deps, notice);
}

/** A notice of this author; the ids of others' notices are treated as unknown. */
async function ownNotice(deps: ConversationDeps, turn: Turn, id: string): Promise<Notice | undefined> {
  const notice = await findNotice(deps.database, id);
  return notice?.authorId === turn.person.accountId ? notice : undefined;
}
