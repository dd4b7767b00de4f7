import { execute, submit } from './actions/action.ts';
import { unreachedFind, unreachedPage, unreachedSchool, unreachedShow } from './actions/unreached.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { buttonRow, header, heading, note, paragraph, primary, title } from './elements.ts';
import type { Surface } from './standing.ts';
import { counted, number, sentence } from './words-dates.ts';
import { type CallDate, callDateWords, foldedWords, sourceWords, surfacesWords } from './words-unreached.ts';

/** The accounts of a cohort that are not ready for a phase, and those of them whom Teams does not reach. */
export interface CallFigures {
  cohort: string;
  surface: Surface;
  date: CallDate;
  notReady: number;
  notReached: number;
  called: number;
}

/** A school's accounts that are to be reached by the same date. */
export interface CallSchool {
  /** Its domain. */
  school: string;
  name: string;
  date: CallDate;
  accounts: number;
  /** At most two addresses. */
  first: string[];
}

/** Where a page begins: after this school. */
interface CallPlace {
  date: string;
  school: string;
}

/** Whom Teams cannot reach, some schools a card. */
export interface UnreachedView {
  which: 'open' | 'called' | 'found';
  /** What was looked for. */
  search?: string;
  /** In date order; on the first card only. */
  figures: CallFigures[];
  rows: CallSchool[];
  totalSchools: number;
  totalAccounts: number;
  totalNow: number;
  isFirst: boolean;
  next?: CallPlace;
  /** More schools were found than `rows` has. */
  isCut?: boolean;
  /** The time of Microsoft's report, in words; absent where none was read yet. */
  reportAt?: string;
  /** When it was counted, in words. */
  at: string;
  /** 'Service Desk' */
  serviceDesk: string;
}

/** The call list; it pages in place. */
export function unreachedCard(view: UnreachedView): AdaptiveCard {
  return card(
    unreachedSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title(titleOf(view)),
      paragraph(countWords(view)),
      ...figureRows(view.figures),
      ...schools(view),
      ...(view.isCut
        ? [paragraph(`Only the first ${view.rows.length} are shown. Type more of the domain.`)]
        : []),
      note(sourceWords(view)),
      searchBox(view),
    ],
    buttons(view),
  );
}

/** The counts in plain words. */
export function unreachedSummary(view: UnreachedView): string {
  return `${titleOf(view)}. ${countWords(view)}`;
}

/** What the desk is told of once a day. */
export interface CallNewsView {
  /** Of the dates that are near or have come, in date order. */
  figures: CallFigures[];
  totalNow: number;
  reportAt?: string;
  at: string;
  serviceDesk: string;
}

/** Tells the desk that there are accounts to call, with a way to the list. */
export function callNewsCard(view: CallNewsView): AdaptiveCard {
  return card(
    callNewsSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`),
      title(callNowWords(view.totalNow)),
      paragraph(
        'They are not ready, and I cannot reach them in Teams. Please call their school before their date.',
      ),
      ...figureRows(view.figures),
      note(sourceWords(view)),
    ],
    [primary(submit(unreachedShow, 'Open the call list', {}))],
  );
}

/** The same in one line. */
export function callNewsSummary({ totalNow }: CallNewsView): string {
  return `${callNowWords(totalNow)}. They are not ready, and Teams does not reach them.`;
}

function titleOf({ which, totalNow }: UnreachedView): string {
  switch (which) {
    case 'open':
      return callNowWords(totalNow);
    case 'called':
      return 'Called already';
    case 'found':
      return 'Schools found';
  }
}

function callNowWords(count: number): string {
  return count === 0 ? 'Nobody has to be called now' : `${counted(count, 'account', 'accounts')} to call now`;
}

function countWords({ which, search, rows, isFirst, totalSchools, totalAccounts }: UnreachedView): string {
  if (rows.length === 0 && !isFirst) return 'There are no more.';
  const those = `${counted(totalAccounts, 'account', 'accounts')} in ${counted(totalSchools, 'school', 'schools')}`;
  switch (which) {
    case 'open':
      return totalAccounts === 0
        ? 'Everybody with a date in the next 20 school days is ready, reached in Teams or called already.'
        : `${those} with a date in the next 20 school days, or past, ${totalAccounts === 1 ? 'is' : 'are'} not ready and not reached in Teams.`;
    case 'called':
      return totalAccounts === 0 ? 'Nobody has been ticked off as called.' : `${those} ticked off as called.`;
    case 'found':
      return totalAccounts === 0
        ? `No school on the list has “${search}” in its domain.`
        : `“${search}”: ${those}, called or not.`;
  }
}

/** Phases of a cohort with the same figures share a row, each with its date. */
function figureRows(figures: CallFigures[]): Element[] {
  const rows: [CallFigures, ...CallFigures[]][] = [];
  for (const one of figures) {
    const same = rows.find(
      ([first]) =>
        first.cohort === one.cohort &&
        first.notReady === one.notReady &&
        first.notReached === one.notReached &&
        first.called === one.called,
    );
    if (same) same.push(one);
    else rows.push([one]);
  }
  return rows.map((row) => figureRow(row));
}

function figureRow(row: [CallFigures, ...CallFigures[]]): Element {
  const [{ cohort, notReady, notReached, called }] = row;
  const whens = [...new Set(row.map(({ date }) => callDateWords(date)))];
  return {
    type: 'Container',
    spacing: 'medium',
    items: [
      paragraph([{ strong: cohort }], 'none'),
      paragraph(
        `${number(notReached)} not reached of ${number(notReady)} not ready${called > 0 ? `, ${number(called)} called` : ''}`,
        'none',
      ),
      ...whens.map((when, index) => {
        const surfaces = row.filter(({ date }) => callDateWords(date) === when).map(({ surface }) => surface);
        return note(`${sentence(surfacesWords(surfaces))}: ${when}`, index === 0 ? 'small' : 'none');
      }),
    ],
  };
}

function schools({ rows, figures }: UnreachedView): Element[] {
  if (rows.length === 0) return [];
  return [
    ...(figures.length === 0 ? [] : [heading('By date and school', { separator: true })]),
    ...rows.map((row, index) => schoolRow(row, index + 1, index > 0 || figures.length === 0)),
  ];
}

function schoolRow(row: CallSchool, place: number, separator: boolean): Element {
  return {
    type: 'Container',
    spacing: separator ? 'large' : 'medium',
    ...(separator && { separator }),
    items: [
      paragraph([{ strong: `${place}.  ${row.name}` }], 'none'),
      paragraph(foldedWords(row.first, row.accounts), 'none'),
      note(callDateWords(row.date), 'small'),
      ...buttonRow(execute(unreachedSchool, `Open school ${place}`, { school: row.school }), 'small'),
    ],
  };
}

function searchBox({ search }: UnreachedView): Element {
  return {
    type: 'Input.Text',
    id: 'search',
    label: 'Find a school by its domain',
    maxLength: 100,
    placeholder: 'hillside',
    errorMessage: 'Write a part of the domain, in at most 100 characters',
    ...(search ? { value: search } : {}),
    spacing: 'medium',
  };
}

function buttons({ which, isFirst, next }: UnreachedView): Action[] {
  const list = which === 'called' ? 'called' : 'open';
  return [
    execute(unreachedFind, 'Find', {}),
    ...(next === undefined ? [] : [execute(unreachedPage, 'More schools', { which: list, ...next })]),
    execute(unreachedPage, which === 'open' && isFirst ? 'Refresh' : 'Whole list', { which: 'open' }),
    ...(which === 'called' && isFirst ? [] : [execute(unreachedPage, 'Called', { which: 'called' })]),
  ];
}
