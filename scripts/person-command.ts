import type { Database } from '../services/store/database.ts';
import { openBotDatabase, refuse } from './bot-database.ts';

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

/** Opens the bot's database; `inChat` says what a person can do in Teams while the bot holds the embedded one. */
export function openForPerson(command: string, inChat: string): Promise<Database | undefined> {
  return openBotDatabase(`. Stop the bot, run ${command} and start the bot again. ${inChat}`);
}

/** Several accounts have had this address: which one is meant has to be said. */
export function refuseSeveral(accountIds: string[]): undefined {
  return refuse(
    `Several accounts have had this address. Name one by its object id:\n${accountIds.map((id) => `  ${id}`).join('\n')}`,
  );
}
