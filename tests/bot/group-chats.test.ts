import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buttonsOf, eventually, type Json, startTestBot, type TestBot, textOf } from '../support/bot.ts';

const head = 'head-1';
const address = 'head@hillside.norfolk.sch.uk';

/** What a message in a channel or a group chat looks like: the bot is mentioned, or it would not hear of it. */
const places = [
  {
    what: 'a channel',
    conversation: {
      id: '19:channel@thread.tacv2;messageid=1',
      conversationType: 'channel',
      isGroup: true,
      tenantId: 'tenant',
    },
    channelData: {
      tenant: { id: 'tenant' },
      team: { id: '19:team@thread.tacv2' },
      channel: { id: '19:channel@thread.tacv2' },
    },
  },
  {
    what: 'a group chat',
    conversation: {
      id: '19:group@thread.v2',
      conversationType: 'groupChat',
      isGroup: true,
      tenantId: 'tenant',
    },
    channelData: { tenant: { id: 'tenant' } },
  },
];

const mentioning = (text: string) => ({
  type: 'message',
  text: `<at>MFA helper</at> ${text}`,
  entities: [
    { type: 'mention', text: '<at>MFA helper</at>', mentioned: { id: '28:bot', name: 'MFA helper' } },
  ],
});

describe.each(places)('$what', ({ conversation, channelData }) => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
    world.graph.people.push({ id: head, upn: address, methods: ['password'], state: 'disabled', report: {} });
  });
  afterAll(() => world.stop());

  const said = () => world.connector.messages.get(conversation.id) ?? [];
  const send = (activity: Json) => world.person(head).send({ conversation, channelData, ...activity });

  it.each(['help', 'status', 'set up MFA', 'dates', 'my data', 'progress', 'when is my turn?'])(
    'answers “%s” with the way to the private chat, and with nothing of the person',
    async (text) => {
      const before = said().length;
      expect((await send(mentioning(text))).status).toBe(200);
      const answers = said().slice(before);
      expect(answers).toHaveLength(1);
      expect(textOf(answers)).toMatch(/answer in private/);
      expect(buttonsOf(answers).map((button) => button.url)).toContain(
        'https://teams.microsoft.com/l/chat/0/0?users=28:bot',
      );
      const words = JSON.stringify(
        answers.map(({ attachments, summary, text: plain }) => [attachments, summary, plain]),
      );
      expect(words).not.toMatch(/hillside|head-1|19 November|head@/);
    },
  );

  it('refuses a press on a card that was forwarded here, and shows nothing', async () => {
    const before = said().length;
    const { status, body } = await send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'status.show', data: {} } },
    });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('open a chat with me');
    expect(JSON.stringify(body)).not.toMatch(/hillside|19 November/);
    expect(said()).toHaveLength(before);
  });

  it('keeps silent when it is added, and takes nobody’s personal chat to be here', async () => {
    const before = said().length;
    for (const event of [
      { type: 'installationUpdate', action: 'add' },
      { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] },
    ]) {
      expect((await send(event)).status).toBe(200);
    }
    await world.person(head).send({ type: 'installationUpdate', action: 'add' });
    const personal = await eventually(() => world.connector.messages.get(`chat-${head}`));
    expect(textOf(personal)).toContain(address);
    expect(said()).toHaveLength(before);
  });

  it('reminds people in their personal chat after it is removed here', async () => {
    for (const event of [
      { type: 'installationUpdate', action: 'remove' },
      { type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] },
    ]) {
      expect((await send(event)).status).toBe(200);
    }
    const before = world.connector.messages.get(`chat-${head}`)?.length ?? 0;
    world.clock.set('2018-11-12T09:00:00Z');
    await world.bot.tick();
    const reminder = await eventually(() => world.connector.messages.get(`chat-${head}`)?.[before]);
    expect(textOf(reminder)).toContain('19 November');
  });
});

describe('the commands that the app’s manifest offers', () => {
  const manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../appPackage/manifest.json'), 'utf8'),
  );
  const titles: string[] = manifest.bots[0].commandLists[0].commands.map(({ title }: Json) => title);
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
    world.graph.people.push({ id: head, upn: address, methods: ['password'], state: 'disabled', report: {} });
  });
  afterAll(() => world.stop());

  it.each(titles)('%s is understood as a command, not taken for a question', async (title) => {
    const questions = async () =>
      (await (await fetch(`${world.url}/metrics`)).text())
        .split('\n')
        .filter((line) => /^turns_total\{.*route="(question|answer)/.test(line));
    const before = await questions();
    const replies = await world.person(head).type(title);
    expect(replies.length).toBeGreaterThan(0);
    expect(await questions()).toEqual(before);
  });
});
