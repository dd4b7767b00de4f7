import { z } from 'zod';
import type { Tx } from '../store/database.ts';

/** The personal chat between the bot and an account (Entra object id). */
export interface PersonalConversation {
  accountId: string;
  conversationId: string;
  serviceUrl: string;
  botId: string;
  tenantId?: string;
  /** The person in Teams' own form; unknown where the chat was learnt from Graph and nothing was heard in it yet. */
  teamsUserId?: string;
  /** False when Teams told that the app was removed. */
  installed: boolean;
  /** Why Teams last refused a message for good; undefined while messages arrive. */
  blocked?: string;
  /** Whether this account has ever had the card of an installation. */
  greeted: boolean;
  /** When it was last heard from, removed or looked up, by the database's clock. */
  updatedAt: Date;
}

const row = z.object({
  account_id: z.string(),
  conversation_id: z.string(),
  service_url: z.string(),
  bot_id: z.string(),
  tenant_id: z.string().nullable(),
  teams_user_id: z.string().nullable(),
  installed: z.boolean(),
  blocked: z.string().nullable(),
  greeted_at: z.date().nullable(),
  updated_at: z.date(),
});

export interface SeenConversation
  extends Pick<PersonalConversation, 'accountId' | 'conversationId' | 'serviceUrl' | 'botId' | 'tenantId'> {
  teamsUserId: string;
}

/**
 * Keeps where an account was just heard from. Whatever arrives from a person proves that the app is there,
 * so it also ends any earlier "uninstalled" or "blocked": nobody has to mend a row by hand.
 */
export async function rememberConversation(tx: Tx, seen: SeenConversation): Promise<void> {
  await tx.query(
    `insert into conversations (account_id, conversation_id, service_url, bot_id, tenant_id, teams_user_id, installed)
     values ($1, $2, $3, $4, $5, $6, true)
     on conflict (account_id) do update set conversation_id = excluded.conversation_id,
       service_url = excluded.service_url, bot_id = excluded.bot_id, tenant_id = excluded.tenant_id,
       teams_user_id = excluded.teams_user_id, installed = true, blocked = null, updated_at = clock_timestamp()`,
    [
      seen.accountId,
      seen.conversationId,
      seen.serviceUrl,
      seen.botId,
      seen.tenantId ?? null,
      seen.teamsUserId,
    ],
  );
}

/** A chat as Graph names it: enough to write to, though nothing was heard in it. */
export interface LearntConversation extends Pick<SeenConversation, 'accountId' | 'conversationId' | 'botId'> {
  tenantId?: string | undefined;
  /** Used where the account has no service URL of its own. */
  serviceUrl: string;
}

/**
 * Keeps a chat that was learnt from Graph, unless the account was heard from after `since` (the database's clock): what
 * Teams itself says of a chat is better. A service URL and a person's id that are known already stay.
 */
export async function learnConversation(tx: Tx, learnt: LearntConversation, since: Date): Promise<void> {
  await tx.query(
    `insert into conversations as kept (account_id, conversation_id, service_url, bot_id, tenant_id, installed)
     values ($1, $2, $3, $4, $5, true)
     on conflict (account_id) do update set conversation_id = excluded.conversation_id, installed = true,
       blocked = null, updated_at = clock_timestamp()
       where not kept.installed or kept.blocked is not null or kept.updated_at < $6`,
    [
      learnt.accountId,
      learnt.conversationId,
      learnt.serviceUrl,
      learnt.botId,
      learnt.tenantId ?? null,
      since,
    ],
  );
}

/**
 * The service URL that was heard of last, in any chat; undefined before anybody was heard from. A tenant has one, of its
 * region, so it is the best guess for a chat whose own is not known.
 */
export async function lastServiceUrl(tx: Tx): Promise<string | undefined> {
  const rows = await tx.query<{ service_url: string }>(
    `select service_url from conversations where teams_user_id is not null order by updated_at desc limit 1`,
  );
  return rows[0]?.service_url;
}

/** The chat of an account, also when it is uninstalled or blocked; undefined when the bot never met it. */
export async function findConversation(tx: Tx, accountId: string): Promise<PersonalConversation | undefined> {
  const rows = await tx.query('select * from conversations where account_id = $1', [accountId]);
  const [found] = z.array(row).parse(rows);
  if (!found) return undefined;
  return {
    accountId: found.account_id,
    conversationId: found.conversation_id,
    serviceUrl: found.service_url,
    botId: found.bot_id,
    tenantId: found.tenant_id ?? undefined,
    teamsUserId: found.teams_user_id ?? undefined,
    installed: found.installed,
    blocked: found.blocked ?? undefined,
    greeted: found.greeted_at !== null,
    updatedAt: found.updated_at,
  };
}

/** Whether a message would reach at least one of these accounts: the app is there and Teams has not closed the chat. */
export async function isAnyReachable(tx: Tx, accountIds: string[]): Promise<boolean> {
  const rows = await tx.query(
    'select from conversations where account_id = any($1::text[]) and installed and blocked is null limit 1',
    [accountIds],
  );
  return rows.length > 0;
}

/** The person removed the app: no message reaches them until they install it again. */
export async function markUninstalled(tx: Tx, accountId: string): Promise<void> {
  await tx.query(
    'update conversations set installed = false, updated_at = clock_timestamp() where account_id = $1',
    [accountId],
  );
}

/**
 * Teams refused a message for good.
 * @param since when the refused request was made, by the database's clock: a chat that was heard from after
 *   it is alive again and stays as it is.
 */
export async function markBlocked(tx: Tx, accountId: string, why: string, since: Date): Promise<void> {
  await tx.query('update conversations set blocked = $2 where account_id = $1 and updated_at <= $3', [
    accountId,
    why,
    since,
  ]);
}

/**
 * How far apart the two events of one installation may arrive, in seconds. Teams sends them within a second;
 * a longer time would leave a real second installation without its card.
 */
const pairedWithinSeconds = 10;

/**
 * Claims the answer to an installation: its time when this event is to be answered, else undefined. The first event of a pair is; the other kind within ten
 * seconds of it is not; the same kind again is a new installation.
 */
export async function claimGreeting(tx: Tx, accountId: string, event: string): Promise<Date | undefined> {
  const rows = await tx.query(
    `update conversations set greeted_event = $2, greeted_at = clock_timestamp()
      where account_id = $1
        and (greeted_at is null or greeted_event = $2
             or greeted_at < clock_timestamp() - make_interval(secs => $3)
             or greeted_at > clock_timestamp())
      returning greeted_at`,
    [accountId, event, pairedWithinSeconds],
  );
  return z.array(z.object({ greeted_at: z.date() })).parse(rows)[0]?.greeted_at;
}
