import { type DatedPhase, daysUntil, phasesOfSchool } from '../rollout/phases.ts';
import type { Cohort, IsoDate, Phase, RolloutPlan } from '../rollout/plan.ts';
import { type Readiness, readinessFor } from '../rollout/readiness.ts';
import type { SchoolAccount } from './school-accounts.ts';

/** An account that is known not to be ready for the next date of its cohort. */
export interface NotReady {
  accountId: string;
  upn: string;
  /** The phase that it is not ready for: of two on one date the first. */
  dated: DatedPhase;
  /** Since when what is missing first is known to be. */
  since?: Date;
  hasApp: boolean;
  wasMet: boolean;
}

/** How the accounts of one cohort stand in a school. */
export interface CohortStanding {
  cohort: Cohort;
  /** The phase that comes next, with the one of the same date; once all have come, the last. */
  phases: DatedPhase[];
  accounts: number;
  ready: number;
  unknown: number;
  /** In the order of their addresses. */
  notReady: NotReady[];
}

/** A whole school, its cohorts in the order of their next dates. Cohorts of which it has no account are left out. */
export interface SchoolStanding {
  domain: string;
  cohorts: CohortStanding[];
  accounts: number;
  ready: number;
  unknown: number;
}

/**
 * How a school stands on a day. An account is ready when {@link readinessFor} says so of every phase of its cohort's next
 * date. A cohort without dates, or whose dates are paused, is left out: there is nothing to be ready for.
 */
export function schoolStanding(
  plan: RolloutPlan,
  school: { domain: string; accounts: SchoolAccount[] },
  day: IsoDate,
): SchoolStanding {
  const all = phasesOfSchool(plan, school.domain).filter(({ phase }) => !phase.paused);
  const cohorts = plan.cohorts.flatMap((cohort) => {
    const accounts = school.accounts.filter((account) => account.cohort === cohort.id);
    const phases = nextPhases(
      all.filter(({ phase }) => phase.cohort === cohort.id),
      day,
    );
    return accounts.length === 0 || phases.length === 0 ? [] : [cohortStanding(cohort, phases, accounts)];
  });
  cohorts.sort((one, other) => (dateOf(one) < dateOf(other) ? -1 : dateOf(one) > dateOf(other) ? 1 : 0));
  const sum = (figure: 'accounts' | 'ready' | 'unknown') =>
    cohorts.reduce((total, cohort) => total + cohort[figure], 0);
  return {
    domain: school.domain,
    cohorts,
    accounts: sum('accounts'),
    ready: sum('ready'),
    unknown: sum('unknown'),
  };
}

/** Whether nobody is left to wait for: every account is known to be ready. */
export function isAllReady({ accounts, ready }: SchoolStanding): boolean {
  return ready === accounts;
}

/** What is known of the account, as it is for one phase. */
export function readinessOf(account: SchoolAccount, phase: Phase): Readiness {
  return readinessFor(
    phase,
    {
      methods:
        account.registered === 'unknown'
          ? { kind: 'unknown', why: 'Microsoft has not told us yet' }
          : {
              kind: 'known',
              // Only whether there is a second step was read, not which.
              methods: account.registered ? ['authenticator'] : [],
              source: 'registration-report',
              asOf: account.asOf ?? new Date(0),
            },
      state: { kind: 'unknown', why: 'Microsoft was not asked' },
    },
    { waitingKeepers: Array.from({ length: account.keepersWaiting }, () => ''), outlook: account.outlook },
  );
}

/** A week counts until it is over; of what has all come the last, which asks for the most. */
function nextPhases(phases: DatedPhase[], day: IsoDate): DatedPhase[] {
  const isAhead = ({ phase, date }: DatedPhase) =>
    date >= day || (phase.precision === 'week' && daysUntil(date, day) < 7);
  const next = phases.find(isAhead) ?? phases.at(-1);
  return phases.filter(({ date }) => date === next?.date);
}

function cohortStanding(cohort: Cohort, phases: DatedPhase[], accounts: SchoolAccount[]): CohortStanding {
  const stands = accounts.map((account) => worst(account, phases));
  return {
    cohort,
    phases,
    accounts: accounts.length,
    ready: stands.filter(({ kind }) => kind === 'ready').length,
    unknown: stands.filter(({ kind }) => kind === 'unknown').length,
    notReady: stands.flatMap((stand) => (stand.kind === 'not-ready' ? [stand.entry] : [])),
  };
}

function worst(
  account: SchoolAccount,
  phases: DatedPhase[],
): { kind: 'ready' | 'unknown' } | { kind: 'not-ready'; entry: NotReady } {
  for (const dated of phases) {
    const readiness = readinessOf(account, dated.phase);
    if (readiness.kind === 'unknown') return { kind: 'unknown' };
    if (readiness.kind === 'ready') continue;
    const since = account.since[readiness.missing];
    return {
      kind: 'not-ready',
      entry: {
        accountId: account.accountId,
        upn: account.upn,
        dated,
        ...(since && { since }),
        hasApp: account.hasApp,
        wasMet: account.wasMet,
      },
    };
  }
  return { kind: 'ready' };
}

function dateOf({ phases }: CohortStanding): IsoDate {
  return phases[0]?.date ?? '';
}
