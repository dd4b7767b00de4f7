import { eventually, type Json, startTestBot, type TestBot, textOf, titlesOf } from '../support/bot.ts';

/**
 * Heads' dates are 19 and 26 November, the offices' the weeks of 3 and 10 December, everyone else's 13 December. Cards for
 * heads go out 7 and 1 days before each.
 */
describe('schools and their heads', () => {
  let world: TestBot;
  const people: Record<string, string> = {
    head: 'head@hillside.norfolk.sch.uk',
    office: 'office@hillside.norfolk.sch.uk',
    year1: 'year1@hillside.norfolk.sch.uk',
    year2: 'year2@hillside.norfolk.sch.uk',
    'other-head': 'head@millfield.norfolk.sch.uk',
    'other-teacher': 'year1@millfield.norfolk.sch.uk',
    'ready-head': 'head@ash.norfolk.sch.uk',
    'ready-office': 'office@ash.norfolk.sch.uk',
    'lone-head': 'head@tiny.norfolk.sch.uk',
  };
  const registered = new Set(['year2', 'other-head', 'ready-head', 'ready-office']);

  beforeAll(async () => {
    world = await startTestBot('2018-11-09T12:00:00Z');
    for (const [id, upn] of Object.entries(people)) {
      const isSetUp = registered.has(id);
      world.graph.people.push({
        id,
        upn,
        methods: isSetUp ? ['password', 'microsoftAuthenticator'] : ['password'],
        state: 'disabled',
        report: {
          methodsRegistered: isSetUp ? ['microsoftAuthenticatorPush'] : [],
          isMfaRegistered: isSetUp,
        },
      });
    }
    for (const id of Object.keys(people))
      await world.person(id).send({ type: 'installationUpdate', action: 'add' });
    for (const id of Object.keys(people)) await eventually(() => (chat(id).length > 0 ? true : undefined));
    // Microsoft's report was read at the start, when nobody was there: the next look reads it anew.
    world.graph.pageSize = 100;
    world.clock.set('2018-11-09T12:30:00Z');
    await eventually(async () => ((await ask('head')).text.includes('1 of 4') ? true : undefined));
  });
  afterAll(() => world.stop());

  const chat = (id: string): Json[] => world.connector.messages.get(`chat-${id}`) ?? [];
  const textsIn = (id: string, from = 0) => chat(id).slice(from).map(textOf);
  const ask = async (id: string, text = 'my school') => {
    const [reply] = await world.person(id).type(text);
    if (!reply) throw new Error('no reply');
    return reply;
  };
  /** The card that arrived in somebody's chat by itself, as something to press. */
  const lastCard = (id: string) => {
    const message = chat(id).at(-1);
    const attachments = Array.isArray(message?.attachments) ? message.attachments : [];
    const card = attachments[0]?.content as Json;
    return { card, text: textOf(card), id: `chat-${id}:${chat(id).length}` };
  };
  let dayCard: ReturnType<typeof lastCard>;
  const settled = (kind: string, outcome: string) =>
    world.metric(`deliveries_total{kind="${kind}",outcome="${outcome}"}`);
  const forge = async (id: string, verb: string, data: Json = {}) => {
    const before = chat(id).length;
    const { body } = await world.person(id).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb, data: { ...data, action: verb } } },
    });
    return `${JSON.stringify(body)} ${textsIn(id, before).join(' ')}`;
  };

  test('a head sees their own school at any time, and nobody else’s', async () => {
    const { text } = await ask('head', 'My school?');
    expect(text).toContain('Your school: 1 of 4 accounts are ready');
    expect(text).toContain(people.office);
    expect(text).toContain(people.year1);
    expect(text).not.toContain(people.year2);
    expect(text).not.toContain('millfield');
    expect(text).toContain('Not ready, known since Friday 9 November 2018');
    expect(text).toMatch(/Microsoft's report of \d\d:\d\d today/);
    const other = await ask('other-head');
    expect(other.text).toContain('1 of 2 accounts are ready');
    expect(other.text).toContain('Your own mailbox is ready.');
    expect(other.text).toContain(people['other-teacher']);
    expect(other.text).not.toContain('hillside');
  });

  test('anybody else is told kindly whom it is for', async () => {
    const { text } = await ask('year1');
    expect(text).toContain('This is for head teachers');
    expect(text).not.toContain(people.office);
  });

  test('a forwarded or forged card shows nothing of the school that it came from, and does nothing there', async () => {
    const card = await ask('head');
    const before = await settled('reminder', 'sent');
    for (const [id, verb, data] of [
      ['year1', 'school.refresh', {}],
      ['year1', 'school.list', { from: 0 }],
      ['year1', 'school.remind', { school: 'hillside.norfolk.sch.uk' }],
      ['year1', 'school.show', { upn: people.head }],
    ] as const) {
      const said = await forge(id, verb, data);
      expect(said).toContain('This is for head teachers');
      expect(said).not.toContain(people.office);
    }
    const asOther = await world.person('other-head').press(card, 'Refresh');
    expect(asOther.text).toContain(people['other-teacher']);
    expect(asOther.text).not.toContain('hillside');
    expect(await settled('reminder', 'sent')).toBe(before);
  });

  test('who is no longer a head in the directory is shown no school from that moment on', async () => {
    const card = await ask('other-head');
    const person = world.graph.people.find(({ id }) => id === 'other-head');
    if (!person) throw new Error('nobody');
    person.upn = 'former.head@millfield.norfolk.sch.uk';
    const pressed = await world.person('other-head').press(card, 'Refresh');
    expect(pressed.text).toContain('This is for head teachers');
    person.upn = 'head@millfield.norfolk.sch.uk';
    expect((await ask('other-head')).text).toContain('1 of 2 accounts are ready');
  });

  test('on its day one card comes to each head whose school is not ready, with the head’s own reminder in it', async () => {
    const counts = Object.fromEntries(Object.keys(people).map((id) => [id, chat(id).length]));
    world.clock.set('2018-11-12T08:30:00Z');
    await world.bot.tick();
    await world.bot.tick();
    await eventually(() => (chat('head').length > (counts.head ?? 0) ? true : undefined));
    await eventually(() => (chat('other-head').length > (counts['other-head'] ?? 0) ? true : undefined));
    await eventually(() => (chat('lone-head').length > (counts['lone-head'] ?? 0) ? true : undefined));
    await eventually(async () => ((await settled('school', 'skipped')) >= 2 ? true : undefined));
    const own = lastCard('head');
    dayCard = own;
    expect(textOf(own.card)).toMatch(
      /^\S+ {2}· {2}Hillside Outlook on the web changes in 7 days On Monday 19 November 2018/,
    );
    expect(own.text).toContain(people.office);
    expect(titlesOf(own)[0]).toBe('Set up MFA');
    expect(titlesOf(lastCard('other-head'))).not.toContain('More');
    expect(lastCard('other-head').text).toContain('1 of 2 accounts are ready');
    // Alone in the school: the plain reminder says it all.
    expect(lastCard('lone-head').text).toContain('changes in 7 days');
    expect(lastCard('lone-head').text).not.toContain('Your school');
    // The head's own reminder ended in the card, and whose school is ready hears nothing yet.
    await eventually(async () => ((await settled('reminder', 'skipped')) >= 1 ? true : undefined));
    expect(chat('head')).toHaveLength((counts.head ?? 0) + 1);
    expect(chat('ready-head')).toHaveLength(counts['ready-head'] ?? 0);
    expect(await settled('school', 'sent')).toBe(2);
  }, 60_000);

  test('the head’s own reminder in it can be checked, reported and answered as any other', async () => {
    const card = lastCard('head');
    const reference = /Reference of this message: (\S+)/.exec(card.text)?.[1] ?? 'none';
    const real = await world.person('head').press(card, 'Is this real?');
    expect(real.text).toContain(reference);
    expect((await ask('head', `reference ${reference}`)).text).toContain(
      'Outlook on the web, planned for Monday 19 November 2018',
    );
    expect((await world.person('head').press(card, 'Looks suspicious')).text).toContain('Thank you');
    expect(JSON.stringify((await world.person('head').press(card, 'I need help')).card)).toContain(reference);
    const count = chat('head').length;
    await world.person('head').press(card, "I've done it");
    // Below the card, which holds more than that reminder.
    expect(chat('head').length).toBe(count + 1);
    expect(lastCard('head').text).toContain('Microsoft sees no second step');
    // Nobody else presses it.
    expect(await forge('year1', 'reminder.genuine', { reminder: '1' })).not.toContain(reference);
  }, 60_000);

  test('one press reminds those who are not ready, once a day each, and says how many', async () => {
    const counts = Object.fromEntries(Object.keys(people).map((id) => [id, chat(id).length]));
    const card = dayCard;
    const pressed = await world.person('head').press(card, 'Remind those now');
    expect(pressed.text).toContain('2 reminders are on the way.');
    expect(titlesOf(pressed)).not.toContain('Remind those now');
    const again = await world.person('head').press(card, 'Remind those now');
    expect(again.text).toContain('Nobody new to remind.');
    expect(again.text).toContain('2 accounts were reminded or asked for already that day.');
    for (const id of ['office', 'year1']) {
      await eventually(() => (chat(id).length > (counts[id] ?? 0) ? true : undefined));
      expect(lastCard(id).text).toContain(people[id]);
      expect(lastCard(id).text).toMatch(/December 2018/);
    }
    expect(chat('year2')).toHaveLength(counts.year2 ?? 0);
    expect(chat('other-teacher')).toHaveLength(counts['other-teacher'] ?? 0);
    // Neither of the two at another time of this day.
    const later = await world.person('head').press(card, 'Remind those now');
    expect(later.text).toContain('Nobody new to remind.');
    expect(chat('office')).toHaveLength((counts.office ?? 0) + 1);
  }, 60_000);

  test('who became ready before the reminder went out gets none', async () => {
    world.clock.set('2018-11-13T09:00:00Z');
    const card = await ask('head');
    const person = world.graph.people.find(({ id }) => id === 'year1');
    if (!person) throw new Error('nobody');
    person.methods = ['password', 'phone'];
    const counts = { year1: chat('year1').length, office: chat('office').length };
    const skipped = await settled('reminder', 'skipped');
    await world.person('head').press(card, 'Remind those now');
    await eventually(async () => ((await settled('reminder', 'skipped')) > skipped ? true : undefined));
    await eventually(() => (chat('office').length > counts.office ? true : undefined));
    expect(chat('year1')).toHaveLength(counts.year1);
  }, 60_000);

  test('outside working hours it goes out when the next ones begin', async () => {
    world.clock.set('2018-11-13T19:00:00Z');
    const before = chat('office').length;
    const pressed = await world.person('head').press(await ask('head'), 'Remind those now');
    expect(pressed.text).toMatch(/reminders? will go out at 08:30 on Wednesday 14 November/);
    expect(chat('office')).toHaveLength(before);
    const again = await world.person('head').press(await ask('head'), 'Refresh');
    expect(titlesOf(again)).not.toContain('Remind those now');
  }, 60_000);

  test('a school that is ready hears it on the last day before the date, and only then', async () => {
    const before = chat('ready-head').length;
    world.clock.set('2018-11-16T08:31:00Z');
    await world.bot.tick();
    await eventually(() => (chat('ready-head').length > before ? true : undefined));
    expect(lastCard('ready-head').text).toContain('Your school is ready');
    expect(chat('ready-head')).toHaveLength(before + 1);
  }, 60_000);

  test('no school is shown on what the directory said long ago', async () => {
    world.clock.set('2018-11-16T13:00:00Z');
    for (const resource of ['user', 'users'] as const) {
      world.graph.fail(resource, { kind: 'status', status: 503 }, Infinity);
    }
    const refused = await ask('head');
    expect(refused.text).toContain('I cannot show your school just now');
    expect(refused.text).toContain('Microsoft did not answer');
    expect(refused.text).not.toContain(people.office);
    for (const resource of ['user', 'users'] as const) world.graph.recover(resource);
    expect((await world.person('head').press(refused, 'Try again')).text).toContain(people.office);
  }, 60_000);
});
