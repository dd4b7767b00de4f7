import { addDays, today } from '../rollout/calendar.ts';
import { describeDay } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import { clashesOf } from './clashes.ts';
import { fitsIntoADay, judge, type Pace, wavesOf } from './judge.ts';
import { picture } from './picture.ts';
import { play } from './play.ts';
import { reportText } from './table.ts';
import type { Tenant } from './tenant.ts';

export interface RehearsalInput {
  plan: RolloutPlan;
  tenant: Tenant;
  /** Where the tenant comes from, in a sentence. */
  source: string;
  from: Date;
  /** Four weeks after the last date of the plan, or after `from`, where not given. */
  until?: IsoDate | undefined;
  registeringPercentAWeek: number;
  installsApp: boolean;
  pace: Pace;
}

/** `text` for a terminal, `svg` for people, and whether the plan keeps every limit. */
export interface Rehearsal {
  text: string;
  svg: string;
  isSound: boolean;
}

/** Repeats go on for ever while nobody sets anything up: a month of them shows what they cost. */
const weeksAfter = 4;

/** Plays the rest of the rollout day by day, and sends nothing. Pure. */
export function rehearse(input: RehearsalInput): Rehearsal {
  const { plan, tenant, from, pace, registeringPercentAWeek, installsApp } = input;
  const first = today(plan, from);
  const until = input.until ?? lastDay(tenant, first);
  const played = play(plan, tenant, { from, until, registeringPercentAWeek, installsApp });
  const waves = wavesOf(plan, played.days, pace);
  const findings = [
    ...judge(plan, tenant, { waves, busiest: played.busiest, pace }),
    ...clashesOf(plan, tenant.groups, from),
  ];
  const fits = fitsIntoADay(plan, pace);
  const period = `${describeDay(first)} to ${describeDay(until)}`;
  return {
    text: reportText({
      basis: [
        `Rehearsal of “${plan.title}”, ${period}. Nothing is sent.`,
        input.source,
        ...(plan.revision ? [`The service desk's changes of dates are in it (${plan.revision}).`] : []),
        registeringPercentAWeek === 0
          ? 'Assumed: nobody sets anything up, the worst case (--registering changes that).'
          : `Assumed: of those who are not ready, ${registeringPercentAWeek} in 100 set MFA up each week.`,
        installsApp
          ? 'The bot brings the app to whoever lacks it (TEAMS_APP_ID), so they get messages too.'
          : 'Only those with the app get messages (TEAMS_APP_ID is not set).',
      ],
      tenant,
      waves,
      findings,
      fitsIntoADay: fits,
    }),
    svg: picture({
      title: `${plan.organisation}: messages of the rollout, ${period}`,
      waves,
      dates: shownDates(plan, tenant, { first, until }),
      fitsIntoADay: fits,
    }),
    isSound: findings.every(({ kind }) => kind !== 'limit'),
  };
}

function lastDay({ groups }: Tenant, first: IsoDate): IsoDate {
  const last = groups
    .flatMap(({ phases }) => phases.map(({ date }) => date))
    .reduce((latest, date) => (date > latest ? date : latest), first);
  return addDays(last, weeksAfter * 7);
}

function shownDates(plan: RolloutPlan, { groups }: Tenant, shown: { first: IsoDate; until: IsoDate }) {
  const dates = groups.flatMap(({ phases }) =>
    phases
      .filter(({ phase, date }) => !phase.paused && date >= shown.first && date <= shown.until)
      .map(({ phase, date }) => ({ date, name: phaseName(plan, phase.cohort, phase.surface) })),
  );
  return [...new Map(dates.map((one) => [`${one.date} ${one.name}`, one])).values()];
}

function phaseName(plan: RolloutPlan, cohort: string, surface: 'online' | 'client'): string {
  const { shortName = cohort } = plan.cohorts.find(({ id }) => id === cohort) ?? {};
  return `${shortName} (${surface === 'online' ? 'web' : 'installed'})`;
}
