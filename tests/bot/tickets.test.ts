import { randomUUID } from 'node:crypto';
import {
  eventually,
  type Json,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';

const words = 'The camera stays **black** when I [scan](http://evil.example) it.';
let nth = 0;
/** This test's own shared mailbox, teacher, and two members of the service desk, by account id. */
let head = '';
let teacher = '';
let desk = '';
let colleague = '';

describe('tickets', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z');
  });
  afterAll(() => world.stop());

  beforeEach(async () => {
    world.clock.set('2018-11-05T09:00:00Z');
    nth += 1;
    head = `head-${nth}`;
    teacher = `teacher-${nth}`;
    desk = `desk-${nth}`;
    colleague = `colleague-${nth}`;
    world.graph.people.push(
      { id: head, upn: `head@school-${nth}.norfolk.sch.uk`, methods: ['password'] },
      { id: teacher, upn: `year4@school-${nth}.norfolk.sch.uk`, methods: ['password'] },
      { id: desk, upn: `${desk}@norfolk.gov.uk` },
      { id: colleague, upn: `${colleague}@norfolk.gov.uk` },
    );
    world.graph.groups.set(serviceDeskGroupId, [desk, colleague]);
    for (const id of [desk, colleague]) await world.person(id).type('hello');
  });
  afterEach(() => {
    world.graph.recover('check-groups');
    world.graph.recover('members');
  });

  /** Types something and gives the card that answers it, among those that arrive by themselves meanwhile. */
  const ask = async (id: string, text: string, saying = ''): Promise<Reply> => {
    const replies = (await world.person(id).type(text)).filter((reply) => reply.text.includes(saying));
    expect(replies.map((reply) => reply.text)).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };
  const list = () => ask(desk, 'tickets', 'Looked up at');
  /** The cards in somebody's chat that say something, oldest first. */
  const cardsIn = (id: string, saying: string): Reply[] => {
    const messages = world.connector.messages.get(`chat-${id}`) ?? [];
    return messages.flatMap((message, index) => {
      const [attachment] = Array.isArray(message.attachments) ? message.attachments : [];
      const card = attachment?.content as Json | undefined;
      const text = textOf(card);
      return card && text.includes(saying) ? [{ card, text, id: `chat-${id}:${index + 1}` }] : [];
    });
  };
  const arrives = (id: string, saying: string) => eventually(() => cardsIn(id, saying).at(-1));
  const nameOf = (reply: Reply) => /T-\d+/.exec(reply.text)?.[0] ?? 'no number';
  /** A press that no card of this person carries. */
  const forge = async (id: string, verb: string, data: Json): Promise<string> => {
    const before = world.connector.messages.get(`chat-${id}`)?.length ?? 0;
    const { body } = await world.person(id).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb, data } },
    });
    const below = (world.connector.messages.get(`chat-${id}`) ?? []).slice(before);
    return [JSON.stringify(body), ...below.map((message) => textOf(message))].join(' ');
  };
  const openTyped = async (id: string, text: string): Promise<Reply> =>
    world.person(id).press(await ask(id, 'talk to a person'), 'Send to the Service Desk', { text });
  const idIn = (reply: Reply) => /"ticket":"([^"]+)"/.exec(JSON.stringify(reply.card))?.[1] ?? '';

  it.each([
    'talk to a person',
    'Speak to a person',
    'I need help from a person.',
    'human',
    'Can I talk to someone?',
    'I want to speak to a real person please',
  ])('answers "%s" with a way to write to the desk', async (typed) => {
    const card = await ask(teacher, typed);
    expect(card.text).toContain('Ask the Service Desk');
    expect(titlesOf(card)).toContain('Send to the Service Desk');
  });

  it.each(['human resources', 'support tickets for the zoo'])('takes "%s" for a question', async (typed) => {
    expect((await ask(teacher, typed)).text).not.toContain('Ask the Service Desk');
  });

  it('takes a question both ways and closes it', async () => {
    const opened = await openTyped(teacher, words);
    expect(opened.text).toContain('The answer comes here, in this chat');
    expect(opened.text).toContain('0845 303 3003');
    const name = nameOf(opened);
    const [first] = await Promise.all([arrives(desk, name), arrives(colleague, name)]);
    expect(first.text).toContain(`year4@school-${nth}.norfolk.sch.uk`);
    expect(first.text).toContain(words);
    expect(first.text).toContain('09:00 today');

    const sent = await world.person(desk).press(first, 'Send reply', { text: 'Is it an iPhone?' });
    expect(sent.text).toContain('on its way');
    const reply = await arrives(teacher, `The Service Desk replied to ${name}`);
    expect(reply.text).toContain('Is it an iPhone?');

    const answered = await world.person(teacher).press(reply, 'Reply', { text: 'Yes, an old one.' });
    expect(answered.text).toContain(`Sent to the Service Desk: ${name}`);
    const [second] = await Promise.all([
      arrives(desk, 'Yes, an old one.'),
      arrives(colleague, 'Yes, an old one.'),
    ]);
    expect(second.text).toContain(words);
    expect(second.text).toContain('Is it an iPhone?');

    const closed = await world.person(desk).press(second, 'Close ticket');
    expect(closed.text).toContain(`${name} is closed`);
    expect(titlesOf(closed)).toEqual([]);
    expect((await arrives(teacher, `${name} is closed`)).text).toContain('Is it an iPhone?');
  });

  it('keeps the step on which somebody of a shared mailbox was stuck, and leads them back to it', async () => {
    const person = world.person(head);
    let card = await person.press(await ask(head, 'set up MFA'), 'Continue', { firstName: 'Sam' });
    card = await person.press(card, 'iPhone');
    const { text: step } = card;
    const stuck = await person.press(card, "I'm stuck");
    const opened = await person.press(stuck, 'Ask the Service Desk', {});
    const name = nameOf(opened);
    const seen = await arrives(desk, name);
    expect(seen.text).toContain(`Sam, head@school-${nth}.norfolk.sch.uk`);
    const title = /Stuck at Set up MFA: (.+?) Since/.exec(seen.text)?.[1] ?? 'no step';
    expect(step).toContain(title);
    expect(seen.text).toContain('Nothing was written');

    await world.person(desk).press(seen, 'Send reply', { text: 'Try the App Store.' });
    const reply = await arrives(head, `The Service Desk replied to ${name}`);
    const back = await person.press(reply, 'Back to the guide');
    expect(back.text).toContain('Step 2 of');
    expect(back.text).toContain(title);
    expect(back.text).toContain('Sam');
  });

  it('makes one ticket of a double press, and one message', async () => {
    const person = world.person(teacher);
    const form = await ask(teacher, 'talk to a person');
    const presses = [1, 2, 3].map(() => person.press(form, 'Send to the Service Desk', { text: 'Help me' }));
    const names = (await Promise.all(presses)).map(nameOf);
    expect(new Set(names).size).toBe(1);
    const seen = await arrives(desk, names[0] ?? '');
    const answers = [1, 2].map(() => world.person(desk).press(seen, 'Send reply', { text: 'Coming.' }));
    for (const answer of await Promise.all(answers)) expect(answer.text).toContain('on its way');
    await arrives(teacher, 'Coming.');
    await openTyped(teacher, 'Another one');
    await arrives(desk, 'Another one');
    expect(cardsIn(desk, 'Help me')).toHaveLength(1);
    expect(cardsIn(teacher, 'The Service Desk replied')).toHaveLength(1);
  });

  it('keeps, repeats and sends no password, and asks for other words', async () => {
    const refused = await openTyped(teacher, 'my password is Hunter2!zebra');
    expect(refused.text).toContain('looks like a password');
    expect(JSON.stringify(refused.card)).not.toContain('Hunter2');
    const opened = await world
      .person(teacher)
      .press(refused, 'Send to the Service Desk', { text: 'It says no.' });
    const seen = await arrives(desk, nameOf(opened));
    const own = await world.person(desk).press(seen, 'Send reply', { text: 'the code is 493817' });
    expect(own.text).toContain('looks like a password or a code');
    await world.person(desk).press(own, 'Send reply', { text: 'Try again.' });
    const reply = await arrives(teacher, 'Try again.');
    const again = await world.person(teacher).press(reply, 'Reply', { text: 'pw: Summer2018!' });
    expect(again.text).toContain('Not sent yet');
    const everything = JSON.stringify([...world.connector.messages]);
    for (const secret of ['Hunter2', '493817', 'Summer2018']) expect(everything).not.toContain(secret);
  });

  it.each([
    ['no words', '', /write in a few words/],
    ['too many words', 'x'.repeat(2500), /at most 2,000 characters/i],
  ])('says what to change about %s', async (_what, text, expected) => {
    expect((await openTyped(teacher, text)).text).toMatch(expected);
    expect((await list()).text).not.toContain(`year4@school-${nth}`);
  });

  it('makes nothing of a card whose walk is somebody else’s', async () => {
    const person = world.person(head);
    const card = await person.press(await ask(head, 'set up MFA'), 'Continue', { firstName: 'Priya' });
    const stuck = await person.press(card, "I'm stuck");
    const payload = /\{"requestId":.*?"action":"ticket.open"\}/.exec(JSON.stringify(stuck.card))?.[0];
    const answer = await forge(teacher, 'ticket.open', { ...JSON.parse(payload ?? '{}'), text: 'x' });
    expect(answer).toContain('belongs to another account');
    expect((await list()).text).not.toContain(`year4@school-${nth}`);
  });

  it('lets nobody into the ticket of another account', async () => {
    const opened = await openTyped(teacher, 'Only mine');
    const seen = await arrives(desk, nameOf(opened));
    const ticket = idIn(seen);
    expect(ticket).not.toBe('');
    const press = { ticket, requestId: randomUUID(), seen: 1, text: 'Let me in' };
    expect(await forge(head, 'ticket.reply', press)).toContain('belongs to another account');
    for (const verb of ['ticket.answer', 'ticket.close', 'ticket.show', 'tickets.page', 'tickets.show']) {
      const answer = await forge(head, verb, press);
      expect(answer).toContain("service desk's group");
      expect(answer).not.toContain('Only mine');
    }
    expect((await ask(head, 'tickets')).text).toContain("service desk's group");
    expect(await forge(desk, 'ticket.show', { ticket: randomUUID() })).toContain('no longer there');
    expect(await forge(desk, 'ticket.show', { ticket: 'no id' })).toContain('out of date');
    const now = await world.person(desk).press(await list(), `Open ${nameOf(opened)}`);
    expect(now.text).toContain('Only mine');
    expect(now.text).not.toContain('Let me in');
  });

  it('leaves the card with its words standing while rights cannot be checked', async () => {
    const seen = await arrives(desk, nameOf(await openTyped(teacher, 'Please help')));
    world.graph.fail('check-groups', { kind: 'status', status: 503 }, Infinity);
    const refused = await world.person(desk).press(seen, 'Send reply', { text: 'Coming.' });
    expect(refused.card).toBeUndefined();
    expect(cardsIn(desk, 'Microsoft did not answer when I asked').at(-1)).toBeDefined();
    world.graph.recover('check-groups');
    await world.person(desk).press(seen, 'Send reply', { text: 'Coming.' });
    await arrives(teacher, 'Coming.');
  });

  it('tells the desk as soon as Graph says who is in it', async () => {
    world.graph.fail('members', { kind: 'status', status: 403 }, Infinity);
    const name = nameOf(await openTyped(teacher, 'Is anybody there?'));
    await eventually(
      async () => (await world.metric('periodic_runs_total{work="tickets",outcome="failed"}')) || undefined,
    );
    expect(cardsIn(desk, name)).toEqual([]);
    expect((await list()).text).toContain(name);
    world.graph.recover('members');
    await arrives(desk, name);
    expect(await world.metric('tickets_open')).toBeGreaterThan(0);
  });

  it('keeps a question of which nobody could be told, says only that it waits, and tells who installs the app', async () => {
    const newcomer = `newcomer-${nth}`;
    world.graph.people.push({ id: newcomer, upn: `${newcomer}@norfolk.gov.uk` });
    world.graph.groups.set(serviceDeskGroupId, [newcomer]);
    const opened = await openTyped(teacher, 'Anybody?');
    expect(opened.text).toContain(`Your question waits for the Service Desk: ${nameOf(opened)}`);
    expect(opened.text).toContain('0845 303 3003');
    expect(opened.text).not.toMatch(/has your question|sees it|has seen/);
    await eventually(async () => (await world.metric('tickets_unannounced')) || undefined);
    await world.person(newcomer).type('hello');
    expect((await arrives(newcomer, nameOf(opened))).text).toContain('Anybody?');
    await eventually(async () => ((await world.metric('tickets_unannounced')) === 0 ? true : undefined));
  });

  it('says to the desk that a reply did not reach its person, and lists the ticket as waiting again', async () => {
    const name = nameOf(await openTyped(teacher, 'I will be gone'));
    const seen = await arrives(desk, name);
    await world.person(teacher).send({ type: 'installationUpdate', action: 'remove' });
    const reply = await world.person(desk).press(seen, 'Send reply', { text: 'Coming.' });
    expect(reply.text).toContain(`${name} is answered`);
    const words = 'Your reply did not reach them: this app is not installed in their Teams.';
    const told = await arrives(desk, words);
    expect(told.text).toContain(`${name} waits for an answer`);
    expect(told.text).toContain('Reach them another way');
    expect(cardsIn(colleague, words)).toEqual([]);
    const listed = await list();
    expect(listed.text).toContain(words);
    const shown = await world
      .person(colleague)
      .press(await ask(colleague, 'tickets', 'Looked up'), `Open ${name}`);
    expect(shown.text).toContain(words);

    await world.person(teacher).type('hello');
    const again = await world.person(desk).press(told, 'Send reply', { text: 'Here I am.' });
    expect(again.text).not.toContain(words);
    expect(again.text).toContain('Did not reach them');
    const arrived = await arrives(teacher, 'Here I am.');
    expect(arrived.text).not.toContain('Did not reach');
  });

  it('takes a whole sign-in error page', async () => {
    const page = [
      'AADSTS500121: Authentication failed during strong authentication request.',
      'Error Code: 500121',
      'Request Id: 6a2d0b1c-77c1-4f0e-9d57-4b1a00c31e00',
      'Correlation Id: 2f1c8e4d-9b7a-4c3d-8e21-0a6f5b4c3d2e',
      'Timestamp: 2018-11-19T09:12:33Z',
      'App name: Microsoft Authenticator verification code',
    ].join('\n');
    const opened = await openTyped(teacher, page);
    expect(opened.text).toContain('Error Code: 500121');
    expect((await arrives(desk, nameOf(opened))).text).toContain('Timestamp: 2018-11-19T09:12:33Z');
    const refused = await openTyped(teacher, `${page}\nmy code is 123456`);
    expect(refused.text).toContain('looks like a password or a code');
  });

  it('skips by name whoever lacks the app or has left, and reaches the others', async () => {
    const skipped = () => world.metric('deliveries_total{kind="ticket",outcome="skipped"}');
    const before = await skipped();
    const newcomer = `newcomer-${nth}`;
    world.graph.people.push({ id: newcomer, upn: `${newcomer}@norfolk.gov.uk` });
    world.graph.groups.set(serviceDeskGroupId, [desk, newcomer]);
    await arrives(desk, nameOf(await openTyped(teacher, 'Help')));
    await eventually(async () => ((await skipped()) > before ? true : undefined));
  });

  it('shows an answer of a colleague before another one goes out, and nothing goes into a closed ticket', async () => {
    const name = nameOf(await openTyped(teacher, 'Two of you?'));
    const [mine, theirs] = await Promise.all([arrives(desk, name), arrives(colleague, name)]);
    await world.person(desk).press(mine, 'Send reply', { text: 'First answer' });
    const held = await world.person(colleague).press(theirs, 'Send reply', { text: 'Second answer' });
    expect(held.text).toContain('First answer');
    expect(held.text).toContain('was not sent');
    expect(JSON.stringify(held.card)).toContain('"value":"Second answer"');
    const early = await world.person(colleague).press(theirs, 'Close ticket');
    expect(early.text).toContain('still open');

    const reply = await arrives(teacher, 'First answer');
    await world.person(colleague).press(held, 'Close ticket');
    const late = await world.person(teacher).press(reply, 'Reply', { text: 'But wait' });
    expect(late.text).toContain(`${name} is closed`);
    expect(late.text).toContain('they were not sent');
    expect((await world.person(desk).press(mine, 'Send reply', { text: 'Too late' })).text).toContain(
      'closed',
    );
    const anew = await world.person(teacher).press(late, 'Send as a new question', { text: 'But wait' });
    expect(nameOf(anew)).not.toBe(name);
    await arrives(desk, 'But wait');
    expect(cardsIn(teacher, 'Second answer')).toEqual([]);
  });

  it('answers in plain mode with new messages', async () => {
    await world.person(teacher).type('plain mode');
    const form = await ask(teacher, 'talk to a person');
    const opened = await world.person(teacher).press(form, 'Send to the Service Desk', { text: 'Plainly' });
    expect(opened.id).not.toBe(form.id);
    expect(JSON.stringify(opened.card)).not.toContain('"Container"');
    const seen = await arrives(desk, nameOf(opened));
    await world.person(desk).press(seen, 'Send reply', { text: 'Plain answer' });
    const reply = await arrives(teacher, 'Plain answer');
    expect(JSON.stringify(reply.card)).not.toContain('Action.Execute');
  });

  // Last, since telling the desk of eleven questions at once takes longer than this test.
  it('lists ten a card, the oldest first, and opens each', async () => {
    for (let made = 0; made < 11; made += 1) await openTyped(teacher, `Question ${made}`);
    const officer = world.person(desk);
    let page = await list();
    const first = page.text;
    expect(titlesOf(page).filter((title) => title.startsWith('Open T-'))).toHaveLength(10);
    expect(first).toContain('Last message');
    const numbers = [...first.matchAll(/T-(\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    page = await officer.press(page, 'More');
    expect(page.text).not.toEqual(first);
    page = await officer.press(page, 'From the start');
    expect(page.text).toEqual(first);
  });
});
