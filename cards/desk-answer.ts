import { execute, submit } from './actions/action.ts';
import {
  answerEdit,
  answerHistory,
  answerMarkdown,
  answerReview,
  answerWithdraw,
} from './actions/learning.ts';
import { type Action, type AdaptiveCard, card } from './card.ts';
import { type DeskAnswerWords, deskAnswerWords } from './desk-answer-words.ts';
import { header, note, panel, paragraph, primary, title } from './elements.ts';
import { type AnswerState, answerName } from './words-answer.ts';

/** One answer as it stands. */
export interface DeskAnswerView {
  answerId: string;
  number: number;
  state: AnswerState;
  /** What people get; where they get nothing, what is kept. */
  words: DeskAnswerWords;
  changed: { by: string; at: string };
  /** A line above everything: what happened to the press. */
  note?: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** An answer of the service desk, with what can be done about it. */
export function deskAnswerCard(view: DeskAnswerView): AdaptiveCard {
  const { changed } = view;
  return card(
    deskAnswerSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answerName(view.number)),
      title(titleOf(view)),
      ...(view.note === undefined ? [] : [panel([paragraph(view.note, 'none')])]),
      ...(view.state === 'changed' ? [paragraph('Changes wait that are not published yet.')] : []),
      ...deskAnswerWords(view.words, looks[view.state]),
      note(`Last changed by ${changed.by}, at ${changed.at}.`),
    ],
    buttons(view),
  );
}

/** The same in plain words. */
export function deskAnswerSummary(view: DeskAnswerView): string {
  return view.note ?? `${titleOf(view)}: “${view.words.answer.title}”.`;
}

function titleOf({ number, state, words: { reach } }: DeskAnswerView): string {
  const name = answerName(number);
  switch (state) {
    case 'draft':
      return `${name} is a draft`;
    case 'published':
    case 'changed':
      return reach.isOver ? `${name} is out of date` : `${name} is published`;
    case 'withdrawn':
      return `${name} is withdrawn`;
  }
}

const looks: Record<AnswerState, string> = {
  draft: 'How it would look',
  published: 'What people see',
  changed: 'What people see',
  withdrawn: 'How it would look',
};

function buttons({ answerId: answer, state }: DeskAnswerView): Action[] {
  const edit = execute(answerEdit, 'Edit', { answer });
  const history = submit(answerHistory, 'History', { answer });
  const review = (name: string) => primary(execute(answerReview, name, { answer }));
  const ofPublished = [
    edit,
    execute(answerWithdraw, 'Withdraw', { answer }),
    history,
    submit(answerMarkdown, 'As Markdown', { answer }),
  ];
  switch (state) {
    case 'draft':
      return [review('Preview'), edit, history];
    case 'published':
      return ofPublished;
    case 'changed':
      return [review('Preview changes'), ...ofPublished];
    case 'withdrawn':
      return [review('Publish again'), edit, history];
  }
}
