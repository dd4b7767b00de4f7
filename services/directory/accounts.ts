import type { Clock } from '../clock.ts';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { getUser } from '../graph/users.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import type { Account } from './account.ts';
import { findStored, storeAccount } from './account-rows.ts';

export type { Account } from './account.ts';

/** What the directory works with. Cohort and school of an account are stored as this plan says. */
export interface DirectoryDeps {
  database: Database;
  graph: Graph;
  plan: RolloutPlan;
  clock: Clock;
  log: Log;
}

/**
 * The account with this object id or UPN (upper and lower case alike). Asks Graph and stores what it says; where Graph
 * gives no answer in time, the stored account has to do. Undefined where Graph says that there is no such account, even
 * if one is stored, and where neither knows it.
 */
export async function findAccount(deps: DirectoryDeps, idOrUpn: string): Promise<Account | undefined> {
  const wanted = idOrUpn.trim();
  if (wanted === '') return undefined;
  const stored = await findStored(deps.database, wanted);
  const totalMs = stored ? withinMs.known : withinMs.unknown;
  try {
    const user = await getUser(deps.graph, wanted, { tries: 3, totalMs });
    if (!user) return undefined;
    const account: Account = {
      id: user.id,
      upn: user.userPrincipalName,
      displayName: user.displayName,
      enabled: user.accountEnabled,
    };
    await storeAccount(deps.database, deps.plan, account, deps.clock.now());
    return account;
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    deps.log.info({ outcome: error.code }, 'account taken from the table: Graph gave none');
    return stored;
  }
}

/** The account as last stored, without asking Graph; undefined where it was never seen. */
export function knownAccount(database: Database, idOrUpn: string): Promise<Account | undefined> {
  return findStored(database, idOrUpn.trim());
}

/**
 * How long Graph may take, in milliseconds: every message and press of a person waits for this. A stored account hardly
 * ever changes, and a check of its status has two seconds in all.
 */
const withinMs = { known: 500, unknown: 6_000 };
