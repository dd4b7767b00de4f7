import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** What a keeper says of installed Outlook, which Microsoft Graph does not know. */
export type OutlookWord = 'works' | 'not-needed' | 'not-working';

/**
 * Keeps a keeper's word, in place of the one before. Only 'works' takes 'not-working' back: who needs nothing in a
 * browser has an Outlook that does not work all the same. A word of nobody in particular ends by the same rule where a
 * keeper by name speaks: it was one of them, and nobody could take it back. Recording it twice changes nothing more.
 */
export async function recordOutlookWord(
  tx: Tx,
  said: { accountId: string; keeperId?: string | undefined; word: OutlookWord; now: Date },
): Promise<void> {
  if (said.keeperId !== undefined) {
    await tx.query(
      `delete from outlook_words
        where account_id = $1 and keeper_id = '' and not (word = 'not-working' and $2 = 'not-needed')`,
      [said.accountId, said.word],
    );
  }
  await tx.query(
    `insert into outlook_words (account_id, keeper_id, word, said_at) values ($1, $2, $3, $4)
     on conflict (account_id, keeper_id) do update set word = excluded.word, said_at = excluded.said_at
      where not (outlook_words.word = 'not-working' and excluded.word = 'not-needed')`,
    [said.accountId, said.keeperId ?? '', said.word, said.now],
  );
}

/**
 * The account's word: 'not-working' as soon as one keeper's newest word is that, else 'works' if anybody says so, else
 * 'not-needed'; undefined where nobody said anything.
 */
export async function outlookWordOf(tx: Tx, accountId: string): Promise<OutlookWord | undefined> {
  const rows = await tx.query('select outlook from account_words where account_id = $1', [accountId]);
  return z.array(row).parse(rows)[0]?.outlook ?? undefined;
}

const row = z.object({ outlook: z.enum(['works', 'not-needed', 'not-working']).nullable() });
