import { getMethods, getPerUserState } from '../graph/authentication.ts';
import { GraphFailure } from '../graph/client.ts';
import { interactive } from '../graph/retry.ts';
import type { MfaStatus } from '../rollout/mfa-status.ts';
import type { Tx } from '../store/database.ts';
import type { Account } from './account.ts';
import type { DirectoryDeps } from './accounts.ts';
import { readStatus, storeCheckedMethods, storeState } from './status-rows.ts';
import { whyUnknown } from './why-unknown.ts';

/** What a check works with: no plan is needed. */
export type CheckDeps = Pick<DirectoryDeps, 'database' | 'graph' | 'clock'> & {
  /** Told of each check that takes no slot of the budget, because a person waits for it. */
  noteCheck?(): Promise<void>;
};

/**
 * Asks Graph about one account at this moment: its methods and its per-user state side by side, each known or unknown
 * alone, and stores what was learnt. Nothing stored stands in for an answer that did not come. The time of a part is
 * the time of asking, by the rollout's clock. Costs one request of the identity budget for each part.
 * @param withinMs after this long a part is unknown; 10 seconds where not given
 */
export async function checkNow(
  deps: CheckDeps,
  account: Pick<Account, 'id'>,
  withinMs = interactive.totalMs,
): Promise<MfaStatus> {
  const { database, graph, clock } = deps;
  const patience = { tries: interactive.tries, totalMs: withinMs };
  const asOf = clock.now();
  const [methods, state] = await Promise.all([
    orFailure(getMethods(graph, account.id, patience)),
    orFailure(getPerUserState(graph, account.id, patience)),
    deps.noteCheck?.(),
  ]);
  if (!(methods instanceof GraphFailure)) await storeCheckedMethods(database, account.id, methods, asOf);
  if (!(state instanceof GraphFailure)) await storeState(database, account.id, state, asOf);
  return {
    methods:
      methods instanceof GraphFailure
        ? { kind: 'unknown', why: whyUnknown(methods) }
        : { kind: 'known', methods, source: 'person-check', asOf },
    state:
      state instanceof GraphFailure
        ? { kind: 'unknown', why: whyUnknown(state) }
        : { kind: 'known', state, asOf },
  };
}

/** What was last learnt of an account, each part with its age; a part that was never learnt is unknown. */
export function knownStatus(database: Tx, accountId: string): Promise<MfaStatus> {
  return readStatus(database, accountId);
}

async function orFailure<Value>(asked: Promise<Value>): Promise<Value | GraphFailure> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}
