import { execute, submit } from './actions/action.ts';
import { noticeWrite } from './actions/notice.ts';
import { progressRefresh } from './actions/progress.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, note, paragraph, primary, title } from './elements.ts';
import { type Figure, figureWords } from './figures.ts';
import { type GuideNumbers, guideNumbers } from './guide-numbers.ts';
import { type GapsView, gapLines } from './progress-gaps.ts';
import type { DateWords, Surface } from './standing.ts';
import { joined, number, sentence } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';

/** How ready the accounts of one phase are. */
interface PhaseProgress {
  cohort: string;
  surface: Surface;
  when: DateWords;
  accounts: Figure;
  ready: Figure;
  notReady: Figure;
  unknown: Figure;
  /** For installed Outlook: accounts whose people said that it works or needs no change. */
  confirmed?: Figure;
  /** For installed Outlook: the same figures stand for both, and so few say that it does not work. */
  isLikeOnline?: true;
}

/** The whole rollout for the service desk. */
export interface ProgressView {
  organisation: string;
  /** In date order. */
  phases: PhaseProgress[];
  messages: {
    sent: number;
    waiting: number;
    skipped: { why: string; count: number }[];
    failed: { why: string; count: number }[];
  };
  /** Every guide, in the order of its importance. */
  guides: GuideNumbers[];
  /** The time of Microsoft's report, in words; absent where none was fetched yet. */
  reportAt?: string;
  /** What Microsoft does not give; absent where it gives everything. */
  missing?: GapsView;
  /** Accounts that still connect in a way that cannot ask for a second step; absent where nobody can tell. */
  oldWay?: { accounts: Figure; at: string };
  /** When it was counted, in words. */
  at: string;
}

/** The progress card; it updates in place. */
export function progressCard(view: ProgressView): AdaptiveCard {
  return card(
    progressSummary(view),
    [
      ...header('For the service desk', view.organisation),
      title('Progress of the rollout'),
      ...rows(view.phases).map(phaseRow),
      ...oldWayLine(view.oldWay),
      heading('Messages', { separator: true }),
      paragraph(`${number(view.messages.sent)} sent, ${number(view.messages.waiting)} waiting`),
      ...reasons('skipped', view.messages.skipped),
      ...reasons('failed', view.messages.failed),
      ...guideNumbers(view.guides),
      ...whatIsMissing(view),
      note(`${whoIsReady(view)} Counted at ${view.at}.`),
    ],
    [primary(execute(progressRefresh, 'Refresh', {})), submit(noticeWrite, 'Write a notice', {})],
  );
}

function oldWayLine(oldWay: ProgressView['oldWay']): Element[] {
  if (oldWay === undefined) return [];
  const { accounts, at } = oldWay;
  const verb =
    accounts.kind === 'exact' && accounts.count === 1 ? 'account still connects' : 'accounts still connect';
  return [
    paragraph(sentence(`${figureWords(accounts)} ${verb} by POP3 or IMAP`)),
    note(`Successful sign-ins of the last 30 days, read at ${at}.`, 'none'),
  ];
}

function whatIsMissing({ missing }: ProgressView): Element[] {
  const lines = missing === undefined ? [] : gapLines(missing);
  if (missing === undefined || lines.length === 0) return [];
  return [
    heading('What Microsoft does not tell us', { separator: true }),
    ...lines.map((line) => paragraph(line)),
    note(`Last asked for it at ${missing.lookedAt}.`, 'small'),
  ];
}

function whoIsReady({ missing, reportAt }: ProgressView): string {
  const isAskedSingly =
    missing?.checksAnHour !== undefined && missing.gaps.some(({ what }) => what === 'report');
  if (isAskedSingly) return 'Who is ready: checks of single accounts.';
  return reportAt === undefined
    ? "Microsoft's report has not been read yet."
    : `Who is ready: Microsoft's report of ${reportAt}.`;
}

/** The phases in plain words. */
export function progressSummary(view: ProgressView): string {
  const parts = view.phases.map((phase) => `${phase.cohort}: ${readyWords(phase)}`);
  return `Progress of the rollout. ${parts.join('; ')}.`;
}

/** The phases of a cohort that stand alike: they share their counts, each with its date. */
type Row = [PhaseProgress, ...PhaseProgress[]];

function rows(phases: PhaseProgress[]): Row[] {
  const found: Row[] = [];
  for (const phase of phases) {
    const same = found.find(([first]) => standsAlike(first, phase));
    if (same) same.push(phase);
    else found.push([phase]);
  }
  return found;
}

function standsAlike(one: PhaseProgress, other: PhaseProgress): boolean {
  return (
    one.cohort === other.cohort &&
    figureWords(one.accounts) === figureWords(other.accounts) &&
    figureWords(one.ready) === figureWords(other.ready) &&
    figureWords(one.notReady) === figureWords(other.notReady)
  );
}

function phaseRow(row: Row): Element {
  const [first] = row;
  return {
    type: 'Container',
    spacing: 'large',
    items: [
      paragraph([{ strong: first.cohort }], 'none'),
      paragraph(`${sentence(readyWords(first))}${shareWords(first)}`, 'none'),
      ...(first.ready.kind === 'withheld'
        ? []
        : [
            paragraph(
              sentence(`${figureWords(first.notReady)} not ready, ${figureWords(first.unknown)} not known`),
              'none',
            ),
          ]),
      ...outlookLines(row),
      ...dates(row).map((line, index) => note(line, index === 0 ? 'small' : 'none')),
    ],
  };
}

/** 'at least 292 of 300 ready', '4 accounts, too few to show how many are ready' */
function readyWords({ ready, accounts }: PhaseProgress): string {
  return ready.kind === 'withheld'
    ? `${figureWords(accounts)} accounts, too few to show how many are ready`
    : `${figureWords(ready)} of ${figureWords(accounts)} ready`;
}

/** Of a bound too, as the bound tells no more than the other figures; of few there is none. */
function shareWords({ ready, accounts }: PhaseProgress): string {
  if (!('count' in ready) || !('count' in accounts)) return '';
  return ` (${Math.floor((ready.count / accounts.count) * 100)}%)`;
}

/** Microsoft cannot see whether installed Outlook works: this is the people's own word. */
function outlookLines(row: Row): Element[] {
  const client = row.find((phase) => phase.confirmed !== undefined);
  if (client?.confirmed === undefined || client.ready.kind === 'withheld') return [];
  const { confirmed, isLikeOnline } = client;
  return [
    ...(confirmed.kind === 'withheld'
      ? []
      : [`${figureWords(confirmed)} said that installed Outlook works or needs no change`]),
    ...(isLikeOnline ? ['fewer than 5 of those who are ready said that it does not work'] : []),
  ].map((line) => paragraph(sentence(line), 'none'));
}

/** 'Outlook on the web: Monday 19 November 2018', one line a date. */
function dates(row: Row): string[] {
  const whens = [...new Set(row.map(({ when }) => when))];
  return whens.map((when) => {
    const surfaces = row.filter((phase) => phase.when === when).map(({ surface }) => shortSurface(surface));
    return `${sentence(joined(surfaces))}: ${when}`;
  });
}

function shortSurface(surface: Surface): string {
  return surface === 'online' ? 'Outlook on the web' : 'installed Outlook';
}

function reasons(outcome: string, found: { why: string; count: number }[]): Element[] {
  const total = found.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  return [
    paragraph(`${number(total)} ${outcome}:`),
    ...bullets(found.map(({ why, count }) => [{ strong: `${number(count)}: ` }, reasonWords(why)])),
  ];
}
