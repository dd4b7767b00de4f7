import type { CallFigures, CallNewsView, CallSchool, UnreachedView } from '../cards/unreached.ts';
import type { CallAccount, UnreachedSchoolView } from '../cards/unreached-school.ts';
import type { CallDate } from '../cards/words-unreached.ts';
import type { Clock } from '../services/clock.ts';
import { reportAge } from '../services/directory/sweep.ts';
import { figuresToCall } from '../services/reach/announce.ts';
import { dateWords } from '../services/reach/date-words.ts';
import type { UnreachedFigures } from '../services/reach/figures.ts';
import type { UnreachedAccount, UnreachedSchoolPage } from '../services/reach/school.ts';
import { schoolDaysUntil } from '../services/reach/school-days.ts';
import type { UnreachedPage, UnreachedPlace } from '../services/reach/unreached.ts';
import { describeTime, today } from '../services/rollout/calendar.ts';
import { schoolOf } from '../services/rollout/cohorts.ts';
import { describeDate, describeDay } from '../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan, Surface } from '../services/rollout/plan.ts';
import type { Database } from '../services/store/database.ts';

export interface UnreachedViewDeps {
  plan: RolloutPlan;
  database: Database;
  clock: Clock;
}

/** A page of the call list as its card needs it. */
export async function unreachedView(
  deps: UnreachedViewDeps,
  page: UnreachedPage,
  asked: { which: UnreachedView['which']; after?: UnreachedPlace | undefined; search?: string },
): Promise<UnreachedView> {
  const { plan } = deps;
  const isFirst = asked.after === undefined;
  return {
    which: asked.which,
    ...(asked.search !== undefined && { search: asked.search }),
    figures: isFirst && asked.which === 'open' ? page.figures.flatMap((one) => figuresView(deps, one)) : [],
    rows: page.schools.map(
      ({ school, date, phaseIds, accounts, first }): CallSchool => ({
        school,
        name: nameOf(plan, first[0] ?? school),
        date: callDate(deps, dateWords(plan, phaseIds, date), date),
        accounts,
        first,
      }),
    ),
    totalSchools: page.totalSchools,
    totalAccounts: page.totalAccounts,
    totalNow: page.totalNow,
    isFirst,
    ...(page.next && (asked.which === 'found' ? { isCut: true } : { next: page.next })),
    ...(await known(deps)),
  };
}

/** One school of it. */
export async function unreachedSchoolView(
  deps: UnreachedViewDeps,
  page: UnreachedSchoolPage,
  asked: {
    school: string;
    after?: string | undefined;
    done?: UnreachedSchoolView['done'];
    isOther?: boolean;
  },
): Promise<UnreachedSchoolView> {
  const { school, after, done, isOther } = asked;
  const last = page.accounts.at(-1);
  return {
    school,
    name: nameOf(deps.plan, page.accounts[0]?.upn ?? `head@${school}`),
    accounts: page.accounts.map((account) => accountView(deps, account)),
    total: page.total,
    open: page.open,
    openMark: page.openMark,
    ...(after !== undefined && { after }),
    ...(page.hasMore && last && { next: last.id }),
    ...(done && { done }),
    ...(isOther && { isOther }),
    ...(await known(deps)),
  };
}

/** What the desk is told of; undefined where there is nobody to call now. */
export async function callNewsView(
  deps: UnreachedViewDeps,
  page: UnreachedPage,
): Promise<CallNewsView | undefined> {
  if (page.totalNow === 0) return undefined;
  const figures = figuresToCall(deps.plan, deps.clock.now(), page.figures);
  return {
    figures: figures.flatMap((one) => figuresView(deps, one)),
    totalNow: page.totalNow,
    ...(await known(deps)),
  };
}

function figuresView(deps: UnreachedViewDeps, figures: UnreachedFigures): CallFigures[] {
  const { phaseId, date, notReady, notReached, called } = figures;
  const phase = deps.plan.phases.find(({ id }) => id === phaseId);
  if (phase === undefined || notReached === 0) return [];
  return [
    {
      cohort: deps.plan.cohorts.find(({ id }) => id === phase.cohort)?.name ?? phase.cohort,
      surface: phase.surface,
      date: callDate(deps, describeDate({ phase, date }), date),
      notReady,
      notReached,
      called,
    },
  ];
}

function accountView(deps: UnreachedViewDeps, account: UnreachedAccount): CallAccount {
  const { plan, clock } = deps;
  const now = clock.now();
  // The database's clock wrote it: where the rollout's is another, as in the demo, the time would say nothing.
  const since =
    account.since && Math.abs(now.getTime() - account.since.getTime()) < saneMs ? account.since : undefined;
  return {
    id: account.id,
    address: account.upn,
    isUnknown: account.isUnknown,
    why: account.why,
    ...(since && { since: describeTime(plan, since, now) }),
    phases: datesOf(deps, account),
    ...(account.called && {
      called: {
        at: describeTime(plan, account.called.at, now),
        ...(account.called.byUpn !== undefined && { by: account.called.byUpn }),
      },
    }),
  };
}

/** Longer than any rollout looks back. */
const saneMs = 400 * 86_400_000;

function datesOf(deps: UnreachedViewDeps, { phases }: UnreachedAccount): CallAccount['phases'] {
  const words = new Map<string, { surfaces: Surface[]; date: CallDate }>();
  for (const { phaseId, surface, date } of phases) {
    const phase = deps.plan.phases.find(({ id }) => id === phaseId);
    const when = phase ? describeDate({ phase, date }) : describeDay(date);
    const found = words.get(when) ?? { surfaces: [], date: callDate(deps, when, date) };
    found.surfaces.push(surface);
    words.set(when, found);
  }
  return [...words.values()];
}

function callDate({ plan, clock }: UnreachedViewDeps, when: string, date: IsoDate): CallDate {
  const day = today(plan, clock.now());
  return { when, hasCome: date <= day, schoolDays: schoolDaysUntil(plan.reminders, { today: day, date }) };
}

function nameOf(plan: RolloutPlan, address: string): string {
  return schoolOf(plan, address)?.name ?? address.split('@').at(-1) ?? address;
}

async function known({ plan, database, clock }: UnreachedViewDeps) {
  const now = clock.now();
  const ageMs = await reportAge(database, now);
  return {
    ...(ageMs !== undefined && { reportAt: describeTime(plan, new Date(now.getTime() - ageMs), now) }),
    at: describeTime(plan, now, now),
    serviceDesk: plan.serviceDesk.name,
  };
}
