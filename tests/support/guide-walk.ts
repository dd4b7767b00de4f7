import { buttonsOf, type Json, type Reply, type TestBot, textOf, titlesOf } from './bot.ts';

/** An account as a test of the guides wants it. */
interface GuideAccount {
  /** The part before the @: head and office are shared. */
  local?: string;
  /** Graph types without '#microsoft.graph.' and 'AuthenticationMethod'; a password is always there. */
  methods?: string[];
  state?: 'disabled' | 'enabled' | 'enforced';
}

/** Where a card stands, as its buttons say it. */
export interface CardPlace {
  walk: string;
  guide: string;
  step: string;
  version: number;
}

/** One bot, and what the tests of the guides do in its chats. */
export interface GuideWorld {
  bot(): TestBot;
  /** A new account at a school of its own; gives its id. */
  account(options?: GuideAccount): string;
  upnOf(id: string): string;
  /** What Graph says of it from now on. */
  register(id: string, methods: string[], state?: GuideAccount['state']): void;
  /** Types something that one card or sentence answers. */
  ask(id: string, text: string): Promise<Reply>;
  /** Presses one button after the other, each on the card that the one before brought. */
  pressAll(id: string, card: Reply, titles: string[]): Promise<Reply>;
  /** "Who are you?" answered with a first name. */
  as(id: string, firstName: string, typed?: string): Promise<Reply>;
  /** A press that no card of this person carries; all words that came back. */
  forge(id: string, verb: string, data: Json): Promise<string>;
  /** Every message in somebody's chat, oldest first. */
  chat(id: string): Json[];
  /** The edits of messages in somebody's chat. */
  edits(id: string): { activityId: string | undefined; text: string; card: unknown }[];
}

export function guideWorld(world: () => TestBot): GuideWorld {
  let count = 0;
  const find = (id: string) => {
    const person = world().graph.people.find((one) => one.id === id);
    if (!person) throw new Error(`no account ${id}`);
    return person;
  };
  const chats: GuideWorld = {
    bot: world,
    account({ local = 'head', methods = [], state = 'disabled' } = {}) {
      count += 1;
      const id = `${local}-${count}`;
      const upn = `${local}@school-${count}.norfolk.sch.uk`;
      world().graph.people.push({
        id,
        upn,
        methods: ['password', ...methods],
        state,
        report: reportOf(methods),
      });
      return id;
    },
    upnOf: (id) => find(id).upn,
    register(id, methods, state) {
      const person = find(id);
      person.methods = ['password', ...methods];
      person.report = reportOf(methods);
      if (state) person.state = state;
    },
    async ask(id, text) {
      const replies = await world().person(id).type(text);
      const [reply] = replies;
      if (replies.length !== 1 || !reply) {
        throw new Error(`"${text}" had ${replies.length} answers: ${replies.map((one) => one.text)}`);
      }
      return reply;
    },
    async pressAll(id, card, titles) {
      let shown = card;
      for (const title of titles) shown = await world().person(id).press(shown, title);
      return shown;
    },
    async as(id, firstName, typed = 'set up MFA') {
      return world()
        .person(id)
        .press(await chats.ask(id, typed), 'Continue', { firstName });
    },
    async forge(id, verb, data) {
      const before = chats.chat(id).length;
      const { body } = await world()
        .person(id)
        .send({
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { type: 'Action.Execute', verb, data } },
        });
      return [textOf(body), JSON.stringify(body), ...chats.chat(id).slice(before).map(textOf)].join(' ');
    },
    chat: (id) =>
      (world().connector.messages.get(`chat-${id}`) ?? []).filter(({ type }) => type !== 'typing'),
    edits: (id) =>
      world()
        .connector.requests.filter(
          ({ method, conversationId }) => method === 'PUT' && conversationId === `chat-${id}`,
        )
        .map(({ activityId, body }) => ({ activityId, text: textOf(body), card: body })),
  };
  return chats;
}

/** The place that a button of the card carries. */
export function placeOf(card: Reply, title = titlesOf(card).find((one) => one.includes('stuck'))): CardPlace {
  const button = buttonsOf(card.card).find((one) => one.title === title);
  const { walk, guide, step, version } = (button?.data ?? {}) as Partial<CardPlace>;
  if (!walk || !guide || !step || version === undefined) {
    throw new Error(`No place on "${title}" of: ${card.text}`);
  }
  return { walk, guide, step, version };
}

/** "Next" for as long as there is one; gives the last card and how often it was pressed. */
export async function pressNexts(world: TestBot, id: string, card: Reply): Promise<[Reply, number]> {
  let shown = card;
  let presses = 0;
  while (titlesOf(shown).includes('Next')) {
    shown = await world.person(id).press(shown, 'Next');
    presses += 1;
  }
  return [shown, presses];
}

/** The types of all elements of a card. */
export function typesIn(card: unknown): string[] {
  return [...JSON.stringify(card).matchAll(/"type":"([A-Za-z.]+)"/g)].map(([, type]) => type ?? '');
}

const reportNames: Record<string, string> = {
  microsoftAuthenticator: 'microsoftAuthenticatorPush',
  phone: 'mobilePhone',
  softwareOath: 'softwareOneTimePasscode',
  hardwareOath: 'hardwareOneTimePasscode',
  fido2: 'fido2',
};

/** The report's row of an account with these methods, as if it lagged by nothing. */
function reportOf(methods: string[]): Json {
  const methodsRegistered = methods.flatMap((method) => reportNames[method] ?? []);
  return { methodsRegistered, isMfaRegistered: methodsRegistered.length > 0 };
}
