import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Database, openDatabase } from '../services/store/database.ts';
import { StoreFailure } from '../services/store/failure.ts';

/**
 * Opens the bot's database by DATABASE_URL or DATA_DIR, for a command. Where it cannot, says why and what to do on stderr,
 * sets the exit code and gives undefined. `whileBotRuns`: what to do where the bot itself holds the embedded database, as
 * the rest of a sentence.
 */
export async function openBotDatabase(whileBotRuns: string): Promise<Database | undefined> {
  const databaseUrl = process.env.DATABASE_URL?.trim() || undefined;
  const dataDir = process.env.DATA_DIR?.trim() || 'data';
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'database')))
    return refuse(
      `There is no database in ${resolve(dataDir)}. Set DATA_DIR or DATABASE_URL as for the bot.`,
    );
  try {
    return await openDatabase({ databaseUrl, dataDir });
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (error.code !== 'in-use') return refuse(error.message);
    return refuse(
      `${error.message} If that is the bot: the embedded database serves one program at a time${whileBotRuns}`,
    );
  }
}

/** Says on stderr why nothing was done, and makes the command fail. */
export function refuse(why: string): undefined {
  console.error(why);
  process.exitCode = 1;
  return undefined;
}
