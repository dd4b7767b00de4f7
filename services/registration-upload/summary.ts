import { cohortOf } from '../rollout/cohorts.ts';
import { isRegistered } from '../rollout/mfa-status.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { UploadedReport } from './read-report.ts';

/**
 * What a report would mean, in lines for the administrator who hands it over. Addresses outside the plan are counted by
 * domain; names of methods are shown only where they cannot be somebody's number or address.
 */
export function summarise(report: UploadedReport, plan: RolloutPlan): string[] {
  const outside = new Map<string, number>();
  const cohorts = new Map(plan.cohorts.map(({ id, name }) => [id, { name, accounts: 0, registered: 0 }]));
  for (const { address, methods } of report.rows) {
    const cohort = cohorts.get(cohortOf(plan, address)?.id ?? '');
    if (!cohort) {
      const domain = address.slice(address.lastIndexOf('@') + 1);
      outside.set(domain, (outside.get(domain) ?? 0) + 1);
      continue;
    }
    cohort.accounts += 1;
    const isSetUp =
      isRegistered({ kind: 'known', methods, source: 'report-upload', asOf: report.asOf }) === true;
    if (isSetUp) cohort.registered += 1;
  }
  const dated = report.datedBy === 'rows' ? 'its newest row' : 'the file, as no row names a time';
  return [
    `Accounts: ${report.rows.length}. Guests left out: ${report.guests}.`,
    `Time of the report: ${report.asOf.toISOString()}, from ${dated}.`,
    ...[...cohorts.values()].map(
      ({ name, accounts, registered }) => `${name}: ${accounts}, of them with a second step: ${registered}.`,
    ),
    ...outsideLines(outside),
    ...unreadLines(report),
  ];
}

/** The most frequent domains that are named; the rest is a number. */
const domainsNamed = 10;

function outsideLines(outside: ReadonlyMap<string, number>): string[] {
  if (outside.size === 0) return ['Every address is in the plan.'];
  const total = [...outside.values()].reduce((sum, count) => sum + count, 0);
  const named = [...outside]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, domainsNamed)
    .map(([domain, count]) => `${domain} ${count}`);
  const rest = outside.size - named.length;
  return [`Outside the plan: ${total} (${named.join(', ')}${rest > 0 ? ` and ${rest} more domains` : ''}).`];
}

function unreadLines({ unreadMethods, unclear }: UploadedReport): string[] {
  if (unreadMethods.size === 0) return unclear > 0 ? [unclearLine(unclear)] : [];
  const named = [...unreadMethods].map(([name, count]) => `${shownName(name)} (${count})`);
  return [
    `Unknown methods: ${[...new Set(named)].join(', ')}. They do not count as a second step.`,
    ...(unclear > 0 ? [unclearLine(unclear)] : []),
  ];
}

function unclearLine(unclear: number): string {
  return `Left out: ${unclear} accounts that Microsoft calls registered by unknown methods alone. Their status stays as it is.`;
}

/** A method's name is letters, few digits (fido2) and few signs; what else a cell holds may be personal. */
function shownName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9 ()_-]{1,59}$/.test(name) && !/\d{3}/.test(name)
    ? name
    : '(a name that is not shown)';
}
