import { execute, submit } from './actions/action.ts';
import { planHistory, planRefresh, planWrite } from './actions/plan.ts';
import { type Action, type AdaptiveCard, card, type Element } from './card.ts';
import { header, heading, note, paragraph, primary, title } from './elements.ts';
import { changeEntry, type PlanChangeView } from './plan-words.ts';
import type { DateWords, Surface } from './standing.ts';
import { counted, joined, sentence } from './words-dates.ts';
import { surfaceName } from './words-surface.ts';

/** Schools that have a date of their own. */
interface OwnDate {
  when: DateWords;
  /** Domains, at most three. */
  schools: string[];
  /** How many there are besides. */
  more: number;
}

/** A date of one group. Surfaces that change alike share it. */
interface PlanDate {
  surfaces: Surface[];
  /** The date in words, or that it is paused. */
  when: DateWords;
  isPaused: boolean;
  own: OwnDate[];
}

/** The plan as it is now. */
export interface PlanView {
  /** 'Service Desk' */
  serviceDesk: string;
  organisation: string;
  groups: { cohort: string; dates: PlanDate[] }[];
  /** The newest changes, newest first, at most three. */
  changes: PlanChangeView[];
  /** How many changes there are besides. */
  older: number;
  /** When this was so, in words. */
  at: string;
}

/** Every date of the plan, and what was changed last. */
export function planCard(view: PlanView): AdaptiveCard {
  return card(
    planSummary(view),
    [
      ...header(`For the ${view.serviceDesk}`, view.organisation),
      title('Dates of the plan'),
      ...view.groups.map(group),
      ...(view.changes.length > 0 ? [heading('Last changes')] : []),
      ...view.changes.map(changeEntry),
      note(view.changes.length === 0 ? `Nothing was changed so far. At ${view.at}.` : `At ${view.at}.`),
    ],
    buttons(view),
  );
}

/** The dates in plain words. */
export function planSummary({ groups }: PlanView): string {
  const parts = groups.map(
    ({ cohort, dates }) => `${cohort}: ${dates.map((date) => `${surfaces(date)} ${date.when}`).join(', ')}`,
  );
  return `Dates of the plan. ${parts.join('; ')}.`;
}

function group({ cohort, dates }: PlanView['groups'][number]): Element {
  return {
    type: 'Container',
    spacing: 'medium',
    items: [paragraph([{ strong: cohort }], 'none'), ...dates.flatMap(dateLines)],
  };
}

function dateLines(date: PlanDate): Element[] {
  const name = sentence(surfaces(date));
  return [
    paragraph(date.isPaused ? `${name}: paused, no date` : `${name}: ${date.when}`, 'small'),
    ...date.own.map(({ when, schools, more }) =>
      note(
        `${sentence(when)}: ${joined([...schools, ...(more > 0 ? [counted(more, 'other school', 'other schools')] : [])])}`,
        'none',
      ),
    ),
  ];
}

function surfaces(date: PlanDate): string {
  return joined(date.surfaces.map(surfaceName));
}

function buttons({ groups, changes, older }: PlanView): Action[] {
  const dates = groups.flatMap((each) => each.dates);
  const write = (what: 'moved' | 'paused' | 'resumed', label: string) => submit(planWrite, label, { what });
  return [
    ...(dates.some(({ isPaused }) => !isPaused) ? [primary(write('moved', 'Change a date'))] : []),
    ...(dates.some(({ isPaused }) => isPaused) ? [write('resumed', 'Resume')] : []),
    ...(dates.some(({ isPaused }) => !isPaused) ? [write('paused', 'Pause')] : []),
    ...(changes.length > 0 && older > 0 ? [execute(planHistory, 'All changes', {})] : []),
    execute(planRefresh, 'Refresh', {}),
  ];
}
