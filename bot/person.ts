import type { StoredAccount } from '../services/directory/account-rows.ts';
import type { DirectoryDeps } from '../services/directory/accounts.ts';
import {
  type Account,
  type FoundAccount,
  learnFromTeams,
  lookUpAccount,
} from '../services/directory/accounts.ts';
import { isRefusal } from '../services/directory/why-unknown.ts';
import { type Graph, GraphFailure } from '../services/graph/client.ts';
import { isMemberOf } from '../services/graph/groups.ts';
import { cohortOf, type School, schoolOf } from '../services/rollout/cohorts.ts';
import type { Cohort, RolloutPlan } from '../services/rollout/plan.ts';
import type { Log } from '../services/telemetry/log.ts';
import type { RosterMember } from './roster.ts';

/** Who is speaking: an account of the tenant, with what the plan says of it. Never more than Graph proves. */
export interface Person {
  /** The Entra object id, from the signed activity. */
  accountId: string;
  /** Undefined when neither Graph, Teams nor the directory of earlier days knows the account just now. */
  account?: Account;
  cohort?: Cohort;
  school?: School;
  /** Who says so, and as of when; undefined where nobody does. Graph may also say that there is no such account. */
  known?: { by: 'graph-now' } | { by: 'graph-before' | 'teams'; seenAt: Date };
}

/**
 * How long a person waits for one answer of Graph, in milliseconds: Teams wants the answer to a pressed button
 * within about five seconds, and the card still has to go back.
 */
export const answerWithinMs = 4_000;

const patience = { tries: 2, totalMs: answerWithinMs };

/**
 * Whether somebody may act for the service desk; `unchecked` when Graph did not answer, `not-allowed` when this app lacks
 * the permission to ask. Neither is a yes.
 */
export type Rights = 'member' | 'not-member' | 'unchecked' | 'not-allowed';

type PersonDeps = DirectoryDeps & { plan: RolloutPlan; log: Log };

/**
 * Finds the account behind an object id. Where Graph says nothing and the account is not known from Graph, Teams is asked
 * (`askTeams`), once a day: so the bot knows who speaks without any Graph permission. An outage of both leaves `account`
 * undefined and is logged.
 */
export async function personOf(
  deps: PersonDeps,
  accountId: string,
  askTeams?: () => Promise<RosterMember | undefined>,
): Promise<Person> {
  return personBy(deps, accountId, { askTeams });
}

/** The same with all the time that a person can wait: for what must not rest on what is stored. */
export async function personAsked(deps: PersonDeps, accountId: string): Promise<Person> {
  return personBy(deps, accountId, { insist: true });
}

async function personBy(
  deps: PersonDeps,
  accountId: string,
  how: { askTeams?: (() => Promise<RosterMember | undefined>) | undefined; insist?: boolean },
): Promise<Person> {
  try {
    const found = await lookUpAccount(deps, accountId, how.insist ? patience : undefined);
    const { account, known } =
      found.kind === 'graph' ? said(found) : await withoutGraph(deps, found, how.askTeams);
    if (!account) return { accountId, ...(known && { known }) };
    return {
      accountId,
      account,
      known,
      cohort: cohortOf(deps.plan, account.upn),
      school: schoolOf(deps.plan, account.upn),
    };
  } catch (error) {
    deps.log.warn({ error }, 'the account of a person could not be looked up');
    return { accountId };
  }
}

type Known = Pick<Person, 'account' | 'known'>;

function said({ account }: Extract<FoundAccount, { kind: 'graph' }>): Known {
  return { account, known: { by: 'graph-now' } };
}

function before(stored: StoredAccount | undefined): Known {
  if (!stored) return {};
  const by = stored.source === 'graph' ? 'graph-before' : 'teams';
  return { account: stored.account, known: { by, seenAt: stored.seenAt } };
}

/** What Teams said of an account is asked again after this long, in milliseconds: sign-in names change seldom. */
export const rosterServesMs = 24 * 3_600_000;

async function withoutGraph(
  deps: PersonDeps,
  { stored }: Extract<FoundAccount, { kind: 'stored' }>,
  askTeams?: () => Promise<RosterMember | undefined>,
): Promise<Known> {
  const ageMs = stored
    ? Math.abs(deps.clock.now().getTime() - stored.seenAt.getTime())
    : Number.POSITIVE_INFINITY;
  const isGoodEnough = stored?.source === 'graph' || ageMs < rosterServesMs;
  if (isGoodEnough || !askTeams) return before(stored);
  try {
    const member = await askTeams();
    if (!member) return before(stored);
    return { account: await learnFromTeams(deps, member), known: { by: 'teams', seenAt: deps.clock.now() } };
  } catch (error) {
    // Not the error itself: its message can hold the address of the chat.
    deps.log.warn({ status: statusOf(error) }, 'Teams did not say who is in a chat');
    return before(stored);
  }
}

function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 0;
  return typeof status === 'number' && status > 0 ? status : undefined;
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
    return error instanceof GraphFailure && isRefusal(error) ? 'not-allowed' : 'unchecked';
  }
}
