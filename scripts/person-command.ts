import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Database, openDatabase } from '../services/store/database.ts';
import { StoreFailure } from '../services/store/failure.ts';

/** What a command about one person was given: whom it is about, and whether it was confirmed. */
export interface PersonArguments {
  /** An address or an Entra object id. */
  person: string;
  isConfirmed: boolean;
}

/** The arguments of a command line; undefined where they are not one person and at most `--yes`. */
export function readPersonArguments(args: string[]): PersonArguments | undefined {
  const [person, ...more] = args.filter((argument) => argument !== '--yes' && argument !== '--');
  if (!person?.trim() || person.startsWith('-') || more.length > 0) return undefined;
  return { person: person.trim(), isConfirmed: args.includes('--yes') };
}

/**
 * Opens the bot's database by DATABASE_URL or DATA_DIR. Where it cannot, says why and what to do on stderr, sets the exit
 * code and gives undefined. `inChat` says what a person can do in Teams while the bot holds the embedded database.
 */
export async function openForPerson(command: string, inChat: string): Promise<Database | undefined> {
  const databaseUrl = process.env.DATABASE_URL?.trim() || undefined;
  const dataDir = process.env.DATA_DIR?.trim() || 'data';
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'database'))) {
    return refuse(
      `There is no database in ${resolve(dataDir)}. Set DATA_DIR or DATABASE_URL as for the bot.`,
    );
  }
  try {
    return await openDatabase({ databaseUrl, dataDir });
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (error.code !== 'in-use') return refuse(error.message);
    return refuse(
      `${error.message} If that is the bot: the embedded database serves one program at a time. Stop the bot, run ${command} and start the bot again. ${inChat}`,
    );
  }
}

/** Several accounts have had this address: which one is meant has to be said. */
export function refuseSeveral(accountIds: string[]): undefined {
  return refuse(
    `Several accounts have had this address. Name one by its object id:\n${accountIds.map((id) => `  ${id}`).join('\n')}`,
  );
}

/** Says on stderr why nothing was done, and makes the command fail. */
export function refuse(why: string): undefined {
  console.error(why);
  process.exitCode = 1;
  return undefined;
}
