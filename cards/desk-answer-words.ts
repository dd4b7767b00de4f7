import { type AnswerView, answerCard } from './answer.ts';
import type { Element } from './card.ts';
import { bullets, fact, heading, note, panel } from './elements.ts';
import { type AnswerReach, reachWords, spanWords } from './words-answer.ts';
import { counted } from './words-dates.ts';
import { startOf } from './words-ticket.ts';

/** The words of an answer, published or not, as the service desk looks them over. */
export interface DeskAnswerWords {
  reach: AnswerReach;
  phrasings: string[];
  /** The answer as people see it. */
  answer: AnswerView;
}

/** Who gets it and when, how people ask for it, and the very card that they see. */
export function deskAnswerWords({ reach, phrasings, answer }: DeskAnswerWords, look: string): Element[] {
  return [
    fact('Who gets it', reachWords(reach)),
    fact('When', spanWords(reach)),
    ...askedAs(phrasings),
    heading(look),
    panel(answerCard(answer).body),
  ];
}

/** How many phrasings are shown; those after are counted. */
const phrasingsShown = 5;

function askedAs(phrasings: string[]): Element[] {
  const more = phrasings.length - phrasingsShown;
  return [
    heading('For questions such as'),
    ...bullets(phrasings.slice(0, phrasingsShown).map((phrasing) => startOf(phrasing))),
    ...(more > 0 ? [note(`And ${counted(more, 'other wording', 'other wordings')}.`, 'small')] : []),
  ];
}
