import { splitAddress } from '../rollout/address-pattern.ts';
import { cohortOf } from '../rollout/cohorts.ts';
import { type DatedPhase, phasesOf, phasesOfSchool } from '../rollout/phases.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { RehearsedAccount, RehearsedPages } from './account.ts';

/** Accounts that get the same messages on the same days: of one cohort, with the same dates. */
export interface Group {
  cohort: string;
  /** The address of one of them: what the plan says of it, it says of all. */
  upn: string;
  phases: DatedPhase[];
  /** Whether they get the cards of their schools. */
  areHeads: boolean;
  accounts: number;
  reached: number;
  notReady: number;
  /** Of those that are not ready. */
  notReadyReached: number;
}

/** A whole tenant, as far as it decides on load: its size does not grow with the number of accounts. */
export interface Tenant {
  groups: Group[];
  accounts: number;
  schools: number;
  notReady: number;
  /** Not ready, and not reached in Teams. */
  unreached: number;
  /** The same by school, the most first; at most ten schools. */
  unreachedSchools: { school: string; accounts: number }[];
}

const schoolsNamed = 10;

/** Adds the accounts up. Those that the plan does not cover are left out. */
export async function tenantOf(plan: RolloutPlan, pages: RehearsedPages): Promise<Tenant> {
  const tally = new Tally(plan);
  for await (const page of pages) for (const account of page) tally.add(account);
  return tally.sum();
}

/** One run of adding up. Per school it holds its groups and a number: 16,000 schools are a few megabytes. */
class Tally {
  readonly #plan: RolloutPlan;
  readonly #byDates = new Map<string, Group>();
  /** By cohort and domain, so that the plan is asked once a school and not once an account. */
  readonly #bySchool = new Map<string, Group>();
  readonly #unreached = new Map<string, number>();
  readonly #schools = new Set<string>();

  constructor(plan: RolloutPlan) {
    this.#plan = plan;
  }

  add({ upn, isNotReady, isReached }: RehearsedAccount): void {
    const domain = splitAddress(upn)?.domain;
    const cohort = cohortOf(this.#plan, upn);
    if (domain === undefined || cohort === undefined) return;
    this.#schools.add(domain);
    const key = `${cohort.id} ${domain}`;
    const group = this.#bySchool.get(key) ?? this.#groupOf(upn, cohort.id, domain);
    this.#bySchool.set(key, group);
    group.accounts += 1;
    if (isReached) group.reached += 1;
    if (!isNotReady) return;
    group.notReady += 1;
    if (isReached) group.notReadyReached += 1;
    else this.#unreached.set(domain, (this.#unreached.get(domain) ?? 0) + 1);
  }

  sum(): Tenant {
    const groups = [...this.#byDates.values()];
    const total = (count: (group: Group) => number) => groups.reduce((sum, group) => sum + count(group), 0);
    return {
      groups,
      accounts: total(({ accounts }) => accounts),
      schools: this.#schools.size,
      notReady: total(({ notReady }) => notReady),
      unreached: total(({ notReady, notReadyReached }) => notReady - notReadyReached),
      unreachedSchools: [...this.#unreached]
        .map(([school, accounts]) => ({ school, accounts }))
        .sort((a, b) => b.accounts - a.accounts || a.school.localeCompare(b.school))
        .slice(0, schoolsNamed),
    };
  }

  /** Heads also share the dates of all cohorts of their schools, which their school's cards follow. */
  #groupOf(upn: string, cohort: string, domain: string): Group {
    const phases = phasesOf(this.#plan, upn);
    const areHeads = this.#plan.heads?.cohort === cohort;
    const dates = (dated: DatedPhase[]) => dated.map(({ phase, date }) => `${phase.id} ${date}`).join(' ');
    const key = [cohort, dates(phases), areHeads ? dates(phasesOfSchool(this.#plan, domain)) : ''].join('|');
    const known = this.#byDates.get(key);
    if (known) return known;
    const group: Group = {
      cohort,
      upn,
      phases,
      areHeads,
      accounts: 0,
      reached: 0,
      notReady: 0,
      notReadyReached: 0,
    };
    this.#byDates.set(key, group);
    return group;
  }
}
