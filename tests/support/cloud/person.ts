import { type Button, buttonsOf, cardOf, inputsOf, textOf } from './cards.ts';
import type { Activity, Chat, Chats, Message } from './chats.ts';

/** How activities reach the bot: signed over the simulated cloud, or bare in the demo. */
export interface Transport {
  appId: string;
  tenantId: string;
  serviceUrl: string;
  /** Posts to /api/messages; the body is parsed where it is JSON. */
  post(activity: Activity): Promise<{ status: number; body: unknown }>;
  /** The bot's clock: activities carry its time. */
  now(): number;
}

/** A person in a Teams client, in the personal chat with the bot. */
export interface Person {
  accountId: string;
  upn: string;
  chat: Chat;
  /** Teams tells the bot that the app was installed: two events, as Teams sends them. */
  install(): Promise<void>;
  uninstall(): Promise<void>;
  /** Blocks the bot: Teams tells it nothing. */
  block(): void;
  /** Types a message; resolves with the newest message of the bot after its answer came. */
  type(text: string): Promise<Message>;
  /** Presses the newest button with this title; resolves with the message that it changed or brought. */
  press(title: string | RegExp, inputs?: Record<string, string>): Promise<Message>;
  /** Presses the button with this title on one message, which newer ones may stand below. */
  pressOn(message: Message, title: string | RegExp, inputs?: Record<string, string>): Promise<Message>;
  /** Somebody forwards a message: this person has a copy of it, with working buttons. */
  getsForwarded(message: Message): void;
  /** The newest message of the bot that is still there. */
  last(): Message | undefined;
  /** What the newest card (or text) says. */
  says(): string;
  buttons(): Button[];
  /** The address behind a button that opens a page. */
  link(title: string | RegExp): string;
  /** Waits for a message whose words match; looks at those from `from` on. */
  sees(words: RegExp, options?: { withinMs?: number; from?: number }): Promise<Message>;
  /** What invokes answered that was no card: toasts. */
  toasts: string[];
  /** An activity of this person, for tests that forge or repeat one. */
  activity(type: string, more?: Record<string, unknown>): Activity;
}

const answerWithinMs = 20_000;

/** The words of a message: of its card, or its plain text. */
export function wordsOf(message: Message | undefined): string {
  if (!message) return '';
  const card = cardOf(message.activity);
  return card ? textOf(card) : String(message.activity.text ?? '');
}

/** Plays the person with this account. `teamsUserId` and the conversation are derived from the account, as stable as in Teams. */
export function createPerson(
  transport: Transport,
  chats: Chats,
  account: { id: string; userPrincipalName: string; displayName: string },
): Person {
  const teamsUserId = `29:1${Buffer.from(account.id.replaceAll('-', ''), 'hex').toString('base64url')}`;
  const chat = chats.open(`a:1${Buffer.from(account.id.replaceAll('-', ''), 'hex').toString('base64url')}`);
  let sent = 0;

  function activity(type: string, more: Record<string, unknown> = {}): Activity {
    sent += 1;
    return {
      type,
      id: `${1_541_000_000_000 + sent}`,
      timestamp: new Date(transport.now()).toISOString(),
      channelId: 'msteams',
      serviceUrl: transport.serviceUrl,
      from: { id: teamsUserId, name: account.displayName, aadObjectId: account.id },
      conversation: { conversationType: 'personal', tenantId: transport.tenantId, id: chat.id },
      recipient: { id: `28:${transport.appId}`, name: 'MFA helper' },
      entities: [
        { locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London', type: 'clientInfo' },
      ],
      channelData: { tenant: { id: transport.tenantId } },
      locale: 'en-GB',
      localTimezone: 'Europe/London',
      ...more,
    };
  }

  async function post(what: Activity): Promise<unknown> {
    const { status, body } = await transport.post(what);
    if (status !== 200 && status !== 201 && status !== 202) {
      throw new Error(
        `The bot answered ${status} to a ${what.type} of ${account.userPrincipalName}: ${JSON.stringify(body)}`,
      );
    }
    return body;
  }

  const shown = () => chat.messages.filter((one) => !one.isDeleted);
  const edits = () => chat.messages.reduce((sum, one) => sum + one.edits, 0);

  /** Posts, then waits for a new or changed message. */
  async function ask(what: Activity): Promise<Message> {
    const before = { count: chat.messages.length, edits: edits() };
    await post(what);
    await chats.until(
      () => (chat.messages.length > before.count || edits() > before.edits ? true : undefined),
      answerWithinMs,
      `an answer to ${account.userPrincipalName} (${what.text ?? JSON.stringify(what.value)})`,
    );
    return need(shown().at(-1), 'a message');
  }

  function find(title: string | RegExp, among = shown().toReversed()): { message: Message; button: Button } {
    for (const message of among) {
      const button = buttonsOf(cardOf(message.activity)).find((one) =>
        typeof title === 'string' ? one.title === title : title.test(one.title),
      );
      if (button) return { message, button };
    }
    throw new Error(
      `${account.userPrincipalName} sees no button ${title}. The newest card says:\n${wordsOf(among[0])}`,
    );
  }

  async function execute(message: Message, button: Button, inputs: Record<string, string>): Promise<Message> {
    const before = chat.messages.length;
    const editsBefore = message.edits;
    const body = await post(
      activity('invoke', {
        name: 'adaptiveCard/action',
        replyToId: message.id,
        value: {
          action: {
            type: button.type,
            title: button.title,
            verb: button.verb,
            data: { ...button.data, ...inputs },
          },
          trigger: 'manual',
        },
        channelData: {
          tenant: { id: transport.tenantId },
          source: { name: 'message' },
          legacy: { replyToId: message.id },
        },
      }),
    );
    const { type, value } = (body ?? {}) as { type?: string; value?: unknown };
    if (type === 'application/vnd.microsoft.card.adaptive') {
      const attachment = { contentType: type, content: value };
      chats.edit(chat, message.id, { ...message.activity, attachments: [attachment] });
      return message;
    }
    toasts.push(typeof value === 'string' ? value : JSON.stringify(value ?? null));
    if (chat.messages.length > before && message.edits === editsBefore)
      return need(shown().at(-1), 'a message');
    return message;
  }

  function pressFound(
    { message, button }: { message: Message; button: Button },
    inputs: Record<string, string>,
  ): Promise<Message> {
    const values: Record<string, string> = {};
    for (const input of button.sendsInputs ? inputsOf(cardOf(message.activity)) : []) {
      const value = inputs[input.id] ?? input.value;
      if (value !== undefined) values[input.id] = value;
      else if (input.isRequired) throw new Error(`"${button.title}" needs the input ${input.id}.`);
    }
    if (button.type === 'Action.Execute') return execute(message, button, values);
    if (button.type === 'Action.OpenUrl') throw new Error(`"${button.title}" opens a page: use link().`);
    return ask(activity('message', { value: { ...button.data, ...values }, replyToId: message.id }));
  }

  const toasts: string[] = [];

  return {
    accountId: account.id,
    upn: account.userPrincipalName,
    chat,
    toasts,
    activity,

    async install() {
      chat.standing = 'installed';
      const members = [{ id: `28:${transport.appId}` }, { id: teamsUserId, aadObjectId: account.id }];
      const before = chat.messages.length;
      // Teams sends both within milliseconds; only one card may come of them.
      await Promise.all([
        post(activity('installationUpdate', { action: 'add' })),
        post(activity('conversationUpdate', { membersAdded: members })),
      ]);
      await chats.until(
        () => (chat.messages.length > before ? true : undefined),
        answerWithinMs,
        `a welcome for ${account.userPrincipalName}`,
      );
    },

    async uninstall() {
      await post(activity('installationUpdate', { action: 'remove' }));
      chat.standing = 'uninstalled';
    },

    block() {
      chat.standing = 'blocked';
    },

    type: (text) => ask(activity('message', { text, textFormat: 'plain' })),

    press: (title, inputs = {}) => pressFound(find(title), inputs),

    pressOn: (message, title, inputs = {}) => pressFound(find(title, [message]), inputs),

    getsForwarded(message) {
      chats.add(chat, structuredClone(message.activity));
    },

    last: () => shown().at(-1),
    says: () => wordsOf(shown().at(-1)),
    buttons: () => buttonsOf(cardOf(shown().at(-1)?.activity)),
    link: (title) => need(find(title).button.url, 'an address'),

    sees: (words, { withinMs = answerWithinMs, from = 0 } = {}) =>
      chats.until(
        () => chat.messages.slice(from).find((one) => !one.isDeleted && words.test(wordsOf(one))),
        withinMs,
        `${account.userPrincipalName} to see ${words}`,
      ),
  };
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`Expected ${what}, but there is none.`);
  return value;
}
