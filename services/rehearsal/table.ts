import { DateTime } from 'luxon';
import { count, durationWords, type Finding, type Wave } from './judge.ts';
import type { Tenant } from './tenant.ts';

export interface Report {
  /** Where the accounts come from, and what is assumed: sentences. */
  basis: string[];
  tenant: Tenant;
  waves: Wave[];
  findings: Finding[];
  fitsIntoADay: number;
}

/** The rehearsal as text for a terminal of 100 columns. */
export function reportText(report: Report): string {
  const { basis, tenant, waves, findings } = report;
  const total = waves.reduce((sum, { messages }) => sum + messages, 0);
  return [
    ...basis,
    `${count(tenant.accounts)} accounts in ${count(tenant.schools)} schools, ${count(tenant.notReady)} of them not ready or not known to be.`,
    '',
    ...table(waves),
    '',
    `${count(total)} messages in all. ${count(report.fitsIntoADay)} fit into one working day.`,
    '',
    ...findings.flatMap(lines),
    ...(findings.some(({ kind }) => kind === 'limit') ? [] : ['No limit is broken.']),
  ].join('\n');
}

function lines(finding: Finding): string[] {
  return finding.kind === 'limit'
    ? [`TO CHANGE  ${finding.words}`, `           ${finding.todo}`]
    : [`note       ${finding.words}`];
}

const columns = [
  'Day',
  'Messages',
  'School cards',
  'Busiest hour',
  'Takes',
  'Until',
  'Asked singly',
  'Phases',
];

function table(waves: Wave[]): string[] {
  if (waves.length === 0) return ['Nothing would be sent.'];
  const rows = [columns, ...waves.map(cells)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === columns.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function cells(wave: Wave): string[] {
  return [
    DateTime.fromISO(wave.day, { zone: 'utc', locale: 'en-GB' }).toFormat('ccc d LLL yyyy'),
    count(wave.messages),
    count(wave.schoolCards),
    count(Math.max(...wave.hours)),
    durationWords(wave.takesMs),
    wave.isWithinHours ? 'in hours' : 'TOO LATE',
    count(wave.askedSingly),
    wave.phaseIds.join(', '),
  ];
}
