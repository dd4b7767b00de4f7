import { submit } from './actions/action.ts';
import { datesShow } from './actions/dates.ts';
import { guideStart } from './actions/guide.ts';
import { helpShow } from './actions/help.ts';
import { myDataShow } from './actions/my-data.ts';
import { questionAsk, questionNotHelped } from './actions/question.ts';
import { statusShow } from './actions/status.ts';
import { ticketWrite } from './actions/ticket.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { type Block, blocks, buttonRow, heading, note, primary, title } from './elements.ts';
import type { Source } from './standing.ts';

/** Where an answer's one main button leads. */
type Related =
  | { kind: 'guide'; guide: string }
  | { kind: 'command'; command: 'status' | 'dates' | 'help' | 'person' | 'my-data' };

/** Another article that may be meant. */
export interface Suggestion {
  id: string;
  title: string;
}

/** One answer to a question. */
export interface AnswerView {
  title: string;
  blocks: Block[];
  source: Source;
  /** Where dates that it names were changed, a sentence each, with a reason as it was typed. */
  changes?: string[];
  related?: Related;
  /** A guide that goes through it, at the step where it starts; the main button where it is given. */
  guide?: { id: string; step?: string; label: string };
  /** What may be meant as well, at most three. */
  near?: Suggestion[];
  /** Offers "That didn't help" for this article and question; `others` may be meant instead. */
  helpful?: { id: string; question?: string; others: string[] };
  /** A short sentence under its title. */
  lead?: string;
  serviceDesk: string;
}

/** An article as a card. */
export function answerCard(view: AnswerView): AdaptiveCard {
  return card(
    answerSummary(view),
    [
      title(view.title),
      ...(view.lead === undefined ? [] : [note(view.lead)]),
      ...blocks(view.blocks),
      note(`Source: ${view.source.name}, ${view.source.date}.`),
      ...(view.changes ?? []).map((change) => note(change, 'small')),
      ...(view.near?.length
        ? [heading('Or did you mean'), ...suggestions(view.near, view.helpful?.question)]
        : []),
    ],
    buttons(view),
  );
}

/** The title and the first paragraph. */
export function answerSummary(view: AnswerView): string {
  const first = view.blocks.find((block) => block.kind === 'text');
  return first?.kind === 'text' ? `${view.title}: ${first.text}` : view.title;
}

/** Articles that may be meant with this question, at most three, a button a row. */
export function suggestions(articles: Suggestion[], question?: string): Element[] {
  return articles
    .slice(0, 3)
    .flatMap((article) => buttonRow(submit(questionAsk, article.title, { id: article.id, question })));
}

function buttons({ guide, related: target, serviceDesk, helpful }: AnswerView): Action[] {
  const led =
    guide === undefined
      ? related(target, serviceDesk).map(primary)
      : [
          primary(submit(guideStart, guide.label, { guide: guide.id, step: guide.step })),
          ...(target?.kind === 'guide' ? [] : related(target, serviceDesk)),
        ];
  return [...led, ...(helpful ? [submit(questionNotHelped, "That didn't help", helpful)] : [])];
}

function related(target: Related | undefined, serviceDesk: string): Action[] {
  if (target === undefined) return [];
  if (target.kind === 'guide') return [submit(guideStart, 'Set up MFA', { guide: target.guide })];
  switch (target.command) {
    case 'status':
      return [submit(statusShow, 'Check my status', {})];
    case 'dates':
      return [submit(datesShow, 'Dates', {})];
    case 'help':
      return [submit(helpShow, 'Help', {})];
    case 'my-data':
      return [submit(myDataShow, 'My data', {})];
    case 'person':
      return [submit(ticketWrite, `Ask the ${serviceDesk}`, {})];
  }
}
