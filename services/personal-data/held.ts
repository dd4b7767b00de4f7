import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** What is kept about one account beside its status, its keepers and its wishes: places, words, messages, tickets. */
export interface Held {
  /** Newest word first. */
  outlook: { keeperId?: string; word: 'works' | 'not-needed' | 'not-working'; saidAt: Date }[];
  /** Last used first. */
  walks: { keeperId?: string; guideId: string; isDone: boolean; updatedAt: Date }[];
  /** Messages that were sent, by the bot's own accord. `lastReminderDay`: a date of the plan's zone. */
  messages: { reminders: number; lastReminderDay?: string; notices: number };
  /** Newest first. */
  tickets: { number: number; state: 'open' | 'answered' | 'closed'; openedAt: Date }[];
  /** By the database's clock; absent where there is no chat. */
  chatSince?: Date;
}

/** What is kept about one account, for whoever uses it. At most 40 rows of each list. */
export async function heldAbout(tx: Tx, accountId: string): Promise<Held> {
  const outlook = z
    .array(wordRow)
    .parse(
      await tx.query(
        `select keeper_id, word, said_at from outlook_words where account_id = $1 order by said_at desc ${most}`,
        [accountId],
      ),
    );
  const walks = z.array(walkRow).parse(
    await tx.query(
      `select keeper_id, guide_id, state, updated_at from guide_walks where account_id = $1
        order by updated_at desc ${most}`,
      [accountId],
    ),
  );
  const tickets = z
    .array(ticketRow)
    .parse(
      await tx.query(
        `select number, state, opened_at from tickets where account_id = $1 order by number desc ${most}`,
        [accountId],
      ),
    );
  const [messages] = z.array(messagesRow).parse(
    await tx.query(
      `select count(*) filter (where kind = 'reminder') as reminders,
              max(subject ->> 'day') filter (where kind = 'reminder') as last_day,
              count(*) filter (where kind = 'notice') as notices
         from deliveries where account_id = $1 and state = 'sent'`,
      [accountId],
    ),
  );
  const [chat] = z
    .array(chatRow)
    .parse(await tx.query('select known_since from conversations where account_id = $1', [accountId]));
  return {
    outlook: outlook.map((row) => ({ ...ofKeeper(row), word: row.word, saidAt: row.said_at })),
    walks: walks.map((row) => ({
      ...ofKeeper(row),
      guideId: row.guide_id,
      isDone: row.state === 'done',
      updatedAt: row.updated_at,
    })),
    messages: {
      reminders: messages?.reminders ?? 0,
      ...(messages?.last_day && { lastReminderDay: messages.last_day }),
      notices: messages?.notices ?? 0,
    },
    tickets: tickets.map(({ number, state, opened_at: openedAt }) => ({ number, state, openedAt })),
    ...(chat && { chatSince: chat.known_since }),
  };
}

/** When each keeper of an account came on its list, by keeper id. */
export async function joinedAtOf(tx: Tx, accountId: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.query('select id, joined_at from keepers where account_id = $1', [accountId]);
  return new Map(
    z
      .array(keeperRow)
      .parse(rows)
      .map(({ id, joined_at: joinedAt }) => [id, joinedAt]),
  );
}

const most = 'limit 40';

function ofKeeper({ keeper_id: keeperId }: { keeper_id: string }): { keeperId?: string } {
  return keeperId === '' ? {} : { keeperId };
}

const count = z.string().transform(Number);
const wordRow = z.object({
  keeper_id: z.string(),
  word: z.enum(['works', 'not-needed', 'not-working']),
  said_at: z.date(),
});
const walkRow = z.object({
  keeper_id: z.string(),
  guide_id: z.string(),
  state: z.enum(['under-way', 'done']),
  updated_at: z.date(),
});
const ticketRow = z.object({
  number: z.number().int(),
  state: z.enum(['open', 'answered', 'closed']),
  opened_at: z.date(),
});
const messagesRow = z.object({ reminders: count, last_day: z.string().nullable(), notices: count });
const chatRow = z.object({ known_since: z.date() });
const keeperRow = z.object({ id: z.string(), joined_at: z.date() });
