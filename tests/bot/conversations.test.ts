import {
  eventually,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';

const desk = 'desk-1';
let school = 0;
/** This test's own head teacher and a second head, by account id. */
let head = '';
let otherHead = '';

describe('a personal chat', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
    world.graph.people.push({ id: desk, upn: 'desk@norfolk.gov.uk', methods: [], state: 'disabled' });
    world.graph.groups.set(serviceDeskGroupId, [desk]);
  });
  afterAll(() => world.stop());

  beforeEach(() => {
    world.clock.set('2018-11-05T09:00:00Z');
    world.connector.trouble = () => undefined;
    school += 1;
    head = `head-${school}-a`;
    otherHead = `head-${school}-b`;
    for (const id of [head, otherHead]) {
      const upn = `head@school-${id}.norfolk.sch.uk`;
      world.graph.people.push({ id, upn, methods: ['password'], state: 'disabled', report: {} });
    }
  });

  const chat = (id: string) => world.connector.messages.get(`chat-${id}`) ?? [];
  const install = (id: string) => world.person(id).send({ type: 'installationUpdate', action: 'add' });
  const register = (id: string, methods: string[], state?: string) => {
    const person = world.graph.people.find((one) => one.id === id);
    if (!person) throw new Error(`no ${id}`);
    person.methods = methods;
    if (state) person.state = state;
  };
  const ask = async (id: string, text: string): Promise<Reply> => {
    const replies = await world.person(id).type(text);
    expect(replies).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };

  /** Opens the guide on a mailbox that nobody else uses. */
  const begin = async (id: string): Promise<Reply> =>
    world.person(id).press(await ask(id, 'set up MFA'), 'Only I use this mailbox');

  it('answers the two events of one installation with one card that knows who it speaks to', async () => {
    const person = world.person(head);
    const events = await Promise.all([
      person.send({ type: 'installationUpdate', action: 'add' }),
      person.send({ type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }),
    ]);
    expect(events.map(({ status }) => status)).toEqual([200, 200]);
    await eventually(() => (chat(head).length > 0 ? true : undefined));
    expect(chat(head)).toHaveLength(1);
    const text = textOf(chat(head));
    expect(text).toContain(`head@school-${head}.norfolk.sch.uk`);
    expect(text).toContain('Monday 19 November 2018');
    expect(text).toContain('never ask for a password');
  });

  it('forgets nothing of an uninstall and greets again after it', async () => {
    const person = world.person(head);
    await install(head);
    await eventually(() => (chat(head).length === 1 ? true : undefined));
    expect((await person.send({ type: 'installationUpdate', action: 'remove' })).replies).toEqual([]);
    await install(head);
    await eventually(() => (chat(head).length === 2 ? true : undefined));
  });

  it('answers help by role', async () => {
    expect((await ask(head, 'Help!')).text).not.toContain('notice');
    expect((await ask(desk, 'help')).text).toContain('notice');
  });

  it('marks the asker’s own dates and calls none in force that Graph does not', async () => {
    world.clock.set('2018-11-20T09:00:00Z');
    const before = await ask(head, 'dates');
    expect(before.text).toContain('Yours');
    expect(before.text).not.toMatch(/in force|switched on for this account since/i);
    expect(before.text).toMatch(/not switched on for you yet|not switched on/i);
    register(head, ['password'], 'enabled');
    expect((await ask(head, 'dates')).text).not.toEqual(before.text);
  });

  it('asks Graph for the status at that moment, with the time', async () => {
    expect((await ask(head, 'status')).text).toContain('09:00 today');
    register(head, ['password', 'microsoftAuthenticator']);
    expect((await ask(head, 'status')).text).toContain('Microsoft Authenticator');
  });

  it('does not guess a status when Graph does not answer, and offers to try again', async () => {
    world.graph.fail('methods', { kind: 'status', status: 503, headers: { 'retry-after': '30' } }, Infinity);
    world.graph.fail(
      'requirements',
      { kind: 'status', status: 503, headers: { 'retry-after': '30' } },
      Infinity,
    );
    const silent = await ask(head, 'status');
    expect(silent.text).toContain('did not answer');
    expect(silent.text).not.toMatch(/not set up yet|is set up/);
    world.graph.recover('methods');
    world.graph.recover('requirements');
    const [again] = titlesOf(silent).filter((title) => /again/i.test(title));
    const answered = await world.person(head).press(silent, again ?? '');
    expect(answered.text).not.toContain('did not answer');
  });

  it('walks the guide in one card, back and forth, and ends it only with Graph’s yes', async () => {
    const person = world.person(head);
    let card = await begin(head);
    expect(card.text).toContain('Step 1 of');
    card = await person.press(card, 'iPhone');
    card = await person.press(card, 'Next');
    expect(card.text).toContain('Step 3 of');
    card = await person.press(card, 'Back');
    expect(card.text).toContain('Step 2 of');
    while (titlesOf(card).includes('Next')) card = await person.press(card, 'Next');
    const check = titlesOf(card).find((title) => /check/i.test(title)) ?? '';
    const early = await person.press(card, check);
    expect(early.text).toMatch(/not see|not yet/i);
    register(head, ['password', 'microsoftAuthenticator']);
    const done = await person.press(early, titlesOf(early).find((title) => /check/i.test(title)) ?? '');
    expect(done.text).toContain('Microsoft Authenticator');
    expect(done.text).toContain('Monday 19 November 2018');
  });

  it('moves one step for a double press and brings an old card to the current step', async () => {
    const person = world.person(head);
    const first = await begin(head);
    const [one, two] = await Promise.all([person.press(first, 'iPhone'), person.press(first, 'iPhone')]);
    expect(one?.text).toContain('Step 2 of');
    expect(two?.text).toContain('Step 2 of');
    await person.press(one, 'Next');
    const old = await person.press(first, 'iPhone');
    expect(old.text).toContain('Step 3 of');
    expect(old.text).toContain('older card');
  });

  it('goes on in the guide where it was left', async () => {
    const person = world.person(head);
    await person.press(await begin(head), 'iPhone');
    world.clock.set('2018-11-15T09:00:00Z');
    expect((await begin(head)).text).toContain('Step 2 of');
  });

  it('says honestly what it does not know, with a person to ask', async () => {
    const answer = await ask(head, 'what is the capital of France?');
    expect(answer.text).toContain('0845 303 3003');
    expect(answer.text).toMatch(/do not know/i);
  });

  it('neither repeats nor answers a password', async () => {
    const { text } = await ask(head, 'my password is Hunter2!zebra');
    expect(text).not.toContain('Hunter2');
    expect(text).toContain('change that password');
  });

  it('tells an account that no cohort covers so, kindly', async () => {
    const { text } = await ask(desk, 'status');
    expect(text).toContain('does not cover this account');
  });

  it('points from a group chat to the personal chat and shows nothing there', async () => {
    const { replies } = await world.person(head).send({
      type: 'message',
      text: 'status',
      conversation: { id: `chat-${head}`, conversationType: 'groupChat', tenantId: 'tenant' },
    });
    expect(replies).toHaveLength(1);
    expect(replies[0]?.text).toContain('Open our chat');
    expect(titlesOf(replies[0])).toEqual(['Open our chat']);
  });

  it.each([
    ['an unknown verb', { verb: 'everything.delete', data: {} }],
    ['a payload of the wrong shape', { verb: 'guide.next', data: { guide: 7, step: [], version: 'x' } }],
  ])('answers %s with a sentence and does nothing', async (_what, action) => {
    const { status, body } = await world.person(head).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', ...action } },
    });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('out of date');
  });

  it('refuses a notice to everybody but the service desk, also from a forged button', async () => {
    expect((await ask(head, 'notice')).text).toContain("service desk's group");
    const { body } = await world.person(head).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: {
        action: {
          type: 'Action.Execute',
          verb: 'notice.preview',
          data: { version: 0, text: 'Hello', audience: 'cohort:head' },
        },
      },
    });
    expect(textOf(body)).toContain("service desk's group");
  });

  it('gives no rights while membership cannot be checked', async () => {
    world.graph.fail('check-groups', { kind: 'status', status: 503 }, Infinity);
    const { text } = await ask(desk, 'notice');
    expect(text).toMatch(/could not|cannot/i);
    expect(text).not.toContain('Write a notice');
    world.graph.recover('check-groups');
  });

  it('writes, previews, sends and counts a notice, and shows typed text as it was typed', async () => {
    await Promise.all([install(head), install(otherHead)]);
    await eventually(() => (chat(head).length + chat(otherHead).length === 2 ? true : undefined));
    const officer = world.person(desk);
    const write = await ask(desk, 'notice');
    const empty = await officer.press(write, 'Preview');
    expect(empty.text).toMatch(/write the text/i);
    const typed = { text: 'Please **act** [now](https://evil.example)', audience: 'cohort:head' };
    const preview = await officer.press(write, 'Preview', typed);
    const send = titlesOf(preview).find((title) => title.startsWith('Send')) ?? '';
    await Promise.all([officer.press(preview, send), officer.press(preview, send)]);
    for (const id of [head, otherHead]) {
      const text = await eventually(() => (chat(id).length > 1 ? textOf(chat(id).at(-1)) : undefined));
      expect(text).toContain('Please **act** [now](https://evil.example)');
    }
    const last = await eventually(() => {
      const edits = world.connector.requests.filter(({ method }) => method === 'PUT');
      const text = textOf(edits.at(-1)?.body);
      return text.includes('Sent to') ? text : undefined;
    });
    expect(last).toContain(send.replace('Send to ', 'Sent to '));
    expect(chat(head)).toHaveLength(2);
  });

  it('tries a reply again that Teams did not take', async () => {
    world.connector.trouble = ({ nth, conversationId }) =>
      nth === 0 && conversationId.includes(head) ? { kind: 'status', status: 502 } : undefined;
    expect((await ask(head, 'help')).text).toContain('set up MFA');
  });

  it('tells a person with a reference when a turn fails', async () => {
    world.connector.trouble = ({ nth, conversationId }) =>
      nth === 0 && conversationId.includes(head) ? { kind: 'status', status: 500 } : undefined;
    expect((await ask(head, 'help')).text).toMatch(/reference/i);
  });
});
