import {
  buttonsOf,
  eventually,
  type Json,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';

/** School offices have had the app since this Friday; on the Monday they have a week, and get a reminder. */
const friday = '2018-11-23T16:00:00Z';
const monday = '2018-11-26T08:30:00Z';
const people = [
  'buttons',
  'not-yet',
  'done',
  'unanswered',
  'outlook',
  'outlook-broken',
  'word-only',
  'snooze',
  'stale',
  'typed',
  'forwarder',
  'receiver',
  'real',
  'suspicious',
  'help',
  'later-done',
] as const;
type Who = (typeof people)[number];

describe('the buttons of a reminder', () => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot(friday, { publicUrl: 'https://mfa.example.org' });
    world.graph.people.push({
      id: 'desk',
      upn: 'desk@norfolk.gov.uk',
      methods: ['password', 'phone'],
      state: 'disabled',
      report: {},
    });
    world.graph.groups.set(serviceDeskGroupId, ['desk']);
    for (const id of people) {
      world.graph.people.push({ id, upn: upnOf(id), methods: ['password'], state: 'disabled', report: {} });
    }
    await Promise.all(
      people.map(async (id) => {
        await world.person(id).send({ type: 'installationUpdate', action: 'add' });
        await eventually(() => (chat(id).length === 1 ? true : undefined));
      }),
    );
    world.clock.set(monday);
    await world.bot.tick();
    for (const id of people) await eventually(() => (chat(id).length === 2 ? true : undefined));
  }, 240_000);
  afterAll(() => world.stop());
  beforeEach(() => world.clock.set(monday));

  const upnOf = (id: Who) => `office@${id}.norfolk.sch.uk`;
  const chat = (id: Who) => world.connector.messages.get(`chat-${id}`) ?? [];
  const change = (id: Who, more: { methods?: string[]; state?: 'disabled' | 'enabled' | 'enforced' }) => {
    for (const one of world.graph.people) if (one.id === id) Object.assign(one, more);
  };
  const press = (id: Who, reply: Reply, title: string) => world.person(id).press(reply, title);

  /** The nth message of a chat as its person sees it; the reminder is the second. */
  function message(id: Who, nth: number): Reply {
    const attachments = chat(id)[nth - 1]?.attachments as { content: Json }[] | undefined;
    const card = attachments?.[0]?.content ?? {};
    return { card, text: textOf(card), id: `chat-${id}:${nth}` };
  }
  const reminder = (id: Who) => message(id, 2);
  const edits = (id: Who) =>
    world.connector.requests
      .filter(({ method, conversationId }) => method === 'PUT' && conversationId === `chat-${id}`)
      .map(({ activityId, body }) => ({ activityId, text: textOf(body) }));
  const desk = async (text: string) => (await world.person('desk').type(text))[0]?.text ?? '';
  /** Presses a button by its verb with any payload, as a forger would. */
  async function forge(id: Who, verb: string, data: Json): Promise<string> {
    const { replies } = await world.person(id).send({ type: 'message', value: { ...data, action: verb } });
    return replies.map(({ text }) => text).join(' ');
  }
  const referenceOf = (reply: Reply) => /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(reply.text)?.[0] ?? '';

  it('are four that are visible, the guide first; the rest is behind two of them', () => {
    const { card } = reminder('buttons');
    const hidden = ((card?.body ?? []) as Json[]).filter(({ isVisible }) => isVisible === false);
    expect(hidden.map(({ id }) => id)).toEqual(['snooze', 'more']);
    const isHidden = new Set(hidden.flatMap(buttonsOf));
    const visible = buttonsOf(card).filter((button) => !isHidden.has(button));
    expect(visible.map(({ title }) => title)).toEqual(['Set up MFA', "I've done it", 'Snooze', 'More']);
    expect(visible[0]).toMatchObject({ style: 'positive' });
    expect(hidden.map((part) => buttonsOf(part).map(({ title }) => title))).toEqual([
      ['Tomorrow', 'In 3 days', 'In the week it changes'],
      ['I need help', 'Is this real?', 'My status', 'Dates'],
    ]);
  });

  it('have answers below for clients that show nothing hidden', async () => {
    const toggles = buttonsOf(reminder('buttons').card).filter(
      ({ type }) => type === 'Action.ToggleVisibility',
    );
    const data = toggles.map(({ fallback }) => (fallback as Json).data as Json);
    const answers = [];
    for (const value of data) {
      answers.push(...(await world.person('buttons').send({ type: 'message', value })).replies);
    }
    expect(answers.map(titlesOf)).toEqual([
      ['Tomorrow', 'In 3 days', 'In the week it changes'],
      ['I need help', 'Is this real?', 'My status', 'Dates'],
    ]);
  });

  it('"I\'ve done it" says what Microsoft sees, as of when, and what to do', async () => {
    world.clock.set('2018-11-26T09:41:00Z');
    const answer = await press('not-yet', reminder('not-yet'), "I've done it");
    expect(answer.text).toContain('Microsoft sees no second step for this account, checked at 09:41 today');
    expect(titlesOf(answer)).toEqual(['Open security info', 'Set up MFA', 'Check again', 'I need help']);
    change('not-yet', { methods: ['password', 'microsoftAuthenticator'] });
    expect((await press('not-yet', answer, 'Check again')).text).toContain("You're done");
  });

  it('"I\'ve done it" turns the reminder itself into the done card', async () => {
    change('done', { methods: ['password', 'phone'] });
    const answer = await press('done', reminder('done'), "I've done it");
    expect(answer.text).toContain("You're done");
    expect(answer.text).toContain('both change in the week of Monday 3 December 2018');
    expect(titlesOf(answer)).toEqual(['My status']);
    await eventually(() => (edits('done').length > 0 ? true : undefined));
    expect(edits('done')[0]).toMatchObject({ activityId: 'chat-done:2' });
  });

  it('"I\'ve done it" says so where Microsoft does not answer, and claims nothing', async () => {
    world.graph.fail('methods', { kind: 'status', status: 503 }, Infinity);
    const answer = await press('unanswered', reminder('unanswered'), "I've done it");
    world.graph.recover('methods');
    expect(answer.text).toContain('Microsoft did not answer');
    expect(titlesOf(answer)).toEqual(['Try again', 'I need help']);
    expect((await press('unanswered', answer, 'Try again')).text).toContain('Not yet');
  });

  it('ask whether Outlook works once MFA is on, and keep the answer', async () => {
    change('outlook', { methods: ['password', 'phone'], state: 'enforced' });
    const asked = await press('outlook', reminder('outlook'), "I've done it");
    expect(titlesOf(asked)).toEqual(['Outlook works', 'It does not work']);
    const answer = await press('outlook', asked, 'Outlook works');
    expect(answer.text).toContain('I was told that Outlook works');
    expect(titlesOf(answer)).toEqual(['My status']);

    change('outlook-broken', { methods: ['password', 'phone'], state: 'enforced' });
    const other = await press('outlook-broken', reminder('outlook-broken'), "I've done it");
    const before = chat('outlook-broken').length;
    await press('outlook-broken', other, 'It does not work');
    const guide = message('outlook-broken', before + 1);
    expect(titlesOf(guide).length).toBeGreaterThan(1);
    expect((await world.person('outlook-broken').type('status'))[0]?.text).toContain('Outlook does not work');
  });

  it('call nobody done by the word that Outlook works alone', async () => {
    change('word-only', { methods: ['password', 'phone'], state: 'enforced' });
    const asked = await press('word-only', reminder('word-only'), "I've done it");
    change('word-only', { methods: ['password'] });
    const answer = await press('word-only', asked, 'Outlook works');
    expect(answer.text).not.toContain("You're done");
    expect(answer.text).toContain('Microsoft sees no second step for this account');
  });

  it('"Snooze" puts the account off, keeps quiet until then, and comes again on the day', async () => {
    const answer = await press('snooze', reminder('snooze'), 'Tomorrow');
    expect(answer.text).toMatch(/remind you again on\s+Tuesday 27 November 2018\s+at 08:30/);
    expect(answer.text).toContain(
      'The date stays: Outlook on the web changes in the week of Monday 3 December 2018',
    );
    expect(answer.text).toContain('That holds for everybody who uses this mailbox');
    // Another day on the same card counts no more.
    const changed = await press('snooze', answer, 'In 3 days');
    expect(changed.text).toContain('Thursday 29 November 2018');
    const count = chat('snooze').length;
    await at('2018-11-27T08:30:00Z');
    expect(chat('snooze')).toHaveLength(count);
    await at('2018-11-29T08:30:00Z');
    const again = await eventually(() =>
      chat('snooze').length > count ? message('snooze', count + 1) : undefined,
    );
    expect(again.text).toContain('That week begins in 4 days');
    expect(again.text).toContain('You can put this off 2 times');
    // The first one is no longer what counts.
    await eventually(() =>
      edits('snooze').find(({ text }) => text.includes('A newer reminder stands below')),
    );
  });

  it('"Snooze" is refused where a stale card offers what is past the date', async () => {
    const data = { reminder: idOf('stale') };
    world.clock.set('2018-11-30T10:00:00Z');
    expect(await forge('stale', 'reminder.snooze', { ...data, until: 'tomorrow' })).toContain('Not put off');
    world.clock.set('2018-12-03T10:00:00Z');
    for (const until of ['tomorrow', 'three-days', 'week']) {
      const answer = await forge('stale', 'reminder.snooze', { ...data, until });
      expect(answer).toContain('The date is too near for that');
    }
    expect(await forge('stale', 'reminder.snooze', { ...data, until: '2019-01-01' })).toContain(
      'out of date',
    );
  });

  it('"snooze" that is typed does the same', async () => {
    const [asked] = await world.person('typed').type('Snooze');
    expect(titlesOf(asked)).toEqual(['Tomorrow', 'In 3 days', 'In the week it changes']);
    const answer = await press('typed', asked ?? { text: '' }, 'In the week it changes');
    expect(answer.text).toMatch(/Monday 3 December 2018\s+at 08:30/);
    expect((await world.person('desk').type('snooze'))[0]?.text).toContain('No reminder to put off');
  });

  it('do nothing on a card that was forwarded, and say so', async () => {
    const verbs: [string, Json][] = [
      ['reminder.done', {}],
      ['reminder.snooze', { until: 'tomorrow' }],
      ['reminder.more', { part: 'more' }],
      ['reminder.help', {}],
      ['reminder.genuine', {}],
      ['reminder.suspicious', {}],
      ['reminder.outlook', { word: 'works' }],
    ];
    for (const reminderId of [idOf('forwarder'), '999999999', "' or 1=1 --"]) {
      for (const [verb, more] of verbs) {
        const answer = await forge('receiver', verb, { reminder: reminderId, ...more });
        expect(answer).toContain('That reminder is not for this account');
        expect(answer).not.toContain('forwarder');
        expect(answer).not.toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}|T-\d/);
      }
    }
    const [asked] = await world.person('forwarder').type('snooze');
    expect(asked?.text).toContain('You can put this off 3 times');
  });

  it('"Is this real?" gives ways that do not lead through the bot, and a reference that others confirm', async () => {
    const answer = await press('real', reminder('real'), 'Is this real?');
    expect(answer.text).toContain('Management Information Sheet 148/18 of Friday 2 November 2018');
    expect(answer.text).toContain('Find the phone number of Norfolk County Council yourself');
    expect(answer.text).toContain('ask for the Service Desk');
    expect(answer.text).toContain('mfa.example.org/help/genuine');
    expect(answer.text).not.toMatch(/0845|Cornelius/);
    const reference = referenceOf(answer);
    expect(reference).toBe(referenceOf(reminder('real')));
    expect(reference).not.toBe(referenceOf(reminder('buttons')));

    const confirmed = await desk(`reference ${reference.toLowerCase()}`);
    expect(confirmed).toContain(`${reference} is genuine`);
    expect(confirmed).toContain('08:30 today');
    expect(confirmed).toContain('the week of Monday 3 December 2018');
    expect(confirmed).toContain('Real');
    expect(confirmed).not.toContain(upnOf('real'));
    expect(await desk('reference BBBB-BBBB')).toContain('Not known');
    // Everybody else is told what the help page tells anybody, also of the reference as it stands on the card.
    for (const typed of [`reference ${reference}`, reference]) {
      const [told] = await world.person('real').type(typed);
      expect(told?.text).toContain('I sent a message with this reference');
      expect(told?.text).toContain('Outlook on the web, planned for the week of Monday 3 December 2018');
      expect(told?.text).not.toContain('School');
    }
    expect((await world.person('receiver').type('reference BBBB-BBBB'))[0]?.text).toContain('Not known');
    expect((await world.person('receiver').type('reference number'))[0]?.text).not.toContain('Not known');

    const page = await fetch(`${world.url}/help/genuine`, {
      method: 'POST',
      body: new URLSearchParams({ reference }),
    });
    const html = await page.text();
    expect(html).toContain('It was sent on Monday 26 November 2018');
    expect(html).toContain('Outlook on the web, planned for the week of Monday 3 December 2018');
    expect(html).not.toMatch(/office@|Real\b/);
  });

  it('"Looks suspicious" opens one ticket with the facts, and says when it is known', async () => {
    const genuine = await press('suspicious', reminder('suspicious'), 'Is this real?');
    const first = await press('suspicious', genuine, 'Looks suspicious');
    expect(first.text).toContain('Thank you for telling us');
    const ticket = /T-\d+/.exec(first.text)?.[0] ?? '';
    const second = await press('suspicious', genuine, 'Looks suspicious');
    expect(second.text).toContain('This is known already');
    expect(second.text).toContain(ticket);
    const [list] = await world.person('desk').type('tickets');
    expect(list?.text.split(ticket)).toHaveLength(2);
    const title = titlesOf(list).find((one) => one.includes(ticket)) ?? '';
    const opened = await world.person('desk').press(list, title);
    expect(opened.text).toContain(upnOf('suspicious'));
    expect(opened.text).toContain(referenceOf(reminder('suspicious')));
  });

  it('"I need help" begins the question to the service desk with the reminder', async () => {
    const form = await press('help', reminder('help'), 'I need help');
    const text = JSON.stringify(form.card);
    expect(text).toContain(`About the reminder ${referenceOf(reminder('help'))}`);
    expect(text).toContain('about Outlook on the web in the week of Monday 3 December 2018');
    const sent = await world
      .person('help')
      .press(form, 'Send to the Service Desk', { text: 'What is this?' });
    expect(sent.text).toMatch(/T-\d+/);
  });

  it('change by themselves when the account is set up, as far as is stored', async () => {
    change('later-done', { methods: ['password', 'phone'] });
    // Somebody looks at the status: from then on it is known.
    await world.person('later-done').type('status');
    const edit = await eventually(() => edits('later-done')[0]);
    expect(edit.activityId).toBe('chat-later-done:2');
    expect(edit.text).toContain("You're done");
    expect((await world.person('later-done').type('snooze'))[0]?.text).toContain('No reminder to put off');
  });

  function idOf(id: Who): string {
    return /"reminder":"(\d+)"/.exec(JSON.stringify(reminder(id).card))?.[1] ?? '';
  }

  async function at(time: string): Promise<void> {
    world.clock.set(time);
    await world.bot.tick();
  }
});
