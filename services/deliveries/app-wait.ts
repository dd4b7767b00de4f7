import type { Tx } from '../store/database.ts';

/** What a delivery waits for while the app is installed for its account, or the account's chat is looked up anew. */
export const appWaits = ['app-being-installed', 'chat-being-checked'] as const;
export type AppWait = (typeof appWaits)[number];

/** Lets those deliveries of an account go on at once. Gives how many there were. Wake the dispatcher after the commit. */
export async function endAppWait(tx: Tx, accountId: string): Promise<number> {
  const rows = await tx.query(
    `update deliveries set not_before = clock_timestamp()
      where account_id = $1 and state = 'due' and why = any($2::text[]) and not_before > clock_timestamp()
      returning id`,
    [accountId, [...appWaits]],
  );
  return rows.length;
}

/** Whether a message to this account is on the road and waits, or is being carried just now. */
export async function isMessageOnTheRoad(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.query(
    `select from deliveries
      where account_id = $1 and state in ('due', 'claimed') and operation = 'send' and kind <> 'installation'
      limit 1`,
    [accountId],
  );
  return rows.length > 0;
}

/**
 * Whether such a message may be expected before the welcome of an app that came for it at that moment: for two minutes,
 * by the database's clock. One that is held for longer, because a status is unknown, leaves nobody with an empty chat.
 */
export async function isMessageExpectedFirst(tx: Tx, accountId: string, cameAt: Date): Promise<boolean> {
  const rows = await tx.query(
    `select from deliveries
      where account_id = $1 and state in ('due', 'claimed') and operation = 'send' and kind <> 'installation'
        and clock_timestamp() < $2::timestamptz + interval '2 minutes'
      limit 1`,
    [accountId, cameAt],
  );
  return rows.length > 0;
}

/** Whether a message, other than the welcome of an installation, arrived at this account since that moment. */
export async function wasMessageSentSince(tx: Tx, accountId: string, since: Date): Promise<boolean> {
  const rows = await tx.query(
    `select from deliveries
      where account_id = $1 and started_at >= $2 and state = 'sent' and operation = 'send' and kind <> 'installation'
      limit 1`,
    [accountId, since],
  );
  return rows.length > 0;
}
