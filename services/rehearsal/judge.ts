import { placesPerSecond } from '../deliveries/rate-limiter.ts';
import { longestFetchMs } from '../directory/report-fetch.ts';
import { freshEnoughMs } from '../directory/status-for-sending.ts';
import { installationsPerSecond } from '../installations/pace.ts';
import { instantAt } from '../rollout/calendar.ts';
import { describeDay } from '../rollout/phases.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import { type BusiestAccount, busyDays, type DayLoad, type Played } from './play.ts';
import type { Tenant } from './tenant.ts';

/** What limits a wave. */
export interface Pace {
  /** TEAMS_REQUESTS_PER_SECOND. */
  teamsPerSecond: number;
  /** More messages than this to one account in 30 days are too many. */
  mostIn30Days: number;
}

/** A day's messages at the pace that Teams and Graph allow. */
export interface Wave extends DayLoad {
  /** From the first to the last message, in milliseconds. */
  takesMs: number;
  /** When the last one leaves, if it could go on after hours. */
  endsAt: Date;
  /** Messages by hour, from the plan's reminder time on. */
  hours: number[];
  isWithinHours: boolean;
  /** Readings of the registration report: one before the wave, one each quarter of an hour of it. */
  reportReadings: number;
  /** Accounts that Graph can be asked about one by one meanwhile; the others go by the report. */
  askedSingly: number;
}

/** - `limit`: something would break; `note`: worth knowing. `todo` says what to change. */
export type Finding = { kind: 'limit'; words: string; todo: string } | { kind: 'note'; words: string };

/** 999 rows a page is the most that was seen of the registration report (facts page, section 2). */
const rowsAPage = 999;

/** Identity reports: 5 requests in 10 s (facts page, section 2). */
const reportPageMs = 2_000;

/** Checks of single accounts: 4 in a window of 11 s, so that a pressed button finds a slot (person-check-budget.ts). */
const checksPerSecond = 4 / 11;

/** Reading the whole report once, in milliseconds. */
function reportTakesMs(tenant: Pick<Tenant, 'accounts'>): number {
  return Math.ceil(tenant.accounts / rowsAPage) * reportPageMs;
}

/** When each day's messages leave. */
export function wavesOf(plan: RolloutPlan, days: DayLoad[], { teamsPerSecond }: Pace): Wave[] {
  const perSecond = placesPerSecond(teamsPerSecond);
  return days.map((load) => {
    const takesMs = Math.max(load.messages / perSecond, load.installations / installationsPerSecond) * 1000;
    const endsAt = new Date(instantAt(plan, load.day, plan.reminders.time).getTime() + takesMs);
    const hourMs = 3_600_000;
    const count = Math.max(1, Math.ceil(takesMs / hourMs));
    const until = (hour: number) => Math.round(load.messages * Math.min(1, (hour * hourMs) / takesMs));
    return {
      ...load,
      takesMs,
      endsAt,
      hours: Array.from({ length: count }, (_, hour) => until(hour + 1) - until(hour)),
      isWithinHours: endsAt <= instantAt(plan, load.day, plan.reminders.workingHours.to),
      reportReadings: 1 + Math.floor(takesMs / freshEnoughMs),
      askedSingly: Math.min(load.reminders, 1 + Math.floor((takesMs / 1000) * checksPerSecond)),
    };
  });
}

/** How many messages fit into one working day. */
export function fitsIntoADay(plan: RolloutPlan, { teamsPerSecond }: Pace): number {
  const { time, workingHours } = plan.reminders;
  const day = '2018-11-19';
  const workMs = instantAt(plan, day, workingHours.to).getTime() - instantAt(plan, day, time).getTime();
  return Math.floor((workMs / 1000) * placesPerSecond(teamsPerSecond));
}

/** Whatever the rehearsal broke, worst first, and then what is worth knowing. */
export function judge(
  plan: RolloutPlan,
  tenant: Tenant,
  { waves, busiest, pace }: { waves: Wave[]; busiest: Played['busiest']; pace: Pace },
): Finding[] {
  return [
    ...tooLong(plan, waves),
    ...tooOften(plan, busiest, pace),
    ...reportTooLarge(tenant),
    ...onlyTheReport(waves),
    ...notReached(tenant),
  ];
}

function tooLong(plan: RolloutPlan, waves: Wave[]): Finding[] {
  const broken = waves.filter(({ isWithinHours }) => !isWithinHours);
  const worst = broken.toSorted((a, b) => b.takesMs - a.takesMs)[0];
  if (worst === undefined) return [];
  const { time, workingHours } = plan.reminders;
  const others = broken.length > 1 ? ` The same on ${broken.length - 1} other days.` : '';
  return [
    {
      kind: 'limit',
      words: `${describeDay(worst.day)}: ${count(worst.messages)} messages take ${durationWords(worst.takesMs)}, and the day ends at ${workingHours.to}. What is left over is dropped.${others}`,
      todo: `Give some schools another date (waves of ${worst.phaseIds.join(', ')} in the plan), let reminders begin before ${time}, or raise TEAMS_REQUESTS_PER_SECOND (Teams allows 50).`,
    },
  ];
}

function tooOften(plan: RolloutPlan, busiest: BusiestAccount[], { mostIn30Days }: Pace): Finding[] {
  const over = busiest.filter(({ most }) => most > mostIn30Days);
  const worst = over.toSorted((a, b) => b.most - a.most)[0];
  if (worst === undefined) return [];
  const accounts = over.reduce((sum, group) => sum + group.accounts, 0);
  return [
    {
      kind: 'limit',
      words: `${count(accounts)} accounts would get more than ${mostIn30Days} messages in ${busyDays} days, at most ${worst.most} (${cohortName(plan, worst.cohort)}, from ${describeDay(worst.from)}).`,
      todo: 'Take days out of reminders.offsetsDaysBefore, make reminders.repeatEveryDays longer, or put dates of one cohort further apart.',
    },
  ];
}

function reportTooLarge(tenant: Tenant): Finding[] {
  const takesMs = reportTakesMs(tenant);
  if (takesMs <= longestFetchMs) return [];
  return [
    {
      kind: 'limit',
      words: `Microsoft's registration report of ${count(tenant.accounts)} accounts takes ${durationWords(takesMs)} to read, and a reminder goes by one that took at most ${durationWords(longestFetchMs)}: most would wait for an account to be asked singly.`,
      todo: 'Microsoft allows 5 such requests in 10 seconds: let longestFetchMs (services/directory/report-fetch.ts) be longer than the reading takes.',
    },
  ];
}

function onlyTheReport(waves: Wave[]): Finding[] {
  const wave = waves.toSorted((a, b) => b.reminders - b.askedSingly - (a.reminders - a.askedSingly))[0];
  if (wave === undefined || wave.reminders <= wave.askedSingly) return [];
  return [
    {
      kind: 'note',
      words: `On ${describeDay(wave.day)} Microsoft can be asked about ${count(wave.askedSingly)} of ${count(wave.reminders)} accounts singly. The others go by the report, whose time the message says.`,
    },
  ];
}

function notReached({ unreached, unreachedSchools }: Tenant): Finding[] {
  if (unreached === 0) return [];
  const named = unreachedSchools.map(({ school, accounts }) => `${school} (${count(accounts)})`).join(', ');
  return [
    {
      kind: 'note',
      words: `${count(unreached)} accounts are not ready and not reached in Teams now; the most in ${named}. The service desk types “unreached” for the whole list.`,
    },
  ];
}

function cohortName(plan: RolloutPlan, cohort: string): string {
  return plan.cohorts.find(({ id }) => id === cohort)?.name ?? cohort;
}

/** '24,812' */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** 'under a minute', '9 min', '6 h 41 min' */
export function durationWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'under a minute';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
