import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../services/clock.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { readSaved, writeSaved } from '../saved.ts';
import {
  accountShape,
  isRegistered,
  methodTypes,
  type TenantAccount,
  type TenantMethodKind,
} from './account.ts';
import { nextSwitch, stateAt } from './authority.ts';
import { firstDayAccounts } from './seed.ts';

/** One line of the registration report, as it stood when the report was made. */
export type ReportRow = z.output<typeof reportRowShape>;

/** Accounts that the authority's work has just reached. */
export interface Switched {
  enabled: number;
  enforced: number;
}

/** The pretend tenant: what Microsoft's directory would hold, kept in one file. */
export interface Tenant {
  accounts(): readonly TenantAccount[];
  /** By object id or UPN, in any case. */
  find(idOrUpn: string): TenantAccount | undefined;
  /** The report, which lags behind: made anew once an hour of the demo's time, and by `catchUp`. */
  report(): readonly ReportRow[];
  addMethod(account: TenantAccount, kind: TenantMethodKind): void;
  /** Does nothing when there is no such method, or when it is the password. */
  removeMethod(account: TenantAccount, methodId: string): void;
  /** Lets the authority do what is due by now, and makes the report anew. */
  catchUp(): Switched;
}

/** Opens the tenant as an earlier run left it, or on its first day. */
export function openTenant(parts: { path: string; plan: RolloutPlan; clock: Clock }): Tenant {
  const { path, plan, clock } = parts;
  const saved = readSaved(path, savedShape);
  const accounts = saved?.accounts ?? firstDayAccounts();
  let report = saved?.report ?? makeReport(accounts, clock.now());
  const byKey = new Map(
    accounts.flatMap((account) => [
      [account.id, account],
      [account.userPrincipalName.toLowerCase(), account],
    ]),
  );
  const save = () => writeSaved(path, { accounts, report });

  // Looking at every account takes 60 ms, and between two dates of the plan nothing changes, nor while the plan does not.
  let switchedUntil: Date | undefined = new Date(0);
  let switchedBy = plan.revision;

  function switchOn(): Switched {
    const switched: Switched = { enabled: 0, enforced: 0 };
    const now = clock.now();
    const isSamePlan = switchedBy === plan.revision;
    if (isSamePlan && (switchedUntil === undefined || now < switchedUntil)) return switched;
    for (const account of accounts) {
      const state = stateAt(plan, account, now);
      if (state === account.state) continue;
      account.state = state;
      if (state !== 'disabled') switched[state] += 1;
    }
    switchedUntil = nextSwitch(plan, now);
    switchedBy = plan.revision;
    save();
    return switched;
  }

  function renewReport() {
    report = makeReport(accounts, clock.now());
    save();
  }

  switchOn();
  return {
    accounts() {
      switchOn();
      return accounts;
    },
    find(idOrUpn) {
      switchOn();
      return byKey.get(idOrUpn.toLowerCase());
    },
    report() {
      if (clock.now().getTime() - Date.parse(report.madeAt) >= reportEveryMs) renewReport();
      return report.rows;
    },
    addMethod(account, kind) {
      switchOn();
      account.methods.push({ id: randomUUID(), kind });
      account.state = stateAt(plan, account, clock.now());
      save();
    },
    removeMethod(account, methodId) {
      account.methods = account.methods.filter(
        (method) => method.id !== methodId || method.kind === 'password',
      );
      save();
    },
    catchUp() {
      const switched = switchOn();
      renewReport();
      return switched;
    },
  };
}

const reportEveryMs = 60 * 60 * 1000;

const reportRowShape = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  userDisplayName: z.string(),
  methodsRegistered: z.array(z.string()),
  isMfaRegistered: z.boolean(),
  lastUpdatedDateTime: z.string(),
});

const savedShape = z.object({
  accounts: z.array(accountShape),
  report: z.object({ madeAt: z.string().datetime(), rows: z.array(reportRowShape) }),
});

/** Like Microsoft's, it leaves out disabled accounts. */
function makeReport(accounts: readonly TenantAccount[], now: Date): z.output<typeof savedShape>['report'] {
  const madeAt = now.toISOString();
  const rows = accounts
    .filter((account) => account.accountEnabled && account.inReport)
    .map((account) => ({
      id: account.id,
      userPrincipalName: account.userPrincipalName,
      userDisplayName: account.displayName,
      methodsRegistered: account.methods.flatMap(({ kind }) => reportNameOf(kind)),
      isMfaRegistered: isRegistered(account),
      lastUpdatedDateTime: madeAt,
    }));
  return { madeAt, rows };
}

function reportNameOf(kind: TenantMethodKind): string[] {
  const type = methodTypes[kind];
  return 'reportName' in type ? [type.reportName] : [];
}
