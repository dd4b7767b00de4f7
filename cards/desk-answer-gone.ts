import { submit } from './actions/action.ts';
import { answersShow } from './actions/learning.ts';
import { type AdaptiveCard, card } from './card.ts';
import { header, paragraph, title } from './elements.ts';

/** An answer that is not there: it was thrown away just now, or at some time before. */
export interface DeskAnswerGoneView {
  kind: 'discarded' | 'unknown';
  /** 'Service Desk' */
  serviceDesk: string;
}

/** One sentence, and the way to the others. */
export function deskAnswerGoneCard(view: DeskAnswerGoneView): AdaptiveCard {
  const { name, more } = words[view.kind];
  return card(
    deskAnswerGoneSummary(view),
    [...header(`For the ${view.serviceDesk}`), title(name), paragraph(more)],
    [submit(answersShow, 'All answers', {})],
  );
}

/** The same in plain words. */
export function deskAnswerGoneSummary({ kind }: DeskAnswerGoneView): string {
  const { name, more } = words[kind];
  return `${name}. ${more}`;
}

const words: Record<DeskAnswerGoneView['kind'], { name: string; more: string }> = {
  discarded: { name: 'The draft is discarded', more: 'Nobody got it.' },
  unknown: { name: 'That answer is no longer there', more: 'Nothing was changed.' },
};
