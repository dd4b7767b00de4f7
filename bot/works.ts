import type { DirectoryDeps } from '../services/directory/accounts.ts';
import { readLegacySignIns } from '../services/directory/legacy-sign-ins.ts';
import { refreshPerUserStates } from '../services/directory/per-user-states.ts';
import {
  createPersonCheckBudget,
  type PersonCheckBudget,
} from '../services/directory/person-check-budget.ts';
import { createPersonChecks } from '../services/directory/person-checks.ts';
import { sweepIfDue } from '../services/directory/sweep-due.ts';
import { request } from '../services/installations/requests.ts';
import { createPeriodic, type Periodic } from '../services/jobs/periodic.ts';
import { followNotices } from '../services/notices/follow.ts';
import { tellOfChanges } from '../services/plan-changes/tell.ts';
import { createCallListAnnouncer } from '../services/reach/announcer.ts';
import { createReportWatch } from '../services/registration-upload/watch.ts';
import { followCards } from '../services/reminders/follow-cards.ts';
import { planDue } from '../services/reminders/plan-due.ts';
import { planSnoozed } from '../services/reminders/snoozes.ts';
import { purge } from '../services/retention/purge.ts';
import { planSchoolCards } from '../services/schools/plan-school-cards.ts';
import type { Metrics } from '../services/telemetry/metrics.ts';
import { createTicketAnnouncer } from '../services/tickets/announcer.ts';
import { followReplies } from '../services/tickets/replies.ts';
import type { Config } from './config.ts';

export interface WorksDeps extends DirectoryDeps {
  config: Config;
  metrics: Metrics;
  instanceId: string;
  budget: PersonCheckBudget;
  /** Paces the pages of accounts with their last sign-ins. */
  signInPages: PersonCheckBudget;
  refreshReport(withinMs?: number): Promise<void>;
  /** Brings the plan up to what the service desk last decided, on any instance. */
  refreshPlan(): Promise<void>;
  /** Absent without TEAMS_APP_ID. */
  installer: { wake(): void } | undefined;
  wakeDispatcher(): void;
}

/** What runs by itself, one instance at a time; two of them are also run when somebody asks. */
export interface Works {
  all: Periodic[];
  reminders: Periodic;
  notices: Periodic;
}

/** How often an instance looks at 2,500 sent reminders, whose cards change when things change, in milliseconds. */
const reminderCardsMs = 5_000;

/** How often an instance looks for what has become due, and for notices to take further, in milliseconds. */
const everyMs = 2_000;

/** How often an instance looks whether the directory should be read again; after a failure it is the rest that Graph gets. */
const sweepLookMs = 30_000;

/** How often an instance looks whether the service desk is to be told whom to call today, in milliseconds. */
const callListLookMs = 10_000;

/** How often an instance spends what is left of the checks of one account, in milliseconds. */
const personChecksMs = 2_000;

/** How often an instance looks whether per-user states are to be read, or to be read further, in milliseconds. */
const statesLookMs = 30_000;

/** How often an instance looks whether the sign-in log is to be read, in milliseconds: once a day it is. */
const signInsLookMs = 10 * 60_000;

/** How often an instance looks into the folder for a registration report that was handed over, in milliseconds. */
const reportLookMs = 30_000;

/** How often what has aged out is deleted and the embedded database is cleaned, in milliseconds of real time; once at the start as well. */
const vacuumEveryMs = 12 * 60 * 60 * 1000;

/** Makes, and does not start, the periodic work of the bot. */
export function createWorks(deps: WorksDeps): Works {
  const { database, graph, plan, clock, log, config, metrics, instanceId, budget, refreshReport, installer } =
    deps;
  const directory = { database, graph, plan, clock, log };
  const periodic = (name: string, pauseMs: number, run: () => Promise<void>) =>
    createPeriodic(
      { database, log, metrics, instanceId },
      {
        name,
        everyMs: pauseMs,
        async run() {
          await deps.refreshPlan();
          await run();
        },
      },
    );
  const sweep = periodic('directory', sweepLookMs, () =>
    sweepIfDue({ ...directory, budget, signInPages: deps.signInPages }),
  );
  const checkPersons = createPersonChecks({ ...directory, budget });
  const personChecks = periodic('person-checks', personChecksMs, async () => {
    await checkPersons();
  });
  const states = periodic('per-user-states', statesLookMs, async () => {
    await refreshPerUserStates(directory);
  });
  // One page in ten seconds: the log can wait, and who has just got the app wants to be told how they stand.
  const logPages = createPersonCheckBudget({ database, slots: 1, name: 'graph-sign-in-log' });
  const pacedBudget: PersonCheckBudget = {
    ...budget,
    reserve: async (maxWaitMs) => (await logPages.reserve(maxWaitMs)) && budget.reserve(maxWaitMs),
  };
  const legacySignIns = periodic('legacy-sign-ins', signInsLookMs, () =>
    readLegacySignIns({ ...directory, budget: pacedBudget }),
  );
  const notices = periodic('notices', everyMs, async () => {
    await followNotices({ database, clock, plan });
    deps.wakeDispatcher();
  });
  const reminders = periodic('reminders', everyMs, async () => {
    const onLag = (seconds: number) => metrics.reminderLagSeconds.set(seconds);
    // First, so that a head's own reminder of the day finds the card that carries it.
    const schools = await planSchoolCards({ database, clock, plan });
    const due = await planDue({ database, clock, plan, log, refreshReport, onLag });
    const snoozed = await planSnoozed({ database, clock, plan });
    const made = schools.made + due.made + snoozed.made;
    if (made === 0) return;
    log.info({ made }, 'reminders planned');
    deps.wakeDispatcher();
  });
  // Where it was: losing it with the process only means looking from the start again.
  let cardsFrom = '0';
  const reminderCards = periodic('reminder-cards', reminderCardsMs, async () => {
    const { made, after } = await followCards({ database, clock, plan }, cardsFrom);
    cardsFrom = after;
    if (made > 0) deps.wakeDispatcher();
  });
  const planChanges = periodic('plan-changes', everyMs, async () => {
    if ((await tellOfChanges({ database, clock, plan })) > 0) deps.wakeDispatcher();
  });
  const announceTickets = createTicketAnnouncer({
    ...directory,
    serviceDeskGroupId: config.serviceDeskGroupId,
    askForApp:
      installer &&
      (async (accountId) => {
        await request(database, accountId, 'service-desk');
        installer.wake();
      }),
    onCounts({ open, answered, unannounced }) {
      metrics.ticketsOpen.set(open + answered);
      metrics.ticketsUnannounced.set(unannounced);
    },
  });
  const tickets = periodic('tickets', everyMs, async () => {
    if ((await followReplies(database)) > 0) deps.wakeDispatcher();
    if ((await announceTickets()) > 0) deps.wakeDispatcher();
  });
  const announceCallList = createCallListAnnouncer({
    ...directory,
    serviceDeskGroupId: config.serviceDeskGroupId,
  });
  const callList = periodic('call-list', callListLookMs, async () => {
    if ((await announceCallList()) > 0) deps.wakeDispatcher();
  });
  const retention = periodic('retention', vacuumEveryMs, async () => {
    await purge({ database, clock, plan, log });
  });
  const all = [
    sweep,
    personChecks,
    states,
    legacySignIns,
    notices,
    reminders,
    reminderCards,
    planChanges,
    tickets,
    callList,
    retention,
  ];
  const { registrationReportDir: folder } = config;
  if (folder !== undefined) {
    const lookForReport = createReportWatch({ database, clock, log, folder });
    all.push(
      periodic('report-upload', reportLookMs, async () => {
        await lookForReport();
      }),
    );
  }
  // PGlite has no autovacuum: without this the sweep's updates would fill the disk over months.
  if (database.engine === 'pglite') {
    all.push(
      periodic('vacuum', vacuumEveryMs, async () => {
        await database.query('vacuum (analyze)');
      }),
    );
  }
  return { all, reminders, notices };
}
