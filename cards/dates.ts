import { submit } from './actions/action.ts';
import { helpShow } from './actions/help.ts';
import { statusShow } from './actions/status.ts';
import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, heading, note, panel, paragraph, primary, title } from './elements.ts';
import type { DateWords, Source, Standing, Surface, Who } from './standing.ts';
import { isPaused, sentence, standingWords } from './words-dates.ts';

/** One row of the schedule. Phases of one cohort on one date may share a row with both surfaces. */
export interface ScheduleRow {
  when: DateWords;
  /** "Head teachers' accounts" */
  cohort: string;
  surfaces: Surface[];
  /** Present where the row is this account's own. */
  yours?: Standing;
  /** Where a changed date comes from, with a reason as it was typed. */
  change?: string;
}

/** Another change of the announcement. */
export interface OtherChangeRow {
  /** 'Friday 9 November 2018' or 'in the New Year' */
  when: string;
  title: string;
  text: string;
  passed: boolean;
}

/** The whole schedule. */
export interface DatesView {
  who: Who;
  organisation: string;
  /** In date order. */
  rows: ScheduleRow[];
  /** In date order, those without a day last. */
  otherChanges: OtherChangeRow[];
  /** Where the schedule stands and its address, where it has one. */
  source: Source;
}

/** Who changes when, with this account's rows marked in words. */
export function datesCard(view: DatesView): AdaptiveCard {
  const covered = view.rows.some((row) => row.yours !== undefined);
  return card(
    datesSummary(view),
    [
      ...header(view.who.address, view.who.school),
      title('What changes when'),
      paragraph(
        covered
          ? 'Your own dates are marked Yours.'
          : 'The plan has no dates for this account. These are the dates for everyone else.',
      ),
      ...view.rows.map(scheduleRow),
      ...(view.otherChanges.length > 0 ? [heading('Other changes', { separator: true })] : []),
      ...view.otherChanges.map(otherChange),
      note(`Source: ${view.source.name} of ${view.source.date}, ${view.organisation}.`, 'large'),
    ],
    [primary(submit(statusShow, 'Check my status', {})), submit(helpShow, 'Help', {})],
  );
}

/** The account's own dates in plain words, or that it has none. */
export function datesSummary(view: DatesView): string {
  const yours = view.rows.filter((row) => row.yours !== undefined);
  if (yours.length === 0) return 'The dates of the MFA rollout. The plan has no dates for this account.';
  const parts = yours.map((row) => `${surfaces(row)}: ${row.when}`);
  return `Your dates. ${parts.join('; ')}.`;
}

function scheduleRow(row: ScheduleRow): Element {
  const when = row.yours && isPaused(row.when) ? row.when : sentence(row.when);
  const lines = (date: string) => [
    paragraph([{ strong: date }], 'none'),
    paragraph(row.cohort, 'none'),
    paragraph(surfaces(row), 'none'),
    ...(row.change === undefined ? [] : [note(`${sentence(row.change)}.`, 'small')]),
  ];
  if (row.yours === undefined) return { type: 'Container', spacing: 'medium', items: lines(when) };
  return panel([...lines(`Yours: ${when}`), note(`${standingWords(row.yours, row.when)}.`, 'small')]);
}

function otherChange(change: OtherChangeRow): Element {
  return {
    type: 'Container',
    spacing: 'medium',
    items: [
      paragraph(
        [{ strong: sentence(change.when) }, ...(change.passed ? [' (this date has passed)'] : [])],
        'none',
      ),
      paragraph(`${change.title}.`, 'none'),
      paragraph(change.text, 'small'),
    ],
  };
}

function surfaces(row: ScheduleRow): string {
  const online = row.surfaces.includes('online');
  const client = row.surfaces.includes('client');
  if (online && client) return 'Outlook on the web and installed Outlook';
  return online ? 'Outlook on the web' : 'Installed Outlook';
}
