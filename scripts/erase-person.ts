import { type Erased, erasePerson } from '../services/personal-data/erase.ts';
import { exportPerson } from '../services/personal-data/export.ts';
import type { Database } from '../services/store/database.ts';
import { refuse } from './bot-database.ts';
import { openForPerson, readPersonArguments, refuseSeveral } from './person-command.ts';

/**
 * Erases what the bot keeps about one person:
 *
 *     npm run erase-person -- <address or object id> --yes
 *
 * Without --yes it says what it would erase and changes nothing. Reads DATABASE_URL, or DATA_DIR, as the bot does; needs
 * no identity.
 */
async function main(args: string[]): Promise<void> {
  const given = readPersonArguments(args);
  if (!given) return refuse('Say whom it is about: npm run erase-person -- <address or object id> --yes');
  const database = await openForPerson(
    'npm run erase-person',
    'Until then the person can type “my data” in their chat with the bot to see what is kept.',
  );
  if (!database) return;
  try {
    if (given.isConfirmed) sayErased(await erasePerson(database, given.person));
    else await sayWhatWouldGo(database, given.person);
  } finally {
    await database.close();
  }
}

async function sayWhatWouldGo(database: Database, person: string): Promise<void> {
  const exported = await exportPerson(database, person, new Date());
  if (exported.kind === 'several') return refuseSeveral(exported.accountIds);
  if (exported.kind === 'nothing-held') return refuse(nothing);
  const rows = Object.entries(exported.data.held).map(([name, held]) => `  ${name}: ${held.length}`);
  refuse(
    [
      'Nothing has been erased yet. This is kept:',
      ...rows,
      'Add --yes to erase it. It cannot be undone.',
    ].join('\n'),
  );
}

function sayErased(erased: Erased): void {
  if (erased.kind === 'several') refuseSeveral(erased.accountIds);
  else if (erased.kind === 'nothing-held') refuse(nothing);
  else console.info(erasedWords(erased));
}

function erasedWords({ pseudonym, deleted, pseudonymised }: Extract<Erased, { kind: 'erased' }>): string {
  return [
    ...counts('Deleted', deleted),
    ...counts(`Kept as a record under ${pseudonym}`, pseudonymised),
    'While the account is in the directory, the bot learns its name, address and MFA status again from Microsoft.',
    'Copies of the database from before today still hold the rest: erase again after you restore one.',
  ].join('\n');
}

const nothing = 'Nothing is kept under this address or object id.';

function counts(heading: string, rows: Record<string, number>): string[] {
  const lines = Object.entries(rows).map(([name, count]) => `  ${name}: ${count}`);
  return lines.length === 0 ? [] : [`${heading}:`, ...lines];
}

await main(process.argv.slice(2));
