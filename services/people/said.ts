import type { Tx } from '../store/database.ts';
import { keepersOf } from './keepers.ts';
import { type OutlookWord, outlookWordOf } from './outlook-words.ts';

/** What the people of an account said themselves: the part of being ready that Microsoft Graph does not know. */
export interface Said {
  /** First names of those whose "mine works" is missing. Empty where the list is closed or nobody is on it. */
  waitingKeepers: string[];
  outlook: OutlookWord | undefined;
}

/** What the people of one account said. The view account_words says the same of all accounts. */
export async function saidOf(tx: Tx, accountId: string): Promise<Said> {
  const { keepers, closedAt } = await keepersOf(tx, accountId);
  const waiting = closedAt === undefined ? keepers.filter(({ works }) => !works) : [];
  return {
    waitingKeepers: waiting.map(({ firstName }) => firstName),
    outlook: await outlookWordOf(tx, accountId),
  };
}
