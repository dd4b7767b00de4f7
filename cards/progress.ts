import { execute, submit } from './actions/action.ts';
import { noticeWrite } from './actions/notice.ts';
import { progressRefresh } from './actions/progress.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { bullets, header, heading, note, paragraph, primary, title } from './elements.ts';
import { type GuideNumbers, guideNumbers } from './guide-numbers.ts';
import type { DateWords, Surface } from './standing.ts';
import { joined, number, sentence } from './words-dates.ts';
import { reasonWords } from './words-reasons.ts';

/** How ready the accounts of one phase are. */
interface PhaseProgress {
  cohort: string;
  surface: Surface;
  when: DateWords;
  accounts: number;
  ready: number;
  notReady: number;
  unknown: number;
  /** For installed Outlook: accounts whose people said that it works or needs no change. */
  confirmed?: number;
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
      heading('Messages', { separator: true }),
      paragraph(`${number(view.messages.sent)} sent, ${number(view.messages.waiting)} waiting`),
      ...reasons('skipped', view.messages.skipped),
      ...reasons('failed', view.messages.failed),
      ...guideNumbers(view.guides),
      note(
        view.reportAt === undefined
          ? `Microsoft's report has not been read yet. Counted at ${view.at}.`
          : `Who is ready: Microsoft's report of ${view.reportAt}. Counted at ${view.at}.`,
      ),
    ],
    [primary(execute(progressRefresh, 'Refresh', {})), submit(noticeWrite, 'Write a notice', {})],
  );
}

/** The phases in plain words. */
export function progressSummary(view: ProgressView): string {
  const parts = view.phases.map((phase) => `${phase.cohort}: ${phase.ready} of ${phase.accounts} ready`);
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
    one.accounts === other.accounts &&
    one.ready === other.ready &&
    one.notReady === other.notReady
  );
}

function phaseRow(row: Row): Element {
  const [{ cohort, accounts, ready, notReady, unknown }] = row;
  const share = accounts === 0 ? 0 : Math.floor((ready / accounts) * 100);
  return {
    type: 'Container',
    spacing: 'large',
    items: [
      paragraph([{ strong: cohort }], 'none'),
      paragraph(`${number(ready)} of ${number(accounts)} ready (${share}%)`, 'none'),
      paragraph(`${number(notReady)} not ready, ${number(unknown)} not known`, 'none'),
      ...confirmedLine(row),
      ...dates(row).map((line, index) => note(line, index === 0 ? 'small' : 'none')),
    ],
  };
}

/** Microsoft cannot see whether installed Outlook works: this is the people's own word. */
function confirmedLine(row: Row): Element[] {
  const confirmed = row.find((phase) => phase.confirmed !== undefined)?.confirmed;
  return confirmed === undefined
    ? []
    : [paragraph(`${number(confirmed)} said that installed Outlook works or needs no change`, 'none')];
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
