import { execute } from './actions/action.ts';
import { noticePreview, noticeTextMax } from './actions/notice.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, note, panel, paragraph, primary, title } from './elements.ts';

/** An audience that can be chosen: each cohort, and those not ready for each phase. */
export interface Audience {
  id: string;
  title: string;
}

/** A notice being written; what was written already comes back. */
export interface NoticeWriteView {
  noticeId?: string;
  version: number;
  text: string;
  audience?: string;
  audiences: Audience[];
  /** What is missing, in one sentence. */
  fault?: string;
  /** 'Norfolk County Council' */
  organisation: string;
}

/** The form that a notice is written in. */
export function noticeWriteCard(view: NoticeWriteView): AdaptiveCard {
  return card(
    noticeWriteSummary(view),
    [
      ...header('For the service desk', view.organisation),
      title('Write a notice'),
      paragraph('You see who gets it before anything is sent.'),
      ...(view.fault === undefined
        ? []
        : [panel([paragraph([{ strong: 'Please check: ' }, view.fault], 'none')], 'attention')]),
      {
        type: 'Input.ChoiceSet',
        id: 'audience',
        label: 'Who should get it?',
        style: 'compact',
        wrap: true,
        isRequired: true,
        errorMessage: 'Choose who should get the notice',
        placeholder: 'Choose a group of accounts',
        choices: view.audiences.map((audience) => ({ title: audience.title, value: audience.id })),
        ...(view.audience === undefined ? {} : { value: view.audience }),
        spacing: 'medium',
      },
      {
        type: 'Input.Text',
        id: 'text',
        label: 'What should it say?',
        isMultiline: true,
        isRequired: true,
        maxLength: noticeTextMax,
        errorMessage: `Write the notice, in at most ${noticeTextMax.toLocaleString('en-GB')} characters`,
        ...(view.text === '' ? {} : { value: view.text }),
        spacing: 'medium',
      },
      note('Plain text, at most 2,000 characters. Never ask for a password or a code.'),
    ],
    [
      primary(
        execute(noticePreview, 'Preview', {
          version: view.version,
          ...(view.noticeId === undefined ? {} : { noticeId: view.noticeId }),
        }),
      ),
    ],
  );
}

/** The same in plain words. */
export function noticeWriteSummary(view: NoticeWriteView): string {
  return view.fault === undefined
    ? 'Write a notice to schools. This needs a client that shows cards.'
    : `Your notice is not ready: ${view.fault}`;
}
