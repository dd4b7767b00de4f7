import { parsePattern } from '../rollout/address-pattern.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { RehearsedAccount, RehearsedPages } from './account.ts';

const accountsAPage = 1_000;

/**
 * A tenant that does not exist: so many accounts, spread evenly over so many schools, in each of which one account fits
 * each cohort with a name of its own, such as head@, and the others the first cohort that takes any name. The worst case:
 * nobody is ready, and everybody is reached.
 */
export async function* madeUpAccounts(
  plan: RolloutPlan,
  size: { accounts: number; schools: number },
): RehearsedPages {
  const patterns = plan.cohorts.flatMap(({ pattern }) => parsePattern(pattern) ?? []);
  const named = patterns.flatMap(({ local, domain }) => (local === undefined ? [] : [{ local, domain }]));
  const rest = patterns.find(({ local }) => local === undefined);
  let page: RehearsedAccount[] = [];
  for (let number = 0; number < size.accounts; number += 1) {
    const place = Math.floor(number / size.schools);
    const { local, domain } = named[place] ?? { local: `person-${place}`, domain: rest?.domain ?? 'example' };
    page.push({
      upn: `${local}@school-${number % size.schools}.${domain}`,
      isNotReady: true,
      isReached: true,
    });
    if (page.length === accountsAPage) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
