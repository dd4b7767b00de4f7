import { execute, submit } from './actions/action.ts';
import {
  guideBack,
  guideCheck,
  guideChoose,
  guideLater,
  guideNext,
  guideRestart,
  guideStart,
  guideStuck,
} from './actions/guide.ts';
import { plainOff, plainOn } from './actions/plain.ts';
import type { Action, AdaptiveCard, Element } from './card.ts';
import {
  blocks,
  buttonRows,
  linkRow,
  note,
  panel,
  panelHeading,
  paragraph,
  picture,
  primary,
  title,
  type Words,
} from './elements.ts';
import { type GuidePlace, type GuideSubject, guideCard, readerOf, sentenceOf } from './guide-frame.ts';

/** A button into a guide, at a step where one is named. */
export interface GuideLead {
  title: string;
  guide: string;
  step?: string;
}

/** How a step leads on: to the next one, by an answer, by asking Microsoft; or not at all, because it is an end. */
export type GuideWay =
  | { kind: 'next' }
  | { kind: 'check' }
  /** In the order shown; a label is a button of at most 40 characters. */
  | { kind: 'choices'; choices: { id: string; label: string }[] }
  | { kind: 'end'; end: keyof typeof endWords; leads?: GuideLead };

/** One step of a guide. Text is plain: no Markdown. */
export interface GuideStepView extends GuideSubject {
  place: GuidePlace;
  /** Counted from 1. */
  number: number;
  of: number;
  title: string;
  /** Paragraphs. */
  text: string[];
  /** What to do, in order. */
  list?: string[];
  /** Left out where no public address serves it, and in plain mode. */
  picture?: { url: string; altText: string };
  /** What often goes wrong here. */
  tip?: string;
  /** A page to open in the browser. */
  link?: { title: string; url: string };
  way: GuideWay;
  /** A line above the step: 'That was an older card. This is where you are.' */
  note?: string;
  /** What only plain mode says, such as the way without the picture. */
  plainLines?: string[];
  /** The service desk's name, as the plan has it. */
  serviceDesk: string;
}

/** A step, as one card that updates in place; in plain mode, as a short message of its own. */
export function guideStepCard(view: GuideStepView): AdaptiveCard {
  return guideCard(view, {
    summary: guideStepSummary(view),
    body: view.plain ? plainBody(view) : body(view),
    actions: buttons(view),
    typed: typedWords(view),
  });
}

/** 'Set up MFA, step 3 of 7: Add the app.' */
export function guideStepSummary(view: GuideStepView): string {
  const place = view.way.kind === 'end' ? '' : `, step ${view.number} of ${view.of}`;
  return `${view.guideTitle}${place}: ${sentenceOf(view.title)}`;
}

function body(view: GuideStepView): Element[] {
  return [
    ...(view.note === undefined ? [] : [panel([paragraph(view.note, 'none')])]),
    paragraph(placeWords(view)),
    title(view.title),
    ...blocks(view.text.map((text) => ({ kind: 'text', text }))),
    ...(view.picture === undefined ? [] : [picture(view.picture.url, view.picture.altText)]),
    ...(view.list === undefined ? [] : blocks([{ kind: 'numbers', items: view.list }])),
    ...linkRow(view.link),
    ...choiceRows(view),
    ...(view.tip === undefined ? [] : [tipPanel(view.tip)]),
    ...(isFirst(view) && view.way.kind !== 'end'
      ? [note('Do you use a screen reader? Plain mode sends a short message a step, without pictures.')]
      : []),
  ];
}

/** The same, each thing said once in the order in which it is read aloud. */
function plainBody(view: GuideStepView): Element[] {
  const choices = view.way.kind === 'choices' ? view.way.choices : [];
  const lines: Words[] = [
    ...(view.note === undefined ? [] : [view.note]),
    ...view.text,
    ...(view.list ?? []).map((line, index) => `${index + 1}. ${line}`),
    ...(view.plainLines ?? []),
    ...(view.tip === undefined ? [] : [`Often goes wrong: ${view.tip}`]),
    ...choices.map(({ label }, index) => `Answer ${index + 1}: ${label}`),
  ];
  return [
    title(`${placeWords(view)}. ${sentenceOf(view.title)}`),
    ...lines.map((line) => paragraph(line)),
    ...linkRow(view.link),
    ...choiceRows(view),
  ];
}

function tipPanel(tip: string): Element {
  return panel([panelHeading('What often goes wrong'), paragraph(tip, 'small')]);
}

/** What kind of end a guide came to, where a step has its number. */
const endWords = {
  done: 'Done',
  'not-needed': 'Nothing to do',
  wait: 'Not yet',
  'ask-desk': 'Ask a person',
  'other-guide': 'Another guide helps here',
};

/** An end that still asks for something, or leads on to it, is not called done: it is the last thing to do. */
function placeWords({ way, number, of, list }: GuideStepView): string {
  if (way.kind !== 'end') return `Step ${number} of ${of}`;
  const isLeft = (list !== undefined && list.length > 0) || way.leads !== undefined;
  return isLeft && (way.end === 'done' || way.end === 'not-needed') ? 'Last step' : endWords[way.end];
}

function choiceRows({ way, place }: GuideStepView): Element[] {
  if (way.kind !== 'choices') return [];
  return buttonRows(
    way.choices.map(({ id, label }) => execute(guideChoose, label, { ...place, choice: id })),
  );
}

function buttons(view: GuideStepView): Action[] {
  const { place } = view;
  const back = isFirst(view) ? [] : [execute(guideBack, 'Back', place)];
  if (view.way.kind === 'end') {
    return [...endButtons(view), ...back, execute(guideRestart, 'Start again', place)];
  }
  return [
    ...forward(view),
    ...back,
    execute(guideStuck, "I'm stuck", place),
    ...(isFirst(view)
      ? [execute(guideLater, 'Not now', place), modeButton(view)]
      : [execute(guideRestart, 'Start again', place)]),
  ];
}

function forward({ way, place }: GuideStepView): Action[] {
  switch (way.kind) {
    case 'next':
      return [primary(execute(guideNext, 'Next', place))];
    case 'check':
      return [primary(execute(guideCheck, 'Check now', place))];
    case 'choices':
    case 'end':
      return [];
  }
}

/** An end leads to a person, to another guide, or to both: the person first. */
function endButtons({ way, place, keeper, serviceDesk }: GuideStepView): Action[] {
  if (way.kind !== 'end') return [];
  const { leads } = way;
  const found: Action[] = [
    ...(way.end === 'ask-desk' ? [execute(guideStuck, `Ask the ${serviceDesk}`, place)] : []),
    ...(leads === undefined
      ? []
      : [submit(guideStart, leads.title, { guide: leads.guide, step: leads.step, ...readerOf(keeper?.id) })]),
  ];
  return found.map((button, index) => (index === 0 ? primary(button) : button));
}

/** The other way to be shown a guide. */
function modeButton({ plain }: GuideStepView): Action {
  return plain ? submit(plainOff, 'Use cards with pictures', {}) : submit(plainOn, 'Use plain mode', {});
}

/** What can be typed instead of pressed. */
function typedWords(view: GuideStepView): string {
  const others = isFirst(view) ? ['stuck', 'not now'] : ['back', 'stuck', 'start again'];
  switch (view.way.kind) {
    case 'next':
      return `You can also type: ${['next', ...others].join(', ')}.`;
    case 'check':
      return `You can also type: ${['check', ...others].join(', ')}.`;
    case 'choices':
      return `You can also type the number of your answer, or: ${others.join(', ')}.`;
    case 'end': {
      const desk = view.way.end === 'ask-desk' ? ['stuck'] : [];
      const back = isFirst(view) ? [] : ['back'];
      return `You can also type: ${[...desk, ...back, 'start again'].join(', ')}.`;
    }
  }
}

function isFirst({ number }: GuideStepView): boolean {
  return number <= 1;
}
