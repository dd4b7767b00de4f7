import { execute } from './actions/action.ts';
import { noticeRefresh } from './actions/notice.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, grid, header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import { counted, number } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';

/** How far a notice is; it is counted to the end in the card that sent it. */
export interface NoticeProgressView {
  noticeId: string;
  audience: string;
  state: 'sending' | 'done' | 'cancelled';
  counts: { sent: number; waiting: number; skipped: number; failed: number };
  reasons: { outcome: 'skipped' | 'failed'; why: string; count: number }[];
  /** When it was counted, in words. */
  at: string;
}

/** The count of a notice on its way. */
export function noticeProgressCard(view: NoticeProgressView): AdaptiveCard {
  return card(
    noticeProgressSummary(view),
    [...header('For the service desk', view.audience), title(progressTitle(view)), ...body(view)],
    view.state === 'sending' ? [primary(execute(noticeRefresh, 'Refresh', { noticeId: view.noticeId }))] : [],
  );
}

/** The count in plain words. */
export function noticeProgressSummary(view: NoticeProgressView): string {
  const { sent, waiting, skipped, failed } = view.counts;
  if (view.state === 'cancelled') return 'Notice cancelled. Nothing was sent.';
  return `${progressTitle(view)}. Sent ${sent}, waiting ${waiting}, skipped ${skipped}, failed ${failed}.`;
}

function body(view: NoticeProgressView): Element[] {
  if (view.state === 'cancelled') return [paragraph('Nothing was sent.'), note(`At ${view.at}.`)];
  const { sent, waiting, skipped, failed } = view.counts;
  return [
    panel(
      grid([
        ['Sent', number(sent)],
        ['Waiting', number(waiting)],
        ['Skipped', number(skipped)],
        ['Failed', number(failed)],
      ]),
    ),
    ...(view.reasons.length > 0
      ? [
          heading('Why'),
          ...bullets(
            view.reasons.map((reason) => [
              { strong: `${number(reason.count)} ${reason.outcome}: ` },
              reasonWords(reason.why),
            ]),
          ),
        ]
      : []),
    ...(waiting > 0
      ? [
          paragraph(
            'Those waiting go out as fast as Teams allows, or are held until Microsoft says how they stand.',
          ),
        ]
      : []),
    note(`Counted at ${view.at}.`),
  ];
}

function progressTitle({ state, counts }: NoticeProgressView): string {
  switch (state) {
    case 'sending':
      return `Sending: ${number(counts.sent)} of ${number(counts.sent + counts.waiting + counts.skipped + counts.failed)} sent`;
    case 'done':
      return counts.sent === 0
        ? 'The notice reached nobody'
        : `Sent to ${counted(counts.sent, 'account', 'accounts')}`;
    case 'cancelled':
      return 'Notice cancelled';
  }
}
