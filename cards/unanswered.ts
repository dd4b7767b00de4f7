import { execute, submit } from './actions/action.ts';
import {
  answerShow,
  answersShow,
  answerWrite,
  unansweredDismiss,
  unansweredPage,
} from './actions/learning.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { header, heading, note, panel, paragraph, title } from './elements.ts';
import { type AnswerState, answerName, stateWords } from './words-answer.ts';
import { counted } from './words-dates.ts';
import { startOf } from './words-ticket.ts';

/** A place in the list: what comes after it is shown. */
export interface UnansweredPlace {
  times: number;
  /** As ISO text in UTC. */
  asked: string;
  id: string;
}

/** Questions that are alike. */
export interface UnansweredRow {
  groupId: string;
  example: string;
  /** Other wordings, at most three. */
  others: string[];
  times: number;
  /** How many of them were answered with something that did not help. */
  notHelped: number;
  /** When it was asked last, in words. */
  last: string;
  /** Titles of what was answered or offered in vain. */
  shown: string[];
  /** The answer that the desk wrote for it already. */
  answer?: { id: string; number: number; state: AnswerState };
}

/** What people think of an answer. */
interface Disliked {
  title: string;
  likes: number;
  dislikes: number;
  remark?: string;
}

/** What was asked in vain, eight groups a card. */
export interface UnansweredView {
  rows: UnansweredRow[];
  /** On all cards together. */
  groups: number;
  questions: number;
  /** Where this card begins; absent on the first one. */
  from?: UnansweredPlace;
  next?: UnansweredPlace;
  /** Most disliked first, at most three; on the first card only. */
  disliked: Disliked[];
  /** For how many days questions are kept. */
  days: number;
  /** The example of a group that was just taken off. */
  dismissed?: string;
  /** When it was counted, in words. */
  at: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The groups, those asked most on top, and what people disliked. */
export function unansweredCard(view: UnansweredView): AdaptiveCard {
  return card(
    unansweredSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title('What people asked in vain'),
      ...dismissed(view),
      paragraph(countWords(view)),
      ...view.rows.map((row, index) => rowElement(row, index + 1, view.from)),
      ...disliked(view.disliked),
      note(`Questions of the last ${view.days} days, without names. Counted at ${view.at}.`),
    ],
    buttons(view),
  );
}

/** The counts in plain words. */
export function unansweredSummary(view: UnansweredView): string {
  return `Asked in vain: ${countWords(view)}`;
}

function countWords({ rows, groups, questions, from, days }: UnansweredView): string {
  if (groups === 0)
    return `Nothing waits for you. Whatever was asked in the last ${days} days has its answer.`;
  if (rows.length === 0 && from !== undefined) return 'There are no more.';
  return groups === questions
    ? `${counted(groups, 'question', 'different questions')} without an answer that helped.`
    : `${counted(questions, 'question', 'questions')} without an answer that helped, in ${counted(groups, 'group', 'groups')} of the same kind.`;
}

function dismissed({ dismissed: example }: UnansweredView): Element[] {
  if (example === undefined) return [];
  return [
    panel([
      paragraph(`${quoted(example)} is off the list. It comes back if somebody asks it again.`, 'none'),
    ]),
  ];
}

/** Shorter than a question may be: eight groups with four wordings each have to fit into a message. */
function quoted(text: string): string {
  const most = 100;
  const start = [...startOf(text)];
  return `“${start.length <= most ? start.join('') : `${start.slice(0, most).join('').trimEnd()}…`}”`;
}

function rowElement(row: UnansweredRow, place: number, from: UnansweredPlace | undefined): Element {
  const { groupId: group, others, shown, answer } = row;
  const write =
    answer === undefined
      ? submit(answerWrite, `Answer question ${place}`, { group })
      : submit(answerShow, `Open answer ${answer.number}`, { answer: answer.id });
  return {
    type: 'Container',
    spacing: 'large',
    separator: true,
    items: [
      paragraph([{ strong: `${place}.  ${quoted(row.example)}` }], 'none'),
      ...(others.length > 0 ? [paragraph(`Also: ${others.map(quoted).join(', ')}`, 'small')] : []),
      paragraph(`Asked ${timesWords(row.times)}, last at ${row.last}.`, 'small'),
      ...(row.notHelped > 0
        ? [paragraph(`“That didn't help” was pressed ${timesWords(row.notHelped)}.`, 'small')]
        : []),
      ...(shown.length > 0
        ? [note(`Shown in vain: ${shown.slice(0, 3).map(quoted).join(', ')}`, 'small')]
        : []),
      ...(answer === undefined
        ? []
        : [note(`${answerName(answer.number)} was written for it: ${stateWords(answer.state)}.`, 'small')]),
      {
        type: 'ActionSet',
        spacing: 'small',
        actions: [write, execute(unansweredDismiss, `Not for us: ${place}`, { group, ...from })],
      },
    ],
  };
}

function timesWords(times: number): string {
  if (times === 1) return 'once';
  return times === 2 ? 'twice' : counted(times, 'time', 'times');
}

function disliked(answers: Disliked[]): Element[] {
  if (answers.length === 0) return [];
  return [
    heading('Answers people disliked', { separator: true }),
    ...answers.flatMap(({ title: name, likes, dislikes, remark }) => [
      paragraph([{ strong: startOf(name) }]),
      paragraph(
        `${counted(dislikes, 'thumb down', 'thumbs down')}, ${counted(likes, 'thumb up', 'thumbs up')}`,
        'none',
      ),
      ...(remark === undefined ? [] : [note(quoted(remark), 'none')]),
    ]),
  ];
}

function buttons({ next, from }: UnansweredView): Action[] {
  return [
    ...(next === undefined ? [] : [execute(unansweredPage, 'Show more', next)]),
    execute(unansweredPage, from === undefined ? 'Refresh' : 'From the start', {}),
    submit(answersShow, 'All answers', {}),
  ];
}
