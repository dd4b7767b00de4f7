import { earlierStatus, freshStatus } from '../../services/directory/fresh-status.ts';
import { factsOf, type GuideFacts } from '../../services/guides/facts.ts';
import type { Guide, GuideStep } from '../../services/guides/guide.ts';
import type { WalkOf } from '../../services/guides/walks.ts';
import { isPlain } from '../../services/people/preferences.ts';
import type { MfaStatus } from '../../services/rollout/mfa-status.ts';
import type { ConversationDeps } from '../conversations/deps.ts';
import type { Person } from '../person.ts';

export type KnownPerson = Person & { account: NonNullable<Person['account']> };

/** What the guides need of the bot; those parts of it that also stand behind a delivery. */
export type GuideDeps = Pick<
  ConversationDeps,
  'plan' | 'database' | 'graph' | 'clock' | 'log' | 'guides' | 'publicUrl'
>;

/** An account in a guide. Which of its keepers walks, the walk itself says. */
export interface Walker {
  deps: GuideDeps;
  person: KnownPerson;
  guide: Guide;
  /** Plain mode, as it was when the turn began. */
  plain: boolean;
}

/** An account in a guide, with how it wants to read it. */
export async function walkerOf(deps: GuideDeps, person: KnownPerson, guide: Guide): Promise<Walker> {
  return { deps, person, guide, plain: await isPlain(deps.database, person.account.id) };
}

/** How long a person waits for Microsoft before a card says something, in milliseconds. */
export const quickAnswerMs = 2_000;

/** What the guide's conditions look at: asked of Graph now where it says so in time, else what was learnt earlier. */
export async function factsNow(walker: Walker, keeperId: string | undefined): Promise<GuideFacts> {
  const { deps, person } = walker;
  return factsFrom(walker, keeperId, await freshStatus(deps, person.account, quickAnswerMs));
}

/** The same from what is stored: for a press that no answer of Microsoft's decides. */
export async function factsKnown(walker: Walker, keeperId: string | undefined): Promise<GuideFacts> {
  const { deps, person } = walker;
  return factsFrom(walker, keeperId, await earlierStatus(deps, person.account));
}

/** Somebody who said that nobody else uses the account is not told of the others, whatever its cohort. */
function factsFrom(
  { deps, person, guide }: Walker,
  keeperId: string | undefined,
  status: MfaStatus,
): GuideFacts {
  const facts = factsOf(deps.plan, person.account.upn, status, deps.clock.now());
  return guide.perKeeper && keeperId === undefined ? { ...facts, shared: false } : facts;
}

/** Whether the way on from a step is decided by facts: only then is it worth asking Microsoft. */
export function isDecidedByFacts(guide: Guide, step: GuideStep | undefined, choiceId?: string): boolean {
  if (step === undefined || 'decide' in step) return false;
  const to = step.choices?.find(({ id }) => id === choiceId)?.to ?? step.next;
  const target = guide.steps.find(({ id }) => id === to);
  return target !== undefined && 'decide' in target;
}

export function walkOf({ deps, person, guide }: Walker, facts: GuideFacts, keeperId?: string): WalkOf {
  return { guide, facts, accountId: person.account.id, keeperId, now: deps.clock.now() };
}

export function isKnown(person: Person): person is KnownPerson {
  return person.account !== undefined;
}

/** Whether several people commonly use this account, so that a guide asks who is there. */
export function isShared(person: Person): boolean {
  return person.cohort?.shared === true;
}
