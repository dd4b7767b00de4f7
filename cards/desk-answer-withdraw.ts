import { execute } from './actions/action.ts';
import { answerKeep, answerWithdrawNow } from './actions/learning.ts';
import { type AdaptiveCard, card } from './card.ts';
import { fact, header, paragraph, primary, title } from './elements.ts';
import { answerName } from './words-answer.ts';

/** An answer that somebody wants to take back. */
export interface DeskAnswerWithdrawView {
  answerId: string;
  seen: number;
  number: number;
  title: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** Asks once more before nobody gets an answer any longer. */
export function deskAnswerWithdrawCard(view: DeskAnswerWithdrawView): AdaptiveCard {
  const { answerId: answer, seen } = view;
  return card(
    deskAnswerWithdrawSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answerName(view.number)),
      title('Withdraw this answer?'),
      fact('Answer', view.title),
      paragraph('From then on nobody gets it. Its words stay, and you can publish it again.'),
    ],
    [
      primary(execute(answerWithdrawNow, 'Withdraw', { answer, seen })),
      execute(answerKeep, 'Keep it', { answer }),
    ],
  );
}

/** The same in plain words. */
export function deskAnswerWithdrawSummary({ number, title: name }: DeskAnswerWithdrawView): string {
  return `Withdraw ${answerName(number).toLowerCase()}, “${name}”? Nobody gets it then.`;
}
