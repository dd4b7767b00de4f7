import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/**
 * Where the card about a head's school of one day stands, which carries the head's own reminder of that day: `coming` while
 * it is to be sent, `sent` once it was; `none` where there is none, or it ended in another way.
 */
export async function schoolCardOnDay(
  tx: Tx,
  { accountId, day }: { accountId: string; day: string },
): Promise<'none' | 'coming' | 'sent'> {
  const rows = await tx.query(
    `select state from deliveries
      where account_id = $1 and kind = 'school' and coalesce(day, subject ->> 'day') = $2
        and state in ('due', 'claimed', 'sent')`,
    [accountId, day],
  );
  const states = z
    .array(z.object({ state: z.string() }))
    .parse(rows)
    .map(({ state }) => state);
  if (states.includes('sent')) return 'sent';
  return states.length > 0 ? 'coming' : 'none';
}

/** Writes down what a card says about a school; it counts once the card is sent. Call it before the request. */
export async function noteSaid(tx: Tx, deliveryId: string, said: 'school' | 'good-news'): Promise<void> {
  await tx.query(
    `update deliveries set subject = subject || jsonb_build_object('said', $2::text) where id = $1::bigint`,
    [deliveryId, said],
  );
}

/** Whether the last card that a head was sent said that the school is ready. */
export async function wasLastSaidReady(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.query(
    `select subject ->> 'said' as said from deliveries
      where account_id = $1 and kind = 'school' and operation = 'send' and state = 'sent'
      order by settled_at desc, id desc limit 1`,
    [accountId],
  );
  return z.array(z.object({ said: z.string().nullable() })).parse(rows)[0]?.said === 'good-news';
}

/** The phase that the account's own reminder of a day speaks of, where one was planned; undefined where none was. */
export async function remindedOfOn(
  tx: Tx,
  { accountId, day }: { accountId: string; day: string },
): Promise<string | undefined> {
  const rows = await tx.query(
    `select subject ->> 'phaseId' as phase_id from deliveries
      where account_id = $1 and kind = 'reminder' and coalesce(day, subject ->> 'day') = $2
      order by id limit 1`,
    [accountId, day],
  );
  return z.array(z.object({ phase_id: z.string() })).parse(rows)[0]?.phase_id;
}
