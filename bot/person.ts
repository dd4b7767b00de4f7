import type { DirectoryDeps } from '../services/directory/accounts.ts';
import { type Account, findAccount } from '../services/directory/accounts.ts';
import type { Graph } from '../services/graph/client.ts';
import { isMemberOf } from '../services/graph/groups.ts';
import { cohortOf, type School, schoolOf } from '../services/rollout/cohorts.ts';
import type { Cohort, RolloutPlan } from '../services/rollout/plan.ts';
import type { Log } from '../services/telemetry/log.ts';

/** Who is speaking: an account of the tenant, with what the plan says of it. Never more than Graph proves. */
export interface Person {
  /** The Entra object id, from the signed activity. */
  accountId: string;
  /** Undefined when neither Graph nor the directory of earlier days knows the account just now. */
  account?: Account;
  cohort?: Cohort;
  school?: School;
}

/**
 * How long a person waits for one answer of Graph, in milliseconds: Teams wants the answer to a pressed button
 * within about five seconds, and the card still has to go back.
 */
export const answerWithinMs = 4_000;

const patience = { tries: 2, totalMs: answerWithinMs };

/** Whether somebody may act for the service desk; `unchecked` when Graph did not answer, which is not a yes. */
export type Rights = 'member' | 'not-member' | 'unchecked';

/** Finds the account behind an object id. An outage of Graph leaves `account` undefined and is logged. */
export async function personOf(
  deps: DirectoryDeps & { plan: RolloutPlan; log: Log },
  accountId: string,
): Promise<Person> {
  try {
    const account = await findAccount(deps, accountId);
    if (!account) return { accountId };
    return {
      accountId,
      account,
      cohort: cohortOf(deps.plan, account.upn),
      school: schoolOf(deps.plan, account.upn),
    };
  } catch (error) {
    deps.log.warn({ error }, 'the account of a person could not be looked up');
    return { accountId };
  }
}

/** Asks Graph now whether this person is in the service desk's group: asked again at every action. */
export async function rightsOf(
  deps: { graph: Graph; serviceDeskGroupId: string; log: Log },
  person: Person,
): Promise<Rights> {
  try {
    return (await isMemberOf(deps.graph, person.accountId, deps.serviceDeskGroupId, patience))
      ? 'member'
      : 'not-member';
  } catch (error) {
    deps.log.warn({ error }, 'membership of the service desk could not be checked');
    return 'unchecked';
  }
}
