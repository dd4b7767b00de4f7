import type { GuideFacts } from '../../services/guides/facts.ts';
import type { End, Guide } from '../../services/guides/guide.ts';
import { fillIn } from '../../services/guides/placeholders.ts';
import { wordsOf } from '../../services/guides/step-words.ts';
import { speaksOfChat, withoutOffers } from './chat-only.ts';
import { type Stop, stopAt, stopsInOrder } from './guide-order.ts';
import type { PictureSize } from './picture-size.ts';

/** A way on: the words of the link, and the section that it leads to. */
export interface Way {
  label: string;
  to: string;
  number: number;
}

export interface Section {
  /** The step's own id, which is also its anchor. */
  id: string;
  number: number;
  title: string;
  text: string[];
  list: string[];
  plain: string[];
  stuck: string[];
  choices: Way[];
  picture?: PictureSize & { file: string; alt: string };
  tip?: string;
  link?: { title: string; url: string };
  next?: Way;
  /** Where the guide ends: `check` is where the bot would ask Microsoft. `other` is a page of these. */
  ends?: { kind: 'check' | End['kind']; other?: OtherGuide };
}

/** A page of another guide, at the step where one goes on; `title` is how that guide is called. */
interface OtherGuide {
  label: string;
  url: string;
  title: string;
}

export interface GuideView {
  id: string;
  title: string;
  summary: string;
  /** Somewhere it says what is typed in the chat. */
  speaksOfChat: boolean;
  sections: Section[];
}

export interface GuideSurroundings {
  /** All guides: an end can lead into another one. */
  guides: ReadonlyMap<string, Guide>;
  facts: GuideFacts;
  /** Empty where no pictures are served: a step does without. */
  pictures: ReadonlyMap<string, PictureSize>;
}

/** A whole guide as one page for anybody: each step that can be reached, with the ways between them as links. */
export function guideView(guide: Guide, surroundings: GuideSurroundings): GuideView {
  const { facts } = surroundings;
  const stops = stopsInOrder(guide, facts);
  const titles = new Map(stops.map((stop) => [stop.id, titleOf(stop, facts)]));
  const way = (label: string | undefined, stepId: string): Way | undefined => {
    const to = stopAt(guide, stepId, facts)?.id;
    const number = stops.findIndex(({ id }) => id === to) + 1;
    if (to === undefined || number === 0) return undefined;
    return { label: label === undefined ? (titles.get(to) ?? '') : fillIn(label, facts.words), to, number };
  };
  const sections = stops.map((stop, at) => {
    const base = { id: stop.id, number: at + 1, title: titles.get(stop.id) ?? '' };
    if (stop.kind === 'question') {
      const choices = stop.options.flatMap(({ label, to }) => way(label, to) ?? []);
      return { ...base, text: [], list: [], plain: [], stuck: [], choices };
    }
    return { ...base, ...sectionOfStep(stop, { ...surroundings, way }) };
  });
  return {
    id: guide.id,
    title: guide.title,
    summary: fillIn(guide.summary, facts.words),
    speaksOfChat: sections.some(({ text, list, plain, stuck, tip = '' }) =>
      [...text, ...list, ...plain, ...stuck, tip].some(speaksOfChat),
    ),
    sections,
  };
}

/** A question has no words in the guide, because in the chat the bot knows the answer. */
function titleOf(stop: Stop, facts: GuideFacts): string {
  if (stop.kind === 'step') return wordsOf(stop.step, facts).title;
  return stop.asks === 'second-step' ? 'Do you have a second step already?' : 'Which of these fits you?';
}

interface Links extends GuideSurroundings {
  way(label: string | undefined, stepId: string): Way | undefined;
}

function sectionOfStep(
  { step }: Extract<Stop, { kind: 'step' }>,
  { guides, facts, pictures, way }: Links,
): Omit<Section, 'id' | 'number' | 'title'> {
  const {
    text,
    list = [],
    plain,
    stuck,
    tip,
    link,
    picture,
    choices = [],
    end,
    check,
  } = wordsOf(step, facts);
  const size = picture && pictures.get(picture.file);
  const targetOf = (id: string) => step.choices?.find((choice) => choice.id === id)?.to ?? '';
  return {
    text: lines(text),
    list: lines(list),
    plain: lines(plain),
    stuck: lines(stuck),
    tip,
    link,
    picture: picture && size && { ...picture, ...size },
    choices: choices.flatMap(({ id, label }) => way(label, targetOf(id)) ?? []),
    next: step.next === undefined ? undefined : way(undefined, step.next),
    ends: end
      ? { kind: end.kind, other: end.guide && otherGuide(end.guide, guides, facts) }
      : check && { kind: 'check' },
  };
}

function lines(texts: string[]): string[] {
  return texts.map(withoutOffers).filter((text) => text !== '');
}

function otherGuide(
  { id, step, label }: NonNullable<End['guide']>,
  guides: ReadonlyMap<string, Guide>,
  facts: GuideFacts,
): OtherGuide {
  const guide = guides.get(id);
  const stop = guide && step !== undefined ? stopAt(guide, step, facts) : undefined;
  const url = `/help/guides/${id}${stop === undefined ? '' : `#${stop.id}`}`;
  return { label, url, title: guide?.title ?? label };
}
