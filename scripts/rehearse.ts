import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { planPathOf, teamsPaceOf } from '../bot/config.ts';
import { readPlanFile } from '../services/doctor/plan-file.ts';
import { allChanges } from '../services/plan-changes/changes.ts';
import { madeUpAccounts } from '../services/rehearsal/made-up-accounts.ts';
import { rehearse } from '../services/rehearsal/rehearse.ts';
import { storedAccounts } from '../services/rehearsal/stored-accounts.ts';
import { type Tenant, tenantOf } from '../services/rehearsal/tenant.ts';
import { addDays, instantAt } from '../services/rollout/calendar.ts';
import { takeChanges } from '../services/rollout/live-plan.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import type { Tx } from '../services/store/database.ts';
import { readOnly } from '../services/store/read-only.ts';
import { openBotDatabase, refuse } from './bot-database.ts';

const usage = `npm run rehearse                       plays the rest of the rollout and sends nothing; ends with 1 when a limit is broken
npm run rehearse -- --offline          goes by the database alone, without asking Microsoft
npm run rehearse -- --registering 10   assumes that 10 in 100 set MFA up each week (0 where not given)
npm run rehearse -- --most 10          how many messages to one account in 30 days are too many (10 where not given)
npm run rehearse -- --svg load.svg     writes a picture as well
npm run rehearse -- --from 2018-11-01 --until 2019-01-31
npm run rehearse -- --accounts 1000000 --schools 16000   a made-up tenant: no database, no Microsoft`;

interface Asked {
  offline: boolean;
  registering: number;
  most: number;
  svg: string | undefined;
  from: string | undefined;
  until: string | undefined;
  accounts: number | undefined;
  schools: number | undefined;
}

process.exitCode = await main();

/**
 * Gives the exit code. package.json keeps V8's young space small: a million accounts pass through it, and with the usual
 * size the process was seen at 336 MB instead of 228.
 */
async function main(): Promise<number> {
  const asked = readArguments();
  if (!asked) {
    console.error(usage);
    return 2;
  }
  const planFile = readPlanFile(planPathOf(process.env));
  if (planFile.kind === 'faulty') {
    refuse([planFile.heading, ...planFile.faults.map((fault) => `  - ${fault}`)].join('\n'));
    return 1;
  }
  const teamsPerSecond = teamsPaceOf(process.env);
  if (teamsPerSecond === undefined) {
    refuse('TEAMS_REQUESTS_PER_SECOND must be a number above 0 and at most 50.');
    return 1;
  }
  const { plan } = planFile;
  const found =
    asked.accounts === undefined ? await realTenant(plan, asked.offline) : await madeUp(plan, asked);
  if (!found) return 1;
  const { text, svg, isSound } = rehearse({
    plan,
    ...found,
    from: asked.from ? instantAt(plan, asked.from, '00:00') : startOf(plan, asked),
    until: asked.until,
    registeringPercentAWeek: asked.registering,
    installsApp: asked.accounts !== undefined || Boolean(process.env.TEAMS_APP_ID?.trim()),
    pace: { teamsPerSecond, mostIn30Days: asked.most },
  });
  console.info(text);
  if (asked.svg !== undefined) writeFileSync(asked.svg, svg);
  return isSound ? 0 : 1;
}

/** A made-up tenant is played from before its first reminder; a real one from now. */
function startOf(plan: RolloutPlan, { accounts }: Asked): Date {
  if (accounts === undefined) return new Date();
  const first = plan.phases.map(({ date }) => date).sort()[0] ?? '';
  return instantAt(plan, addDays(first, -Math.max(0, ...plan.reminders.offsetsDaysBefore) - 7), '00:00');
}

interface Found {
  tenant: Tenant;
  source: string;
}

async function madeUp(plan: RolloutPlan, asked: Asked): Promise<Found> {
  const accounts = asked.accounts ?? 0;
  const schools = asked.schools ?? Math.max(1, Math.round(accounts / 62.5));
  const tenant = await tenantOf(plan, madeUpAccounts(plan, { accounts, schools }));
  return { tenant, source: 'The tenant is made up: nobody is ready, and everybody is reached.' };
}

/** The plan with the desk's changes, and the accounts; the database refuses every change meanwhile. */
async function realTenant(plan: RolloutPlan, offline: boolean): Promise<Found | undefined> {
  const database = await openBotDatabase('. Stop the bot, rehearse, and start it again.');
  if (!database) return undefined;
  try {
    const tx = readOnly(database);
    takeChanges(plan, await allChanges(tx));
    return offline ? await fromDatabase(plan, tx) : await fromGraph(plan, tx);
  } finally {
    await database.close();
  }
}

async function fromDatabase(plan: RolloutPlan, tx: Tx): Promise<Found> {
  return {
    tenant: await tenantOf(plan, storedAccounts(tx)),
    source: 'Accounts and statuses are those that the database knows.',
  };
}

async function fromGraph(plan: RolloutPlan, tx: Tx): Promise<Found | undefined> {
  // Loaded only where it is needed: the libraries for signing in to Microsoft take 50 MB.
  const { graphTenant } = await import('./rehearse/graph-tenant.ts');
  const found = await graphTenant(plan, tx);
  switch (found.kind) {
    case 'read':
      return {
        tenant: found.tenant,
        source:
          'Accounts and statuses are those that Microsoft has just named; chats those that the database knows.',
      };
    case 'no-identity':
      return refuse(
        [
          'Microsoft cannot be asked; --offline goes without:',
          ...found.faults.map((one) => `  - ${one}`),
        ].join('\n'),
      );
    case 'no-answer':
      console.error(`${found.why} The database's own list is used.`);
      return fromDatabase(plan, tx);
  }
}

function readArguments(): Asked | undefined {
  try {
    const { values } = parseArgs({
      options: {
        offline: { type: 'boolean' },
        registering: { type: 'string' },
        most: { type: 'string' },
        svg: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        accounts: { type: 'string' },
        schools: { type: 'string' },
      },
    });
    const registering = numberIn(values.registering ?? '0', 0, 100);
    const most = wholeIn(values.most ?? '10', 1, 1000);
    const accounts = values.accounts === undefined ? undefined : wholeIn(values.accounts, 1, 10_000_000);
    const schools = values.schools === undefined ? undefined : wholeIn(values.schools, 1, 1_000_000);
    const isWrong =
      registering === undefined ||
      most === undefined ||
      (values.accounts !== undefined && accounts === undefined) ||
      (values.schools !== undefined && (schools === undefined || accounts === undefined)) ||
      [values.from, values.until].some((day) => day !== undefined && !isDay(day));
    if (isWrong) return undefined;
    const { offline = false, svg, from, until } = values;
    return { offline, registering, most, svg, from, until, accounts, schools };
  } catch {
    return undefined;
  }
}

function numberIn(text: string, from: number, to: number): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= from && value <= to ? value : undefined;
}

function wholeIn(text: string, from: number, to: number): number | undefined {
  const value = numberIn(text, from, to);
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}

function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}
