import { execute } from './actions/action.ts';
import { noticeCancel, noticeEdit, noticeSend } from './actions/notice.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import { type NoticeView, noticeBody } from './notice.ts';
import { counted, number } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';

/** Accounts that are in the audience but do not get the notice, by reason (see words-reasons.ts). */
interface LeftOut {
  why: string;
  count: number;
}

/** A notice before it is sent. */
export interface NoticePreviewView {
  noticeId: string;
  version: number;
  /** "Head teachers' accounts, not ready for Outlook on the web" */
  audience: string;
  /** How many get it. */
  recipients: number;
  /** The first ten addresses of those who get it. */
  names: string[];
  /** For how many of them the app is installed first; absent where it never is. */
  toInstall?: number;
  /** How many get it as soon as Microsoft says that they are not ready: their status is unknown just now. */
  held: number;
  leftOut: LeftOut[];
  /** The notice as it will look. */
  notice: NoticeView;
  /** When the audience was counted, in words: '09:41 today'. */
  at: string;
  /** The time of Microsoft's report that "not ready" rests on, in words; absent where none was needed. */
  reportAt?: string;
}

/** Who gets a notice, who does not and why, and how it looks. Nothing is sent before the button is pressed. */
export function noticePreviewCard(view: NoticePreviewView): AdaptiveCard {
  return card(
    noticePreviewSummary(view),
    [
      ...header('For the service desk', view.audience),
      title(titleOf(view)),
      ...names(view),
      ...heldBack(view),
      ...leftOut(view.leftOut),
      heading('How it will look'),
      panel(noticeBody(view.notice)),
      note(
        `Counted at ${view.at}.${view.reportAt === undefined ? '' : ` Who is ready: Microsoft's report of ${view.reportAt}.`}`,
      ),
    ],
    buttons(view),
  );
}

/** The count in plain words. */
export function noticePreviewSummary(view: NoticePreviewView): string {
  return `Preview of a notice to ${accounts(view.recipients)} (${view.audience}). Nothing is sent yet.`;
}

function titleOf({ recipients, held }: NoticePreviewView): string {
  if (recipients > 0) return `Send to ${accounts(recipients)}?`;
  return held > 0 ? 'Nobody would get this notice at once' : 'Nobody would get this notice';
}

function heldBack({ held }: NoticePreviewView): Element[] {
  if (held === 0) return [];
  return [
    heading('Who is held back'),
    paragraph(
      `${accounts(held)}: ${reasonWords('status-unknown')}. They get the notice if MFA turns out not to be set up.`,
    ),
  ];
}

function names(view: NoticePreviewView): Element[] {
  if (view.recipients === 0) return [];
  const shown = view.names.slice(0, 10);
  const more = view.recipients - shown.length;
  return [
    heading('Who gets it'),
    paragraph(shown.join(', ') + (more > 0 ? ` and ${number(more)} more` : '')),
    ...installedFirst(view),
  ];
}

function installedFirst({ recipients, toInstall = 0 }: NoticePreviewView): Element[] {
  if (toInstall === 0) return [];
  const who =
    toInstall < recipients
      ? `${number(toInstall)} of them do`
      : recipients === 1
        ? 'This account does'
        : 'These accounts do';
  return [
    paragraph(`${who} not have this app yet. It is added to their Teams first, where Microsoft allows that.`),
  ];
}

function leftOut(reasons: LeftOut[]): Element[] {
  const some = reasons.filter((reason) => reason.count > 0);
  if (some.length === 0) return [];
  return [
    heading('Who does not get it now'),
    ...bullets(some.map((reason) => [{ strong: `${accounts(reason.count)}: ` }, reasonWords(reason.why)])),
  ];
}

function accounts(count: number): string {
  return counted(count, 'account', 'accounts');
}

function buttons({ noticeId, version, recipients, held }: NoticePreviewView): Action[] {
  const draft = { noticeId, version };
  const edit = execute(noticeEdit, 'Edit', draft);
  const cancel = execute(noticeCancel, 'Cancel', draft);
  if (recipients + held === 0) return [primary(edit), cancel];
  const send = recipients === 0 ? 'Send when known' : `Send to ${number(recipients)}`;
  return [primary(execute(noticeSend, send, draft)), edit, cancel];
}
