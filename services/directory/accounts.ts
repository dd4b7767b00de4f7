import type { Clock } from '../clock.ts';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { getUser } from '../graph/users.ts';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../telemetry/log.ts';
import type { Account } from './account.ts';
import { findStored, type StoredAccount, storeAccount, storeFromTeams } from './account-rows.ts';
import { applyUploadTo } from './upload-rows.ts';

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
 * - `graph`: what Graph says now; no account where it says that there is none
 * - `stored`: Graph gave no answer in time, or may not be asked; what is stored has to do, where anything is
 */
export type FoundAccount =
  | { kind: 'graph'; account: Account | undefined }
  | { kind: 'stored'; stored: StoredAccount | undefined };

/**
 * The account with this object id or UPN (upper and lower case alike). Asks Graph and stores what it says; where Graph
 * gives no answer in time, the stored account has to do. Undefined where Graph says that there is no such account, even
 * if one is stored, and where neither knows it.
 */
export async function findAccount(deps: DirectoryDeps, idOrUpn: string): Promise<Account | undefined> {
  const found = await lookUpAccount(deps, idOrUpn);
  return found.kind === 'graph' ? found.account : found.stored?.account;
}

/** The same with where the answer comes from. `patience`: how long Graph may take where more depends on it than a name. */
export async function lookUpAccount(
  deps: DirectoryDeps,
  idOrUpn: string,
  patience?: { tries: number; totalMs: number },
): Promise<FoundAccount> {
  const wanted = idOrUpn.trim();
  if (wanted === '') return { kind: 'stored', stored: undefined };
  const stored = await findStored(deps.database, wanted);
  const asUsual = { tries: 3, totalMs: stored ? withinMs.known : withinMs.unknown };
  try {
    const user = await getUser(deps.graph, wanted, patience ?? asUsual);
    if (!user) return { kind: 'graph', account: undefined };
    const account: Account = {
      id: user.id,
      upn: user.userPrincipalName,
      displayName: user.displayName,
      enabled: user.accountEnabled,
    };
    await storeAccount(deps.database, deps.plan, account, deps.clock.now());
    return { kind: 'graph', account };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    deps.log.info({ outcome: error.code }, 'account taken from the table: Graph gave none');
    return { kind: 'stored', stored };
  }
}

/**
 * Keeps what Teams says of the person in a chat, for a tenant that lets Graph say nothing, with what an uploaded report
 * says of the address. Gives the account as it is stored then: what Graph ever said of it stands.
 */
export async function learnFromTeams(
  { database, plan, clock }: Pick<DirectoryDeps, 'database' | 'plan' | 'clock'>,
  member: Pick<Account, 'id' | 'upn' | 'displayName'>,
): Promise<Account | undefined> {
  const now = clock.now();
  await storeFromTeams(database, plan, { ...member, enabled: true }, now);
  await applyUploadTo(database, member.id, now);
  return (await findStored(database, member.id))?.account;
}

/** The account as last stored, without asking Graph; undefined where it was never seen. */
export async function knownAccount(database: Database, idOrUpn: string): Promise<Account | undefined> {
  return (await findStored(database, idOrUpn.trim()))?.account;
}

/**
 * How long Graph may take, in milliseconds: every message and press of a person waits for this. A stored account hardly
 * ever changes, and a check of its status has two seconds in all.
 */
const withinMs = { known: 500, unknown: 6_000 };
