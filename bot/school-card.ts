import type { OwnMailbox, RemindedRound, SchoolCohort, SchoolView } from '../cards/school-view.ts';
import type { NextAction } from '../cards/standing.ts';
import type { Account } from '../services/directory/account.ts';
import { reportAge } from '../services/directory/sweep.ts';
import { saidOf } from '../services/people/said.ts';
import { askedFor, askedPrefix } from '../services/reminders/asked.ts';
import { describeTime, today } from '../services/rollout/calendar.ts';
import { cohortOf, type School } from '../services/rollout/cohorts.ts';
import { effectOf, standingOf } from '../services/rollout/effect.ts';
import type { MfaStatus } from '../services/rollout/mfa-status.ts';
import { type DatedPhase, describeDate, describeDay, phasesOf } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import { type Readiness, readinessFor, type SaidByKeepers } from '../services/rollout/readiness.ts';
import { readSchoolAccounts, remindedOn, type SchoolAccount } from '../services/schools/school-accounts.ts';
import {
  type CohortStanding,
  type NotReady,
  type SchoolStanding,
  schoolStanding,
} from '../services/schools/standing.ts';
import type { ConversationDeps } from './conversations/deps.ts';
import { nextAction } from './standing-card.ts';
import { contactView, effectWords, saidView, statusView, whoView } from './views.ts';

export type SchoolDeps = Pick<ConversationDeps, 'plan' | 'database' | 'clock' | 'installsApp'>;

/** Everything that a school card says, as of one moment. */
export interface SchoolContent {
  account: Account;
  school: School;
  own: Own;
  standing: SchoolStanding;
  round: SchoolRound;
  source: FiguresSource | undefined;
  now: Date;
}

/** The head's own mailbox; `main` is absent where the plan has no date for it that counts. */
interface Own {
  status: MfaStatus;
  said: SaidByKeepers;
  readiness: Readiness;
  main: DatedPhase | undefined;
  next: NextAction;
}

/** Who of those not ready could be reminded now, and who not; never the head's own mailbox. */
export interface SchoolRound {
  toRemind: NotReady[];
  /** Had a message about it on the day that a reminder would count for, have one waiting, or were asked for that day. */
  already: NotReady[];
  unreachable: NotReady[];
}

/**
 * Gathers how a head's school stands. `status` is that of the head's own account; `remindedOf` the phase that its own
 * reminder of this day speaks of, so that the card says the same.
 */
export async function schoolContent(
  deps: SchoolDeps,
  head: { account: Account; school: School },
  { status, remindedOf }: { status: MfaStatus; remindedOf?: string | undefined },
): Promise<SchoolContent> {
  const { plan, database, clock } = deps;
  const { account, school } = head;
  const now = clock.now();
  const day = today(plan, now);
  const [accounts, said, ageMs] = await Promise.all([
    readSchoolAccounts(database, school.domain),
    saidOf(database, account.id),
    reportAge(database, now),
  ]);
  const standing = schoolStanding(plan, { domain: school.domain, accounts }, day);
  const main = ownPhase(plan, account.upn, { status, said, day, remindedOf });
  return {
    account,
    school,
    own: {
      status,
      said,
      main,
      readiness: main ? readinessFor(main.phase, status, said) : { kind: 'ready' },
      next: await nextAction(deps, account.id, { status, said }),
    },
    standing,
    round: await roundOf(deps, standing, account.id),
    source:
      ageMs === undefined ? sourceOf(accounts) : { kind: 'report', at: new Date(now.getTime() - ageMs) },
    now,
  };
}

/** The content as the cards show it. `pressed` is what became of "Remind those now", where that is what was pressed. */
export function schoolView(plan: RolloutPlan, content: SchoolContent, pressed?: RemindedRound): SchoolView {
  const { account, standing, round, source, now } = content;
  return {
    who: { ...whoView(plan, account.upn), school: content.school.name },
    own: ownMailbox(plan, content),
    cohorts: standing.cohorts
      .filter((cohort) => !isOnlyOwn(plan, cohort, account))
      .map((cohort) => cohortView(plan, cohort, account.id)),
    accounts: standing.accounts,
    ready: standing.ready,
    toRemind: round.toRemind.length,
    ...(pressed && { round: pressed }),
    ...(source && { source: sourceView(plan, source, now) }),
    at: describeTime(plan, now, now),
    contact: contactView(plan),
  };
}

function ownMailbox(plan: RolloutPlan, { account, own, now }: SchoolContent): OwnMailbox {
  const { main, status } = own;
  if (!main || own.readiness.kind === 'ready') return { kind: 'ready' };
  const day = today(plan, now);
  const view = (dated: DatedPhase) => ({
    surface: dated.phase.surface,
    when: describeDate(dated),
    standing: standingOf(dated, status, day),
  });
  const said = statusView(plan, status, now);
  return {
    kind: 'to-do',
    phase: view(main),
    others: phasesOf(plan, account.upn)
      .filter(({ phase }) => phase.id !== main.phase.id)
      .map(view),
    // Before a date has come the state is not asked for, so that Graph's budget serves more accounts.
    status: said.state.kind === 'unknown' ? { ...said, state: { kind: 'not-asked' } } : said,
    effect: effectWords(plan, effectOf(plan, account.upn, status, day), day),
    ...saidView(own.said),
    next: own.next,
  };
}

/** The phase that the own part speaks of: that of the day's reminder, else the next one, and of these one that is left. */
function ownPhase(
  plan: RolloutPlan,
  upn: string,
  facts: { status: MfaStatus; said: SaidByKeepers; day: string; remindedOf: string | undefined },
): DatedPhase | undefined {
  const phases = phasesOf(plan, upn).filter(({ phase }) => !phase.paused);
  const reminded = phases.filter(({ phase }) => phase.id === facts.remindedOf);
  const next = phases.find(({ date }) => date >= facts.day) ?? phases.at(-1);
  const wanted = [...reminded, ...phases.filter(({ date }) => date === next?.date)];
  return (
    wanted.find(({ phase }) => readinessFor(phase, facts.status, facts.said).kind !== 'ready') ?? wanted[0]
  );
}

async function roundOf(
  { plan, database, clock, installsApp = false }: SchoolDeps,
  { cohorts }: SchoolStanding,
  ownId: string,
): Promise<SchoolRound> {
  const others = cohorts.flatMap(({ notReady }) => notReady).filter(({ accountId }) => accountId !== ownId);
  const { day } = askedFor(plan, clock.now());
  const told = await remindedOn(
    database,
    others.map(({ accountId }) => accountId),
    { day, asked: askedPrefix },
  );
  // Who was never met gets the app first; who removed or blocked it is left alone.
  const isReachable = ({ hasApp, wasMet }: NotReady) => hasApp || (installsApp && !wasMet);
  const rest = others.filter(({ accountId }) => !told.has(accountId));
  return {
    already: others.filter(({ accountId }) => told.has(accountId)),
    toRemind: rest.filter(isReachable),
    unreachable: rest.filter((one) => !isReachable(one)),
  };
}

/** The head's own mailbox has the first lines of the card to itself. */
function isOnlyOwn(plan: RolloutPlan, { cohort, accounts }: CohortStanding, { upn }: Account): boolean {
  return accounts === 1 && cohortOf(plan, upn)?.id === cohort.id;
}

function cohortView(
  plan: RolloutPlan,
  { cohort, phases, notReady, ...figures }: CohortStanding,
  ownId: string,
): SchoolCohort {
  const [first] = phases;
  return {
    name: cohort.name,
    surfaces: phases.map(({ phase }) => phase.surface),
    when: first ? describeDate(first) : '',
    accounts: figures.accounts,
    ready: figures.ready,
    unknown: figures.unknown,
    notReady: notReady
      .filter(({ accountId }) => accountId !== ownId)
      .map(({ upn, since }) => ({
        address: upn,
        ...(since && { since: describeDay(today(plan, since)) }),
      })),
  };
}

/** The figures' source: a report, also one that somebody uploaded, or answers about one account at a time. */
type FiguresSource = { kind: 'report'; at: Date } | { kind: 'answers'; oldest: Date };

/** Where no report of Graph was ever read whole. An uploaded one names its time with each account. */
function sourceOf(accounts: Pick<SchoolAccount, 'asOf' | 'source'>[]): FiguresSource | undefined {
  const known = accounts.flatMap(({ asOf, source }) => (asOf ? [{ at: asOf.getTime(), source }] : []));
  if (known.length === 0) return undefined;
  const reported = known.filter(({ source }) => source !== 'person-check');
  return reported.length > 0
    ? { kind: 'report', at: new Date(Math.max(...reported.map(({ at }) => at))) }
    : { kind: 'answers', oldest: new Date(Math.min(...known.map(({ at }) => at))) };
}

function sourceView(plan: RolloutPlan, source: FiguresSource, now: Date): SchoolView['source'] {
  return source.kind === 'report'
    ? { kind: 'report', at: describeTime(plan, source.at, now) }
    : { kind: 'answers', oldest: describeTime(plan, source.oldest, now) };
}
