import { getMethods, getPerUserState } from '../graph/authentication.ts';
import { GraphFailure } from '../graph/client.ts';
import { isRegistered, type MfaStatus } from '../rollout/mfa-status.ts';
import { isWithin } from './clocks.ts';
import type { PersonCheckBudget } from './person-check-budget.ts';
import { doesServe, lastReport } from './report-fetch.ts';
import type { ReportRefresh } from './report-refresh.ts';
import { readStatus, storeCheckedMethods, storeState } from './status-rows.ts';
import type { CheckDeps } from './statuses.ts';
import { uploadServesMs } from './upload-age.ts';
import { uploadNaming } from './upload-rows.ts';
import { isRefusal } from './why-unknown.ts';

/** What a message that goes out by itself needs to know of an account at the last moment. */
export interface StatusForSendingDeps extends CheckDeps {
  report: ReportRefresh;
  budget: PersonCheckBudget;
}

/**
 * The oldest status on which a message may be sent, in milliseconds: a report fetched, or an account asked, within
 * 15 minutes; a report that took long to fetch serves longer by that (report-fetch.ts). Older than that a status is unknown, and the message is held.
 */
export const freshEnoughMs = 15 * 60 * 1000;

/**
 * How long one message may wait for its turn to ask Graph about its account. Four questions in ten seconds leave one
 * of the five that Graph allows (facts page, section 2) to people who press a button; whoever would wait longer goes
 * by the report, whose time the message says.
 */
const longestWaitMs = 30_000;

/**
 * How long a message insists on Graph's own answer after it was asked and gave none, in milliseconds. Throttling ends
 * after some ten seconds; after three minutes a fresh report is better than no reminder on its day.
 */
const reportServesAfterMs = 3 * 60_000;

const notAnswered: MfaStatus = {
  methods: { kind: 'unknown', why: 'Microsoft did not answer' },
  state: { kind: 'unknown', why: 'Microsoft was not asked' },
};

/** How long one question may take, in milliseconds. */
const answerWithinMs = 10_000;

/**
 * The status of an account just before something is sent to it: the registration report, read anew when it is over 15
 * minutes old, and where that says "not registered" or nothing, Graph itself as far as its budget goes, of which a report that is being fetched needs all. Only where
 * the words depend on the per-user state (`needsState`) is its absence a reason to wait.
 * What is too old to act on comes back as unknown, and so does an account on which Graph was asked and gave no
 * answer, for as long as `waitedMs` says that asking again is still worth it: the report may be hours behind.
 * Where Graph lets this app read neither, an uploaded report of the last week speaks, whose time the message says.
 */
export async function statusForSending(
  deps: StatusForSendingDeps,
  accountId: string,
  options: { needsState: boolean; waitedMs: number },
): Promise<MfaStatus> {
  const refreshed = await deps.report.ifOlderThan(freshEnoughMs);
  const reported = await freshPart(deps, accountId);
  if (isRegistered(reported.methods) === true) return reported;

  const isFetching = !refreshed.ok && refreshed.isUnderWay === true;
  const answer = isFetching ? 'no-slot' : await askMethods(deps, accountId);
  if (answer === 'no-answer' && options.waitedMs < reportServesAfterMs) return notAnswered;
  const isReportRefused = !refreshed.ok && refreshed.isRefused === true;
  const isAsked = answer === 'answered' || answer === 'no-answer';
  if (isReportRefused && !isAsked && reported.methods.kind === 'unknown')
    return uploadedPart(deps, accountId);
  const asked = await freshPart(deps, accountId);
  if (isRegistered(asked.methods) !== false) return asked;
  const stateAnswer = await askState(deps, accountId);
  const isMissed = options.needsState && stateAnswer === 'no-answer';
  return isMissed && options.waitedMs < reportServesAfterMs ? notAnswered : freshPart(deps, accountId);
}

/** What is stored, as far as it is fresh enough to act on. */
async function freshPart(deps: StatusForSendingDeps, accountId: string): Promise<MfaStatus> {
  const now = deps.clock.now();
  const stored = await readStatus(deps.database, accountId);
  const isRecent = (asOf: Date) => isWithin(freshEnoughMs, asOf, now);
  const { methods, state } = stored;
  const isUsable =
    methods.kind === 'known' &&
    (isRecent(methods.asOf) ||
      (methods.source === 'registration-report' &&
        doesServe(await lastReport(deps.database, now), freshEnoughMs)));
  return {
    methods: isUsable ? methods : { kind: 'unknown', why: 'Microsoft has not answered lately' },
    state:
      // Enabled and enforced do not go back in a rollout; "disabled" may have changed since.
      state.kind === 'known' && (isRecent(state.asOf) || state.state !== 'disabled')
        ? state
        : { kind: 'unknown', why: 'Microsoft was not asked just now' },
  };
}

/** What an uploaded report says, or whatever was learnt since, for as long as such a report may speak. */
async function uploadedPart(deps: StatusForSendingDeps, accountId: string): Promise<MfaStatus> {
  const now = deps.clock.now();
  const reportedAt = await uploadNaming(deps.database, accountId);
  const isUsable = reportedAt !== undefined && now.getTime() - reportedAt.getTime() <= uploadServesMs;
  const { methods } = await readStatus(deps.database, accountId);
  return {
    methods: isUsable ? methods : { kind: 'unknown', why: 'no report of the last week is there' },
    state: { kind: 'unknown', why: 'Microsoft was not asked' },
  };
}

type Answered = 'answered' | 'no-answer' | 'refused';

async function askMethods(
  { graph, database, clock, budget }: StatusForSendingDeps,
  accountId: string,
): Promise<Answered | 'no-slot'> {
  if (!(await budget.reserve(longestWaitMs))) return 'no-slot';
  const asOf = clock.now();
  return unlessGraphFails(async () => {
    const methods = await getMethods(graph, accountId, { tries: 1, totalMs: answerWithinMs });
    await storeCheckedMethods(database, accountId, methods, asOf);
  });
}

/** Takes no slot: the per-user state is not known to share the limit of the identity reports (facts page, section 5). */
function askState({ graph, database, clock }: StatusForSendingDeps, accountId: string): Promise<Answered> {
  const asOf = clock.now();
  return unlessGraphFails(async () => {
    const state = await getPerUserState(graph, accountId, { tries: 1, totalMs: answerWithinMs });
    await storeState(database, accountId, state, asOf);
  });
}

/** The client has logged and counted the failure; what is stored then speaks, if it is fresh enough. */
async function unlessGraphFails(ask: () => Promise<void>): Promise<Answered> {
  try {
    await ask();
    return 'answered';
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    return isRefusal(error) ? 'refused' : 'no-answer';
  }
}
