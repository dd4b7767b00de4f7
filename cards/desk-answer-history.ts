import { submit } from './actions/action.ts';
import { answerShow } from './actions/learning.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, note, paragraph, title } from './elements.ts';
import { answerName } from './words-answer.ts';
import { counted } from './words-dates.ts';
import { startOf } from './words-ticket.ts';

/** Something that was done to an answer. */
export interface DeskAnswerChange {
  what: 'written' | 'edited' | 'published' | 'withdrawn' | 'discarded';
  by: string;
  at: string;
  version: number;
  /** The words of then, where there are some. */
  words?: { title: string; text: string };
}

/** Who did what to an answer. */
export interface DeskAnswerHistoryView {
  answerId: string;
  number: number;
  /** Newest first, at most twelve. */
  changes: DeskAnswerChange[];
  /** How many were made before those. */
  earlier: number;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The changes of an answer, the newest on top. */
export function deskAnswerHistoryCard(view: DeskAnswerHistoryView): AdaptiveCard {
  return card(
    deskAnswerHistorySummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answerName(view.number)),
      title(`History of answer ${view.number}`),
      ...view.changes.map(change),
      ...(view.earlier > 0
        ? [note(`${counted(view.earlier, 'change was', 'changes were')} made before.`)]
        : []),
    ],
    [submit(answerShow, 'Show the answer', { answer: view.answerId })],
  );
}

/** The last change in plain words. */
export function deskAnswerHistorySummary({ number, changes: [last] }: DeskAnswerHistoryView): string {
  const name = `History of answer ${number}`;
  return last === undefined ? `${name}.` : `${name}: ${whatWords[last.what].toLowerCase()} by ${last.by}.`;
}

const whatWords: Record<DeskAnswerChange['what'], string> = {
  written: 'Written',
  edited: 'Changed, not published',
  published: 'Published',
  withdrawn: 'Withdrawn',
  discarded: 'Changes discarded',
};

function change({ what, by, at, version, words }: DeskAnswerChange): Element {
  return {
    type: 'Container',
    spacing: 'large',
    separator: true,
    items: [
      paragraph([{ strong: whatWords[what] }], 'none'),
      paragraph(by, 'none'),
      ...(words === undefined
        ? []
        : [paragraph([{ strong: words.title }], 'small'), paragraph(startOf(words.text), 'none')]),
      note(`At ${at}. Version ${version}.`, 'small'),
    ],
  };
}
