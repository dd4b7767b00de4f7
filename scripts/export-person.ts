import { exportPerson } from '../services/personal-data/export.ts';
import { refuse } from './bot-database.ts';
import { openForPerson, readPersonArguments, refuseSeveral } from './person-command.ts';

/**
 * Prints, as JSON, everything that the bot keeps about one person:
 *
 *     npm run --silent export-person -- <address or object id> > person.json
 *
 * Reads DATABASE_URL, or DATA_DIR, as the bot does; needs no identity and changes nothing.
 */
async function main(args: string[]): Promise<void> {
  const given = readPersonArguments(args);
  if (!given) return refuse('Say whom it is about: npm run export-person -- <address or object id>');
  const database = await openForPerson(
    'npm run export-person',
    'Or the person types “my data” in their chat with the bot, which shows them most of it.',
  );
  if (!database) return;
  try {
    const exported = await exportPerson(database, given.person, new Date());
    switch (exported.kind) {
      case 'exported':
        return console.info(JSON.stringify(exported.data, undefined, 2));
      case 'several':
        return refuseSeveral(exported.accountIds);
      case 'nothing-held':
        return refuse('Nothing is kept under this address or object id.');
    }
  } finally {
    await database.close();
  }
}

await main(process.argv.slice(2));
