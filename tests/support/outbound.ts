import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import type { CarrierOptions, Settled } from '../../bot/outbound/carrier.ts';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../bot/outbound/dispatcher.ts';
import { createMessenger, type Messenger } from '../../bot/outbound/messenger.ts';
import type { NewDelivery } from '../../services/deliveries/enqueue.ts';
import { createRateLimiter } from '../../services/deliveries/rate-limiter.ts';
import { findConversation, markBlocked } from '../../services/people/conversations.ts';
import type { Database, Tx } from '../../services/store/database.ts';
import { createLog } from '../../services/telemetry/log.ts';
import { createMetrics } from '../../services/telemetry/metrics.ts';

/** A messenger to a connector that asks for no token, made as the product makes it. */
export function loopbackMessenger(timeoutMs = 15_000): Messenger {
  const authentication = new ConfigurationBotFrameworkAuthentication({});
  const factory = authentication.createConnectorFactory(new ClaimsIdentity([], 'anonymous'));
  return createMessenger({
    connect: (serviceUrl) => factory.create(serviceUrl, ''),
    isAllowedServiceUrl: (url) => new URL(url).hostname === '127.0.0.1',
    timeoutMs,
  });
}

export interface RoadOptions extends Partial<Omit<DispatcherOptions, 'database'>> {
  database: Database;
  perSecond?: number;
  timeoutMs?: number;
}

type Prepares = CarrierOptions['prepare'];

/** Every kind of delivery decides alike. */
export function everyKind(prepare: Prepares['notice']): Prepares {
  return {
    installation: prepare,
    'guide-check': prepare,
    ticket: prepare,
    'call-list': prepare,
    'notice-progress': prepare,
    'date-moved': prepare,
    reminder: prepare,
    school: prepare,
    notice: prepare,
    'reminder-card': prepare,
  };
}

/** The whole road out with the real parts; every kind says its delivery's key, and every end is kept. */
export function createRoad(options: RoadOptions): { dispatcher: Dispatcher; ends: Settled[] } {
  const { database, perSecond = 1000, timeoutMs, ...rest } = options;
  const ends: Settled[] = [];
  const say: CarrierOptions['prepare']['notice'] = async ({ key }) => ({
    kind: 'send',
    content: { text: key },
  });
  const dispatcher = createDispatcher({
    database,
    messenger: loopbackMessenger(timeoutMs),
    limiter: createRateLimiter({ database, name: 'teams', perSecond }),
    prepare: everyKind(say),
    findConversation: (accountId) => findConversation(database, accountId),
    markBlocked: (accountId, why, since) => markBlocked(database, accountId, why, since),
    clock: { now: () => new Date('2018-11-05T09:00:00Z') },
    log: createLog('silent'),
    metrics: createMetrics(),
    instanceId: 'test',
    onSettled: (settled) => {
      ends.push(settled);
    },
    ...rest,
  });
  return { dispatcher, ends };
}

export function aNotice(accountId: string, more: Partial<NewDelivery> = {}): NewDelivery {
  return {
    key: `notice:n1:${accountId}`,
    kind: 'notice',
    operation: 'send',
    target: { accountId },
    subject: { noticeId: 'n1' },
    ...more,
  };
}

/** Chats of these accounts, with the app installed; the chat of account `a` is `chat-a`. */
export async function installFor(tx: Tx, serviceUrl: string, accountIds: string[]): Promise<void> {
  await tx.query(
    `insert into conversations (account_id, conversation_id, service_url, bot_id, teams_user_id, installed, updated_at)
     select id, 'chat-' || id, $2, '28:bot', '29:' || id, true, clock_timestamp() - interval '1 hour'
     from unnest($1::text[]) as id`,
    [accountIds, serviceUrl],
  );
}

/** Lets time pass on the database's clock: every wait is over, and nobody was written to just now. */
export async function letWaitsEnd(tx: Tx): Promise<void> {
  await tx.query(
    `update deliveries set not_before = least(not_before, clock_timestamp()),
       started_at = started_at - interval '1 minute'
     where state <> 'claimed'`,
  );
}

/** Carries everything to its end, ending every wait as soon as it begins. Throws when a minute is not enough. */
export async function carryToTheEnd(database: Database, dispatcher: Dispatcher): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    await letWaitsEnd(database);
    dispatcher.wake();
    const [row] = await database.query<{ count: string }>(
      `select count(*) from deliveries where state in ('due', 'claimed')`,
    );
    // The last ones may be written down but not announced yet.
    if (row?.count === '0') return dispatcher.idle();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Deliveries still wait after a minute');
}

/** Where each delivery stands, by key. */
export async function outcomes(
  tx: Tx,
): Promise<Map<string, { state: string; why: string | null; possible_repeats: number; attempts: number }>> {
  const rows = await tx.query<{
    key: string;
    state: string;
    why: string | null;
    possible_repeats: number;
    attempts: number;
  }>('select key, state, why, possible_repeats, attempts from deliveries order by id');
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}
