import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { learnFromTeams } from '../../../services/directory/accounts.ts';
import { knownStatus } from '../../../services/directory/statuses.ts';
import type { UploadedReport } from '../../../services/registration-upload/read-report.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

export const head = 'head@hillside.norfolk.sch.uk';
export const office = 'office@hillside.norfolk.sch.uk';

export const at = (time: string) => new Date(`2018-11-${time}:00Z`);

/** A database, a clock and a folder, with the small things that tests of uploaded reports do. */
export interface UploadUnderTest {
  database: Database;
  clock: { time: Date; now(): Date };
  folder: string;
  begin(): Promise<void>;
  close(): Promise<void>;
  /** Teams named this account, whose id is its address. */
  know(address: string): Promise<void>;
  methodsOf(address: string): Promise<MfaStatus['methods']>;
  /** A file in the folder, as an administrator would leave it. */
  put(name: string, content: string, modifiedAt?: Date): Promise<string>;
}

export async function uploadOn(): Promise<UploadUnderTest> {
  const database = await testDatabase();
  const root = await mkdtemp(join(tmpdir(), 'uploads-'));
  const clock = { time: at('05T09:00'), now: () => clock.time };
  const plan = norfolkPlan();
  const test: UploadUnderTest = {
    database,
    clock,
    folder: root,
    async begin() {
      await database.query(
        'truncate accounts, statuses, report_uploads, report_upload_rows, directory_sweeps, report_runs',
      );
      clock.time = at('05T09:00');
      test.folder = await mkdtemp(join(root, 'folder-'));
    },
    async close() {
      await database.close();
      await rm(root, { recursive: true, force: true });
    },
    async know(address) {
      await learnFromTeams({ database, plan, clock }, { id: address, upn: address, displayName: address });
    },
    methodsOf: async (address) => (await knownStatus(database, address)).methods,
    async put(name, content, modifiedAt = at('05T08:30')) {
      const path = join(test.folder, name);
      await writeFile(path, content);
      await utimes(path, modifiedAt, modifiedAt);
      return path;
    },
  };
  return test;
}

/** A report with these rows. Its hash is made from what it says. */
export function reportOf(asOf: Date, rows: UploadedReport['rows']): UploadedReport {
  return {
    hash: createHash('sha256')
      .update(JSON.stringify([asOf, rows]))
      .digest('hex'),
    asOf,
    datedBy: rows.some(({ updatedAt }) => updatedAt) ? 'rows' : 'file',
    rows,
    guests: 0,
    unclear: 0,
    unreadMethods: new Map(),
  };
}

/** A report's file as Entra writes it: each address with its methods, all of one time. */
export function fileOf(time: Date, rows: Record<string, string[]>): string {
  const lines = Object.entries(rows).map(
    ([address, methods]) =>
      `${address},Somebody,"${JSON.stringify(methods).replaceAll('"', '""')}",${time.toISOString()}`,
  );
  return ['userPrincipalName,userDisplayName,methodsRegistered,lastUpdatedDateTime', ...lines].join('\r\n');
}
