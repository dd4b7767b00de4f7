import type { Element } from './card.ts';
import { bullets, heading, note, paragraph, type Words } from './elements.ts';
import { type Figure, figureWords } from './figures.ts';
import { counted, joined } from './words-dates.ts';

/** How one guide goes, without names. */
export interface GuideNumbers {
  title: string;
  opened: Figure;
  finished: Figure;
  /** The middle of all finished walks, in words: '6 min'; absent while nobody has finished. */
  usualTime?: string;
  /** Where five people or more stopped and did not go on, most first; three are shown. */
  stops: { step: string; count: number }[];
  /** Which methods were chosen, in words, most first; empty where they were too few to say. */
  methods: { method: string; count: Figure }[];
}

/** The guides that were opened, each in a few lines; the others by name only. */
export function guideNumbers(guides: GuideNumbers[]): Element[] {
  if (guides.length === 0) return [];
  const opened = guides.filter((guide) => guide.opened.kind === 'exact');
  const unopened = guides.filter((guide) => guide.opened.kind !== 'exact').map(({ title }) => title);
  return [
    heading('Guides', { separator: true }),
    ...(opened.length === 0 ? [paragraph('No guide has been opened by 5 people yet.')] : []),
    ...opened.flatMap(guideLines),
    ...(opened.length > 0 && unopened.length > 0
      ? [note(`Opened by fewer than 5 people, or by nobody yet: ${unopened.join('; ')}.`)]
      : []),
  ];
}

function guideLines({ title, opened, finished, usualTime, stops, methods }: GuideNumbers): Element[] {
  const time = usualTime === undefined ? '' : `, usually in ${usualTime}`;
  const lines: Words[] = [
    ...stops
      .slice(0, 3)
      .map(({ step, count }) => `${counted(count, 'person', 'people')} stopped at “${step}”`),
    ...(methods.length === 0
      ? []
      : [`Chosen: ${joined(methods.map(({ method, count }) => `${method} (${figureWords(count)})`))}`]),
  ];
  return [
    {
      type: 'Container',
      spacing: 'medium',
      items: [
        paragraph([{ strong: title }], 'none'),
        paragraph(`Opened ${figureWords(opened)}, finished ${figureWords(finished)}${time}`, 'none'),
      ],
    },
    ...bullets(lines),
  ];
}
