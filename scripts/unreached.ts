import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { planPathOf } from '../bot/config.ts';
import { reasonWords } from '../cards/words-reasons.ts';
import { surfacesWords } from '../cards/words-unreached.ts';
import { readPlanFile } from '../services/doctor/plan-file.ts';
import { allChanges } from '../services/plan-changes/changes.ts';
import { byteOrderMark, csvLine } from '../services/reach/csv.ts';
import { type MergeRow, mergeRows } from '../services/reach/mail-merge.ts';
import { today } from '../services/rollout/calendar.ts';
import { takeChanges } from '../services/rollout/live-plan.ts';
import { describeDay } from '../services/rollout/phases.ts';
import type { RolloutPlan } from '../services/rollout/plan.ts';
import { readOnly } from '../services/store/read-only.ts';
import { openBotDatabase, refuse } from './bot-database.ts';

const columns = ['school', 'address', 'phase', 'date', 'reason', 'called'];

/**
 * Writes whom Teams cannot reach, for letters and calls, as comma-separated values that only you can read:
 *
 *     npm run unreached -- --csv <file>
 *
 * `--on 2018-12-03` writes the list as it stands on that day. Reads DATABASE_URL, or DATA_DIR, and ROLLOUT_PLAN as the bot
 * does; needs no identity and changes nothing.
 */
async function main(): Promise<void> {
  const asked = readArguments();
  if (!asked) return refuse('Say where the list goes: npm run unreached -- --csv <file>');
  const planFile = readPlanFile(planPathOf(process.env));
  if (planFile.kind === 'faulty') {
    return refuse([planFile.heading, ...planFile.faults.map((fault) => `  - ${fault}`)].join('\n'));
  }
  const { plan } = planFile;
  const database = await openBotDatabase(
    ', so stop the bot, write the list, and start it again. In Teams the service desk types “unreached”.',
  );
  if (!database) return;
  try {
    const tx = readOnly(database);
    takeChanges(plan, await allChanges(tx));
    const rows = await mergeRows(tx, plan, asked.now);
    write(asked.file, [columns, ...rows.map((row) => cellsOf(plan, row))]);
    console.info(`${rows.length} ${rows.length === 1 ? 'line' : 'lines'}: ${asked.file}`);
  } finally {
    await database.close();
  }
}

function cellsOf(plan: RolloutPlan, row: MergeRow): string[] {
  return [
    row.school,
    row.address,
    surfacesWords(row.surfaces),
    row.when,
    `${reasonWords(row.why)}${row.isUnknown ? '; Microsoft has not said if MFA is set up' : ''}`,
    row.calledAt ? describeDay(today(plan, row.calledAt)) : '',
  ];
}

/** For the owner alone, also where the file was there before with other rights. */
function write(file: string, lines: string[][]): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeFileSync(handle, byteOrderMark + lines.map(csvLine).join(''));
  } finally {
    closeSync(handle);
  }
}

function readArguments(): { file: string; now: Date } | undefined {
  try {
    const { values } = parseArgs({ options: { csv: { type: 'string' }, on: { type: 'string' } } });
    if (!values.csv) return undefined;
    if (values.on === undefined) return { file: values.csv, now: new Date() };
    if (!/^20\d\d-\d\d-\d\d$/.test(values.on) || Number.isNaN(Date.parse(values.on))) return undefined;
    return { file: values.csv, now: new Date(`${values.on}T09:00:00Z`) };
  } catch {
    return undefined;
  }
}

await main();
