import { uploadServesMs } from '../directory/upload-age.ts';
import { newestReport } from './folder.ts';
import { readReport } from './read-report.ts';

/** What `doctor` says of the folder with the registration report: one line, and what to do where it is not well. */
export type UploadCheck = { kind: 'ok'; line: string } | { kind: 'not-ok'; line: string; todo: string };

/**
 * Looks into the folder as the bot would and reads its newest report to the end, without a database and without
 * changing anything. Never throws; no content of the file is in the words.
 */
export async function checkUploadFolder(folder: string, now: Date): Promise<UploadCheck> {
  try {
    const file = await newestReport(folder);
    if (!file) {
      return {
        kind: 'not-ok',
        line: `No registration report is in ${folder}.`,
        todo: 'Download "User registration details" from the Entra admin centre as CSV and run "npm run import-report -- <file>".',
      };
    }
    const read = await readReport(file.path);
    if (read.kind === 'faulty') {
      const { row, column, problem, todo } = read.fault;
      const place = [row && `row ${row}`, column && `column ${column}`].filter(Boolean).join(', ');
      return { kind: 'not-ok', line: `${file.name}${place ? `, ${place}` : ''}: ${problem}.`, todo };
    }
    const { asOf, rows, datedBy } = read.report;
    const days = Math.floor((now.getTime() - asOf.getTime()) / dayMs);
    const dated = datedBy === 'file' ? ', dated by the file, as it names no time' : '';
    const line = `The registration report ${file.name} has ${rows.length === 1 ? '1 account' : `${rows.length} accounts`} and is ${ageOf(days)}${dated}.`;
    if (now.getTime() - asOf.getTime() <= uploadServesMs) return { kind: 'ok', line };
    return {
      kind: 'not-ok',
      line,
      todo: 'Reminders are sent on a report of the last 7 days alone. Download a new one and run "npm run import-report -- <file>".',
    };
  } catch {
    return {
      kind: 'not-ok',
      line: `The folder ${folder} cannot be read.`,
      todo: 'Make it, let the bot read it, or mend REGISTRATION_REPORT_DIR.',
    };
  }
}

const dayMs = 24 * 3_600_000;

function ageOf(days: number): string {
  if (days < 1) return 'less than a day old';
  return days === 1 ? '1 day old' : `${days} days old`;
}
