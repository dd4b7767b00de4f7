import { execute, submit } from './actions/action.ts';
import { answerShow, answersPage, answerWrite, unansweredShow } from './actions/learning.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { buttonRow, header, note, paragraph, primary, title } from './elements.ts';
import { type AnswerState, answerName, stateWords } from './words-answer.ts';

/** One answer of the list. */
export interface DeskAnswerRow {
  answerId: string;
  number: number;
  title: string;
  state: AnswerState;
  changed: { by: string; at: string };
}

/** What the service desk wrote, ten a card, the newest on top. */
export interface DeskAnswerListView {
  rows: DeskAnswerRow[];
  isFirst: boolean;
  /** The number after which the next card begins; absent on the last one. */
  next?: number;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The list with a button to each. */
export function deskAnswerListCard(view: DeskAnswerListView): AdaptiveCard {
  return card(
    deskAnswerListSummary(view),
    [...header(`For the ${view.serviceDesk}`), title('Answers that you wrote'), ...rows(view)],
    buttons(view),
  );
}

/** The newest in plain words. */
export function deskAnswerListSummary({ rows: [first], serviceDesk }: DeskAnswerListView): string {
  const name = `Answers of the ${serviceDesk}`;
  return first === undefined ? `${name}: none.` : `${name}. The newest here: “${first.title}”.`;
}

function rows({ rows: found, isFirst }: DeskAnswerListView): Element[] {
  if (found.length > 0) return found.map(row);
  return isFirst
    ? [
        paragraph('None yet. Write one here, and everybody who asks gets it at once.'),
        paragraph(['Type ', { strong: 'unanswered' }, ' to see what people asked in vain.']),
      ]
    : [paragraph('There are no more.')];
}

function row({ answerId, number, title: name, state, changed }: DeskAnswerRow): Element {
  return {
    type: 'Container',
    spacing: 'large',
    separator: true,
    items: [
      paragraph([{ strong: answerName(number) }, `: ${stateWords(state)}`], 'none'),
      paragraph(name, 'small'),
      note(`Last changed by ${changed.by}, at ${changed.at}.`, 'small'),
      ...buttonRow(submit(answerShow, `Open answer ${number}`, { answer: answerId }), 'small'),
    ],
  };
}

function buttons({ next, isFirst }: DeskAnswerListView): Action[] {
  return [
    primary(submit(answerWrite, 'Write an answer', {})),
    ...(next === undefined ? [] : [execute(answersPage, 'Show more', { after: next })]),
    ...(isFirst ? [] : [execute(answersPage, 'From the start', {})]),
    submit(unansweredShow, 'Asked in vain', {}),
  ];
}
