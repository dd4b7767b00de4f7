import { execute } from './actions/action.ts';
import { schoolList, schoolRefresh } from './actions/school.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, note, paragraph, title } from './elements.ts';
import { sourceLine } from './school.ts';
import type { SchoolView } from './school-view.ts';
import { counted, number } from './words-dates.ts';
import { notReadyRows } from './words-school.ts';

/** So many a card: with the longest addresses it stays below the 28 KB that Teams takes everywhere. */
const pageLength = 30;

export interface SchoolListView extends SchoolView {
  /** The first to show, from 0. One past the end shows the last page. */
  from: number;
}

/** Everybody of the school who is not ready, a page at a time, in the order of the school card. */
export function schoolListCard(view: SchoolListView): AdaptiveCard {
  const { total, from, until } = pageOf(view);
  return card(
    schoolListSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title(titleOf(total)),
      ...(total > pageLength
        ? [paragraph(`${number(from + 1)} to ${number(until)} of ${number(total)}`)]
        : []),
      ...sections(view, from, until),
      note(sourceLine(view)),
    ],
    [
      ...(until < total ? [execute(schoolList, 'More', { from: until })] : []),
      ...(from > 0 ? [execute(schoolList, 'Back', { from: Math.max(0, from - pageLength) })] : []),
      execute(schoolRefresh, 'My school', {}),
    ],
  );
}

/** How many there are, in plain words. */
export function schoolListSummary(view: SchoolListView): string {
  return `${view.who.school ?? 'Your school'}: ${titleOf(pageOf(view).total).toLowerCase()}.`;
}

function titleOf(total: number): string {
  return total === 0 ? 'Nobody else is left' : `${counted(total, 'account is', 'accounts are')} not ready`;
}

function pageOf(view: SchoolListView): { total: number; from: number; until: number } {
  const total = view.cohorts.reduce((sum, { notReady }) => sum + notReady.length, 0);
  const lastPage = Math.max(0, Math.ceil(total / pageLength) - 1) * pageLength;
  const from = Math.min(view.from, lastPage);
  return { total, from, until: Math.min(total, from + pageLength) };
}

function sections(view: SchoolListView, from: number, until: number): Element[] {
  let before = 0;
  return view.cohorts.flatMap(({ name, notReady }) => {
    const rows = notReady.slice(Math.max(0, from - before), Math.max(0, until - before));
    before += notReady.length;
    if (rows.length === 0) return [];
    return [
      {
        type: 'Container',
        spacing: 'medium',
        items: [paragraph([{ strong: name }], 'none'), ...notReadyRows(rows)],
      } satisfies Element,
    ];
  });
}
