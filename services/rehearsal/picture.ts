import { DateTime } from 'luxon';
import { addDays } from '../rollout/calendar.ts';
import { daysUntil } from '../rollout/phases.ts';
import type { IsoDate } from '../rollout/plan.ts';
import { count, type Wave } from './judge.ts';

export interface PictureView {
  /** What the picture shows, in one line. */
  title: string;
  waves: Wave[];
  /** The dates of the phases that are shown, each with its name. */
  dates: { date: IsoDate; name: string }[];
  /** How many messages fit into one working day. */
  fitsIntoADay: number;
}

const width = 1100;
const height = 520;
const left = 90;
const right = 30;
const top = 130;
const bottom = 70;
const innerHeight = height - top - bottom;

/**
 * The load as a picture (SVG) that is readable alone: a bar a day, a line for what fits into one working day, and the dates
 * of the phases. Where the line is far above every bar, it stands on top and says so.
 */
export function picture({ title, waves, dates, fitsIntoADay }: PictureView): string {
  const days = [...waves.map(({ day }) => day), ...dates.map(({ date }) => date)].sort();
  const first = addDays(days[0] ?? '2000-01-01', -1);
  const last = addDays(days.at(-1) ?? '2000-01-02', 1);
  const dayWidth = (width - left - right) / (daysUntil(first, last) + 1);
  const xOf = (day: IsoDate) => left + (daysUntil(first, day) + 0.5) * dayWidth;
  const most = Math.max(1, ...waves.map(({ messages }) => messages));
  const isLineInside = fitsIntoADay <= most * 3;
  const scale = niceAbove(isLineInside ? Math.max(most, fitsIntoADay) : most);
  const yOf = (messages: number) => top + innerHeight * (1 - messages / scale);
  const barWidth = Math.min(18, Math.max(2, dayWidth * 0.7));

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="Arial, sans-serif" font-size="13" fill="#1a1a1a">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text({ x: left, y: 28, words: title, more: 'font-size="17" font-weight="bold"' }),
    text({ x: left, y: 48, words: 'Messages a day', more: 'fill="#444444"' }),
    ...ticksOf(scale).flatMap((value) => [
      `<line x1="${left}" x2="${width - right}" y1="${yOf(value)}" y2="${yOf(value)}" stroke="#dddddd"/>`,
      text({ x: left - 8, y: yOf(value) + 4, words: count(value), more: 'text-anchor="end"' }),
    ]),
    ...dateLines(dates, xOf),
    ...waves.map(({ day, messages, isWithinHours }) => {
      const y = yOf(messages);
      const fill = isWithinHours ? '#1d70b8' : '#d4351c';
      return `<rect x="${round(xOf(day) - barWidth / 2)}" y="${round(y)}" width="${round(barWidth)}" height="${round(top + innerHeight - y)}" fill="${fill}"><title>${escaped(`${dayWords(day)}: ${count(messages)}`)}</title></rect>`;
    }),
    ...limitLine(fitsIntoADay, isLineInside ? yOf(fitsIntoADay) : undefined),
    `<line x1="${left}" x2="${width - right}" y1="${top + innerHeight}" y2="${top + innerHeight}" stroke="#1a1a1a"/>`,
    ...weekLabels(first, last, xOf),
    text({
      x: left,
      y: height - 14,
      words: 'Blue: sent within working hours. Red: more than the day holds. Grey lines: dates of the plan.',
      more: 'fill="#444444"',
    }),
    '</svg>',
    '',
  ].join('\n');
}

/** Names stand on three heights, so that neighbours do not cover each other. */
function dateLines(dates: PictureView['dates'], xOf: (day: IsoDate) => number): string[] {
  const byDate = [...Map.groupBy(dates, ({ date }) => date)].sort(([a], [b]) => a.localeCompare(b));
  return byDate.flatMap(([date, named], index) => {
    const x = round(xOf(date));
    const y = 74 + (index % 3) * 18;
    const isFarRight = x > width - 260;
    return [
      `<line x1="${x}" x2="${x}" y1="${y + 4}" y2="${top + innerHeight}" stroke="#888888" stroke-dasharray="2 3"/>`,
      text({
        x: isFarRight ? x - 4 : x + 4,
        y,
        words: `${shortDay(date)}: ${named.map(({ name }) => name).join(', ')}`,
        more: `font-size="12" text-anchor="${isFarRight ? 'end' : 'start'}"`,
      }),
    ];
  });
}

function limitLine(fitsIntoADay: number, inside: number | undefined): string[] {
  const y = round(inside ?? top);
  const words =
    inside === undefined
      ? `One working day holds ${count(fitsIntoADay)}: far above this scale`
      : `One working day holds ${count(fitsIntoADay)}`;
  return [
    `<line x1="${left}" x2="${width - right}" y1="${y}" y2="${y}" stroke="#d4351c" stroke-width="2" stroke-dasharray="8 4"/>`,
    text({ x: width - right, y: y - 5, words, more: 'text-anchor="end" fill="#a02a12"' }),
  ];
}

/** A label each Monday, or each second, fourth … so that none touches the next. */
function weekLabels(first: IsoDate, last: IsoDate, xOf: (day: IsoDate) => number): string[] {
  const mondays: IsoDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (new Date(day).getUTCDay() === 1) mondays.push(day);
  }
  const step = Math.max(1, Math.ceil(mondays.length / 16));
  return mondays
    .filter((_, index) => index % step === 0)
    .map((day) =>
      text({
        x: round(xOf(day)),
        y: top + innerHeight + 20,
        words: shortDay(day),
        more: 'text-anchor="middle"',
      }),
    );
}

function ticksOf(scale: number): number[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => scale * share).filter(Number.isInteger);
}

/** The next of 4, 8, 20, 40, 80, 200 … at or above: quarters of it are whole numbers. */
function niceAbove(value: number): number {
  for (let power = 1; ; power *= 10) {
    for (const nice of [4, 8, 12, 20]) if (nice * power >= value) return nice * power;
  }
}

function text({ x, y, words, more }: { x: number; y: number; words: string; more: string }): string {
  return `<text x="${round(x)}" y="${round(y)}" ${more}>${escaped(words)}</text>`;
}

function shortDay(day: IsoDate): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('d LLL yyyy');
}

function dayWords(day: IsoDate): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('ccc d LLL yyyy');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
