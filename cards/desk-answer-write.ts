import { execute, submit } from './actions/action.ts';
import {
  answerPhrasingsMax,
  answerPreview,
  answerShow,
  answerTextMax,
  answerTitleMax,
} from './actions/learning.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, note, panel, paragraph, primary, title, withoutInputs } from './elements.ts';
import { answerName } from './words-answer.ts';
import { number } from './words-dates.ts';

/** The fields of the form, in their order. */
export type AnswerField = 'title' | 'phrasings' | 'text' | 'cohorts' | 'validFrom' | 'validUntil';

/** An answer being written; what was typed already comes back, except passwords and codes. */
export interface DeskAnswerWriteView {
  /** The answer that is changed; absent for a new one. `seen` is its version. */
  answer?: { id: string; number: number; seen: number };
  /** The group of questions that it is written for. */
  group?: string;
  /** A new UUID each time that the form is shown. */
  requestId: string;
  typed: Record<AnswerField, string>;
  /** Groups of accounts that it can be for. */
  cohorts: { id: string; name: string }[];
  /** What is to be changed, a sentence each. */
  faults: { field: AnswerField; message: string }[];
  /** Why the form stands here again: the answer was changed meanwhile, by whom and when in words, or is gone. */
  news?: { kind: 'changed'; by: string; at: string } | { kind: 'gone' };
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The form that an answer is written in. */
export function deskAnswerWriteCard(view: DeskAnswerWriteView): AdaptiveCard {
  const { answer, group, requestId, news } = view;
  return card(
    deskAnswerWriteSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answer && answerName(answer.number)),
      title(answer === undefined ? 'Write an answer' : `Change answer ${answer.number}`),
      ...newsPanel(news),
      ...faultsPanel(view),
      paragraph('You see how it will look before anybody gets it.'),
      ...words(view),
      ...whoAndWhen(view),
      note('Never write a password or a code here, and never ask for one.'),
    ],
    [
      primary(
        execute(answerPreview, 'Preview', {
          requestId,
          ...(answer === undefined ? {} : { answer: answer.id, seen: answer.seen }),
          ...(group === undefined ? {} : { group }),
        }),
      ),
      ...(news?.kind === 'changed' && answer
        ? [withoutInputs(submit(answerShow, 'Show the other', { answer: answer.id }))]
        : []),
    ],
  );
}

/** The same in plain words. */
export function deskAnswerWriteSummary({ faults: [fault], news }: DeskAnswerWriteView): string {
  if (fault !== undefined) return `Your answer is not ready: ${fault.message}`;
  if (news !== undefined) return newsWords(news);
  return 'Write an answer for everybody who asks this. This needs a client that shows cards.';
}

function newsWords(news: NonNullable<DeskAnswerWriteView['news']>): string {
  return news.kind === 'changed'
    ? `${news.by} changed this answer since you opened it. Yours was not saved.`
    : 'This answer is no longer there. Yours was not saved.';
}

function newsPanel(news: DeskAnswerWriteView['news']): Element[] {
  if (news === undefined) return [];
  const next =
    news.kind === 'changed'
      ? `It was changed at ${news.at}. What you wrote is still below. Look at the other words first: “Preview” puts yours in their place.`
      : 'What you wrote is still below. “Preview” saves it as a new answer.';
  return [panel([paragraph([{ strong: newsWords(news) }], 'none'), paragraph(next, 'small')], 'attention')];
}

function faultsPanel({ faults }: DeskAnswerWriteView): Element[] {
  if (faults.length === 0) return [];
  return [
    panel(
      [
        paragraph([{ strong: 'Please check' }], 'none'),
        ...faults.map(({ field, message }) =>
          paragraph([{ strong: `${labels[field]}: ` }, message], 'small'),
        ),
      ],
      'attention',
    ),
  ];
}

const labels: Record<AnswerField, string> = {
  title: 'Title',
  phrasings: 'How people ask',
  text: 'Your answer',
  cohorts: 'Only for',
  validFrom: 'First day',
  validUntil: 'Last day',
};

function words({ typed }: DeskAnswerWriteView): Element[] {
  return [
    {
      type: 'Input.Text',
      id: 'title',
      label: labels.title,
      isRequired: true,
      maxLength: answerTitleMax,
      errorMessage: `Write a title, in at most ${answerTitleMax} characters`,
      ...filled(typed.title),
      spacing: 'medium',
    },
    {
      type: 'Input.Text',
      id: 'phrasings',
      label: `${labels.phrasings}, one question a line`,
      isMultiline: true,
      isRequired: true,
      maxLength: answerPhrasingsMax,
      errorMessage: 'Write at least one question, as people type it',
      ...filled(typed.phrasings),
      spacing: 'medium',
    },
    note('The more ways of asking, the better it is found. Leave out names and addresses.', 'small'),
    {
      type: 'Input.Text',
      id: 'text',
      label: labels.text,
      isMultiline: true,
      isRequired: true,
      maxLength: answerTextMax,
      errorMessage: `Write the answer, in at most ${number(answerTextMax)} characters`,
      ...filled(typed.text),
      spacing: 'medium',
    },
    note(
      'Shown exactly as typed, without formatting. An empty line begins a new paragraph, “- ” at the start of a line a bullet.',
      'small',
    ),
  ];
}

function whoAndWhen({ typed, cohorts }: DeskAnswerWriteView): Element[] {
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'cohorts',
      label: `${labels.cohorts} (choose none for everybody)`,
      style: 'expanded',
      isMultiSelect: true,
      wrap: true,
      errorMessage: 'Choose groups from the list, or none',
      choices: cohorts.map(({ id, name }) => ({ title: name, value: id })),
      ...filled(typed.cohorts),
      spacing: 'medium',
    },
    {
      type: 'Input.Date',
      id: 'validFrom',
      label: `${labels.validFrom}, if it is not for now`,
      ...filled(typed.validFrom),
      spacing: 'medium',
    },
    {
      type: 'Input.Date',
      id: 'validUntil',
      label: `${labels.validUntil}, if it ends`,
      ...filled(typed.validUntil),
      spacing: 'medium',
    },
  ];
}

function filled(value: string): { value?: string } {
  return value === '' ? {} : { value };
}
