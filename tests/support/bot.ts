import { type Bot, compose } from '../../bot/compose.ts';
import type { Clock } from '../../services/clock.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import type { Database } from '../../services/store/database.ts';
import { createLog, type Log } from '../../services/telemetry/log.ts';
import { testDatabase } from './database.ts';
import { type FakeConnector, startFakeConnector } from './fake-connector.ts';
import { type FakeGraph, startFakeGraph } from './fake-graph.ts';
import { norfolkPlan } from './norfolk-plan.ts';

export const serviceDeskGroupId = '99999999-0000-4000-8000-000000000000';

/** The product with a fake Graph and a fake connector around it, and a clock that the test sets. */
export interface TestBot {
  bot: Bot;
  /** Where the bot listens, on loopback. */
  url: string;
  graph: FakeGraph;
  connector: FakeConnector;
  clock: { set(time: string): void };
  /** One figure of /metrics, such as `deliveries_total{kind="reminder",outcome="sent"}`; 0 where it is not there. */
  metric(name: string): Promise<number>;
  /** Plays Teams for one account. */
  person(accountId: string): TestPerson;
  stop(): Promise<void>;
}

/** A card as JSON, looked into by the helpers below. */
export type Json = { [key: string]: unknown };

export interface TestPerson {
  /** Types a message and gives the cards and sentences that came back, in order. */
  type(text: string): Promise<Reply[]>;
  /** Sends any activity of this person's chat. */
  send(activity: Json): Promise<{ status: number; body: unknown; replies: Reply[] }>;
  /** Presses a button of a card and gives the card that answers: in its place, or below it. */
  press(reply: Reply | undefined, title: string, inputs?: Json): Promise<Reply>;
}

/** What the person sees: a card with its message's id, or a sentence. */
export interface Reply {
  card?: Json;
  text: string;
  id?: string;
}

/** What a test wants other than the plan that ships with the product and no public address. */
export interface TestBotOptions {
  plan?: RolloutPlan;
  publicUrl?: string;
  /** How many turns one person may take in a minute; tests are quicker than people. */
  turnsPerPerson?: number;
  /** 1: callers are told apart by X-Forwarded-For, as behind a front end. */
  trustedProxies?: number;
  /** Where lines of the log go; nowhere where not given. */
  log?: Log;
  /** Shared by several instances, or kept over a restart: the test closes it itself. */
  database?: Database;
}

export async function startTestBot(time: string, options: TestBotOptions = {}): Promise<TestBot> {
  const [graph, connector, database] = await Promise.all([
    startFakeGraph(),
    startFakeConnector(),
    options.database === undefined ? testDatabase() : { ...options.database, close: async () => {} },
  ]);
  let now = new Date(time);
  const clock: Clock = { now: () => now };
  const bot = await compose({
    config: {
      port: 0,
      host: '127.0.0.1',
      dataDir: undefined,
      rolloutPlanPath: '',
      serviceDeskGroupId,
      teamsRequestsPerSecond: 45,
      serviceOrigins: [],
      graphUrl: graph.url,
      publicUrl: options.publicUrl,
      turnsPerPerson: options.turnsPerPerson ?? 100_000,
      trustedProxies: options.trustedProxies,
      logLevel: 'silent',
    },
    plan: options.plan ?? norfolkPlan(),
    authentication: { kind: 'unauthenticated' },
    graphCredential: {
      getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    clock,
    log: options.log ?? createLog('silent'),
    database,
  });
  const { url } = await bot.listen();
  return {
    bot,
    url,
    graph,
    connector,
    clock: {
      set(next) {
        now = new Date(next);
      },
    },
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`${name} `));
      return Number(line?.slice(name.length) ?? 0);
    },
    person: (accountId) => createPerson({ accountId, url, connector }),
    async stop() {
      await bot.stop();
      await Promise.all([graph.stop(), connector.close()]);
    },
  };
}

function createPerson(where: { accountId: string; url: string; connector: FakeConnector }): TestPerson {
  const { accountId, url, connector } = where;
  const chat = `chat-${accountId}`;
  let sent = 0;

  async function send(activity: Json) {
    const before = connector.messages.get(chat)?.length ?? 0;
    sent += 1;
    const id = `${accountId}-${sent}`;
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id,
        channelId: 'msteams',
        serviceUrl: connector.url,
        from: { id: `29:${accountId}`, aadObjectId: accountId },
        recipient: { id: '28:bot' },
        conversation: { id: chat, conversationType: 'personal', tenantId: 'tenant' },
        channelData: { tenant: { id: 'tenant' } },
        ...activity,
      }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const messages = connector.messages.get(chat) ?? [];
    // What the bot starts by itself answers nothing, and may arrive at any moment.
    const replies = messages
      .slice(before)
      .map((message, index) => ({ message, id: `${chat}:${before + index + 1}` }))
      .filter(({ message }) => message.replyToId === id && message.type !== 'typing')
      .map((sent) => replyOf(sent.message, sent.id));
    return { status: response.status, body, replies };
  }

  return {
    send,
    type: async (text) => (await send({ type: 'message', text })).replies,
    async press(reply, title, inputs = {}) {
      const button = buttonsOf(reply?.card).find((action) => action.title === title);
      if (!button)
        throw new Error(`No button "${title}" among: ${buttonsOf(reply?.card).map((one) => one.title)}`);
      const data = { ...(button.data as Json), ...inputs };
      if (button.type === 'Action.Submit') {
        const { replies } = await send({ type: 'message', value: data, replyToId: reply?.id });
        return only(replies);
      }
      const { body } = await send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: reply?.id,
        value: { action: { type: 'Action.Execute', verb: button.verb, data } },
      });
      const { value } = body as { value: Json | string };
      if (typeof value === 'string') return { text: value };
      return { card: value, text: textOf(value), id: reply?.id };
    },
  };
}

/** All words of a card, one after the other. */
export function textOf(card: unknown): string {
  const words: string[] = [];
  walk(card, (node) => {
    if ((node.type === 'TextBlock' || node.type === 'TextRun') && typeof node.text === 'string')
      words.push(node.text);
  });
  return words.join(' ');
}

/** The titles of a card's buttons. */
export function titlesOf(reply: Reply | undefined): string[] {
  return buttonsOf(reply?.card).map((action) => String(action.title));
}

export function buttonsOf(card: unknown): Json[] {
  const buttons: Json[] = [];
  walk(card, (node) => {
    if (typeof node.type === 'string' && node.type.startsWith('Action.')) buttons.push(node);
  });
  return buttons;
}

function walk(node: unknown, visit: (node: Json) => void): void {
  if (Array.isArray(node)) for (const child of node) walk(child, visit);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  visit(node as Json);
  for (const [key, child] of Object.entries(node)) if (key !== 'fallback') walk(child, visit);
}

function replyOf(message: Json, id: string): Reply {
  const attachments = Array.isArray(message.attachments) ? message.attachments : [];
  const card: unknown = attachments[0]?.content;
  return card ? { card: card as Json, text: textOf(card), id } : { text: String(message.text ?? ''), id };
}

function only(replies: Reply[]): Reply {
  const [reply] = replies;
  if (replies.length !== 1 || !reply) throw new Error(`Expected one reply, got ${replies.length}`);
  return reply;
}

/** Looks again and again until there is something, for at most 40 s. */
export async function eventually<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const until = performance.now() + 40_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error('It did not happen within 40 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
