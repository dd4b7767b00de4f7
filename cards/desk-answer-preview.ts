import { execute } from './actions/action.ts';
import { answerDiscard, answerEdit, answerPublish } from './actions/learning.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { type DeskAnswerWords, deskAnswerWords } from './desk-answer-words.ts';
import { header, note, panel, paragraph, primary, title } from './elements.ts';
import { answerName } from './words-answer.ts';

/** Words of an answer before people get them. */
export interface DeskAnswerPreviewView {
  answerId: string;
  /** The version that is shown. */
  seen: number;
  number: number;
  /**
   * What people get until then: nothing yet (`new`), the words of an earlier version (`published`), or nothing any
   * more (`withdrawn`).
   */
  now: 'new' | 'published' | 'withdrawn';
  words: DeskAnswerWords;
  /** Somebody else changed it, so nothing was done; this is how it is now. */
  isChanged?: boolean;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The very card that people will see, who gets it and when. Nothing is given before the button is pressed. */
export function deskAnswerPreviewCard(view: DeskAnswerPreviewView): AdaptiveCard {
  return card(
    deskAnswerPreviewSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answerName(view.number)),
      title(view.now === 'published' ? 'Publish these changes?' : 'Publish this answer?'),
      ...changed(view),
      ...deskAnswerWords(view.words, 'How it will look'),
      note(untilThen[view.now]),
    ],
    buttons(view),
  );
}

/** The same in plain words. */
export function deskAnswerPreviewSummary({ isChanged, words, number }: DeskAnswerPreviewView): string {
  const name = answerName(number);
  if (isChanged) return `${name}: ${changedWords}`;
  return `Preview of ${name.toLowerCase()}, “${words.answer.title}”. Nobody gets it yet.`;
}

const changedWords = 'somebody else changed it since. Nothing was done. This is how it is now.';

const untilThen: Record<DeskAnswerPreviewView['now'], string> = {
  new: 'Nobody gets it before you publish it.',
  published: 'Until you publish them, people get the words that were published before.',
  withdrawn: 'It is withdrawn. Nobody gets it before you publish it again.',
};

function changed({ isChanged }: DeskAnswerPreviewView): Element[] {
  if (!isChanged) return [];
  return [panel([paragraph(`Please check: ${changedWords}`, 'none')], 'attention')];
}

function buttons({ answerId: answer, seen, now }: DeskAnswerPreviewView): Action[] {
  return [
    primary(execute(answerPublish, 'Publish', { answer, seen })),
    execute(answerEdit, 'Edit', { answer }),
    ...(now === 'withdrawn' ? [] : [execute(answerDiscard, 'Discard', { answer, seen })]),
  ];
}
