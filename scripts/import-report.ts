import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeReport } from '../services/registration-upload/folder.ts';
import { readReport } from '../services/registration-upload/read-report.ts';
import { summarise } from '../services/registration-upload/summary.ts';
import { readPlan } from '../services/rollout/plan.ts';

/**
 * `npm run import-report -- file.csv`: checks a download of Entra's registration report, says what it would mean, and puts
 * it where the bot looks. With `--check` it only checks. A faulty file is not copied. Ends with 0 or 1.
 */
async function main(parameters: string[]): Promise<number> {
  const isCheck = parameters.includes('--check');
  const [file, ...more] = parameters.filter((one) => one !== '--check');
  const folder = process.env.REGISTRATION_REPORT_DIR?.trim() || undefined;
  if (file === undefined || more.length > 0) {
    return refuse('Say which file: npm run import-report -- exportUserRegistrationDetails_2026-11-5.csv');
  }
  if (folder === undefined && !isCheck) {
    return refuse(
      'Set REGISTRATION_REPORT_DIR to the folder where the bot looks, or add --check to check only.',
    );
  }
  const planPath = process.env.ROLLOUT_PLAN?.trim() || 'services/rollout/norfolk-2018.yaml';
  const parsed = readPlan(readFileSync(planPath, 'utf8'));
  if (!parsed.ok) return refuse(`The rollout plan ${planPath} has faults. Start the bot to see them.`);

  // npm runs in the project's folder, whoever calls it from wherever.
  const source = resolve(process.env.INIT_CWD ?? '.', file);
  const read = await readReport(source);
  if (read.kind === 'faulty') {
    const { row, column, problem, todo } = read.fault;
    const place = [file, row && `row ${row}`, column && `column ${column}`].filter(Boolean).join(', ');
    return refuse(`${place}: ${problem}.\n${todo}\nNothing was taken.`);
  }
  for (const line of summarise(read.report, parsed.plan)) console.log(line);
  if (folder === undefined || isCheck) return 0;
  const placed = await placeReport(source, resolve(folder));
  console.log(`Copied to ${placed}. The bot reads it within a minute.`);
  return 0;
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // The file or folder cannot be read or written: the system's own words name it.
  process.exitCode = refuse(error instanceof Error ? error.message : String(error));
}
