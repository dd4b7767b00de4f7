import { execute } from './actions/action.ts';
import { guideBack, guideCheck, guideLater, guideNext, guideRestart } from './actions/guide.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { blocks, header, linkRow, panel, paragraph, picture, primary, title } from './elements.ts';
import type { Who } from './standing.ts';

/** Where a guide's card stands; every button carries it. */
export interface GuidePlace {
  guide: string;
  step: string;
  version: number;
}

/** One step of a guide. Text is plain: no Markdown. */
export interface GuideStepView {
  who: Who;
  place: GuidePlace;
  guideTitle: string;
  /** Counted from 1. */
  number: number;
  of: number;
  title: string;
  /** Paragraphs. */
  text: string[];
  /** What to do, in order. */
  list?: string[];
  picture?: { url: string; altText: string };
  /** What often goes wrong here. */
  tip?: string;
  /** A page to open in the browser. */
  link?: { title: string; url: string };
  /** The last step asks Microsoft; the others go on. */
  end: 'next' | 'check';
  /** A line above the step: 'That was an older card. This is where you are.' */
  note?: string;
}

/** A step, as one card that updates in place. */
export function guideStepCard(view: GuideStepView): AdaptiveCard {
  return card(
    guideStepSummary(view),
    [
      ...header(view.guideTitle, view.who.address),
      ...(view.note === undefined ? [] : [panel([paragraph(view.note, 'none')])]),
      paragraph(`Step ${view.number} of ${view.of}`),
      title(view.title),
      ...blocks(view.text.map((text) => ({ kind: 'text', text }))),
      ...(view.picture === undefined ? [] : [picture(view.picture.url, view.picture.altText)]),
      ...(view.list === undefined ? [] : blocks([{ kind: 'numbers', items: view.list }])),
      ...linkRow(view.link),
      ...tipPanel(view.tip),
    ],
    buttons(view),
  );
}

/** 'Set up MFA, step 3 of 7: Add the app.' */
export function guideStepSummary(view: GuideStepView): string {
  return `${view.guideTitle}, step ${view.number} of ${view.of}: ${view.title}.`;
}

function tipPanel(tip: string | undefined): Element[] {
  if (tip === undefined) return [];
  return [panel([paragraph([{ strong: 'What often goes wrong' }], 'none'), paragraph(tip, 'small')])];
}

function buttons(view: GuideStepView): Action[] {
  const { place } = view;
  const forward =
    view.end === 'check' ? execute(guideCheck, 'Check now', place) : execute(guideNext, 'Next', place);
  if (view.number <= 1) return [primary(forward), execute(guideLater, 'Not now', place)];
  return [primary(forward), execute(guideBack, 'Back', place), execute(guideRestart, 'Start again', place)];
}
