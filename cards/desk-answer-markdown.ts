import { submit } from './actions/action.ts';
import { answerShow } from './actions/learning.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { fact, header, note, paragraph, title } from './elements.ts';
import { answerName } from './words-answer.ts';

/** A published answer as a file. */
export interface DeskAnswerMarkdownView {
  answerId: string;
  number: number;
  /** 'desk-12.md' */
  file: string;
  markdown: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The file's text in a box, from which it can be copied; nothing that is changed there is kept. */
export function deskAnswerMarkdownCard(view: DeskAnswerMarkdownView): AdaptiveCard {
  return card(
    deskAnswerMarkdownSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, answerName(view.number)),
      title(`Answer ${view.number} as Markdown`),
      fact('File', view.file),
      ...fileText(view.markdown),
    ],
    [submit(answerShow, 'Show the answer', { answer: view.answerId })],
  );
}

/** The same in plain words. */
export function deskAnswerMarkdownSummary({ number, file }: DeskAnswerMarkdownView): string {
  return `Answer ${number} as the file ${file}. This needs a client that shows cards.`;
}

/** In bytes of JSON; a message may have 28 KB, and the rest of the card needs some two. */
const mostShown = 24 * 1024;

function fileText(markdown: string): Element[] {
  if (new TextEncoder().encode(JSON.stringify(markdown)).length > mostShown) {
    return [
      paragraph(
        'This file is too long for a message. Ask whoever runs this app to export all answers as files.',
      ),
    ];
  }
  return [
    {
      type: 'Input.Text',
      id: 'markdown',
      label: 'Text to copy',
      isMultiline: true,
      maxLength: Math.max(1, markdown.length),
      errorMessage: 'Press “Show the answer”, then “As Markdown” again',
      value: markdown,
      spacing: 'medium',
    },
    note('Copy all of it. What you change here is not kept.', 'small'),
  ];
}
