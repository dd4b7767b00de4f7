import { matchesPattern, schoolLabels, splitAddress } from './address-pattern.ts';
import type { Cohort, RolloutPlan } from './plan.ts';

/** A school is a domain. `name` is made from it for people to read: hillside.norfolk.sch.uk is 'Hillside'. */
export interface School {
  domain: string;
  name: string;
}

/** The first cohort of the plan whose pattern matches the address; undefined where the plan does not cover it. */
export function cohortOf(plan: RolloutPlan, upn: string): Cohort | undefined {
  return plan.cohorts.find((cohort) => matchesPattern(cohort.pattern, upn));
}

/** The school of an address that the plan covers; undefined for every other address. */
export function schoolOf(plan: RolloutPlan, upn: string): School | undefined {
  const cohort = cohortOf(plan, upn);
  const domain = splitAddress(upn)?.domain;
  if (cohort === undefined || domain === undefined) return undefined;
  return { domain, name: nameOf(schoolLabels(cohort.pattern, upn), domain) };
}

/** The label nearest the authority names the school, so infants.hillside becomes 'Hillside Infants'. */
function nameOf(labels: string[], domain: string): string {
  const named = labels.length > 0 ? labels : domain.split('.').slice(0, 1);
  return named
    .toReversed()
    .flatMap((each) => each.split('-'))
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
