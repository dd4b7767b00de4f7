import { eventually, type Reply, startTestBot, type TestBot, textOf, titlesOf } from '../support/bot.ts';
import { guideWorld, placeOf, typesIn } from '../support/guide-walk.ts';

const office = { local: 'office', methods: ['microsoftAuthenticator'], state: 'enforced' } as const;

/** Several people share office@ through one chat: each has a place and a word of their own. */
describe('the keepers of a shared mailbox', () => {
  let bot: TestBot;
  const world = guideWorld(() => bot);
  const { ask, as, pressAll, chat } = world;
  const account = () => world.account({ ...office, methods: [...office.methods] });
  const list = (id: string) => ask(id, 'who uses this mailbox');
  const press = (id: string, card: Reply, title: string, inputs = {}) =>
    bot.person(id).press(card, title, inputs);
  /** A keeper of a registered mailbox at the result of the check. */
  const toTheResult = async (id: string, name: string): Promise<Reply> =>
    pressAll(id, await as(id, name), ['Mine is there', 'Check now']);
  const saysWorks = async (id: string, name: string): Promise<Reply> =>
    press(id, await toTheResult(id, name), 'Mine works');

  beforeAll(async () => {
    bot = await startTestBot('2018-11-19T09:00:00Z');
    // The report is read page by page, each in its turn: a page must hold everybody.
    bot.graph.pageSize = 500;
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.clock.set('2018-11-19T09:00:00Z'));

  it('find their own step again after the others have moved, by button and by name', async () => {
    const id = account();
    const sam = await pressAll(id, await as(id, 'Sam'), ['Add my own device', 'iPhone', 'Next']);
    const priya = await pressAll(id, await as(id, 'Priya'), ['Add my own device', 'Hardware token']);
    await press(id, sam, 'Next');
    const alex = await as(id, 'Alex');
    const who = await ask(id, 'set up MFA');
    const buttons = titlesOf(who);
    expect(buttons.slice(0, 3)).toEqual([
      expect.stringMatching(/^Sam, at step 5 of \d+$/),
      expect.stringMatching(/^Priya, at step 3 of \d+$/),
      expect.stringMatching(/^Alex, at step 1 of \d+$/),
    ]);
    expect(buttons).not.toContain('Only I use this mailbox');
    expect((await press(id, who, buttons[0] ?? '')).text).toContain('Scan the square code');
    expect(placeOf(await press(id, who, buttons[1] ?? ''))).toEqual(placeOf(priya));
    expect(placeOf(await as(id, '  alex '))).toEqual(placeOf(alex));
    expect(titlesOf(await list(id)).filter((title) => title.endsWith(' left'))).toHaveLength(3);
    for (const card of [who, sam, priya]) expect(typesIn(card.card)).not.toContain('Image');
  });

  it('are made once by a double press', async () => {
    const id = account();
    const who = await ask(id, 'set up MFA');
    const inputs = { firstName: 'Sam' };
    const both = await Promise.all([press(id, who, 'Continue', inputs), press(id, who, 'Continue', inputs)]);
    expect(both.map((card) => placeOf(card))).toEqual([placeOf(both[0]), placeOf(both[0])]);
    expect(titlesOf(await list(id)).filter((title) => title.endsWith(' left'))).toEqual(['Sam left']);
  });

  it.each([
    ['', 'Type your first name'],
    ['   ', 'Type your first name'],
    ['Sam2', 'Use letters only'],
    ['07700 900123', 'Use letters only'],
    ['<b>Sam</b>', 'Use letters only'],
    ['**Sam** [x](http://evil.example)', 'Use at most 30 letters'],
    ['[Sam](x)', 'Use letters only'],
    ['a'.repeat(31), 'Use at most 30 letters'],
    ['x'.repeat(5_000), 'first name'],
    ['Sam\u202Eevil', 'Use letters only'],
    ['😀', 'Use letters only'],
  ])('are not made by the name %j, which nobody stores or repeats', async (firstName, fault) => {
    const id = account();
    const again = await press(id, await ask(id, 'set up MFA'), 'Continue', { firstName });
    expect(again.text).toContain('Who are you?');
    expect(again.text).toContain(fault);
    if (firstName.trim() !== '') expect(JSON.stringify(again.card)).not.toContain(firstName.slice(0, 100));
    expect((await list(id)).text).toContain('Nobody has said yet that they use it');
  });

  it.each(['Zoë', "D'Arcy", 'Anne-Marie', 'Ægir', 'a'.repeat(30), 'Mary Lou'])(
    'may be called %s',
    async (name) => {
      const id = account();
      expect((await as(id, name)).text).toContain(name);
    },
  );

  it('are named as missing until each has said "Mine works", once', async () => {
    const id = account();
    await as(id, 'Alex');
    const result = await toTheResult(id, 'Sam');
    expect(result.text).toContain('I cannot see whose device it is');
    const [sam, twice] = await Promise.all([
      press(id, result, 'Mine works'),
      press(id, result, 'Mine works'),
    ]);
    for (const card of [sam, twice]) {
      expect(card.text).toContain('Finished: Sam.');
      expect(card.text).toContain('Still to do: Alex.');
    }
    const priya = await saysWorks(id, 'Priya');
    expect(priya.text).toContain('Finished: Sam and Priya.');
    expect(priya.text).toContain('Still to do: Alex.');
    expect(priya.text).not.toContain('This mailbox is done');
    expect(titlesOf(priya)).toContain('Get Outlook working');
    expect((await list(id)).text).toMatch(/Alex +, owner of the list: not done yet/);
    expect(titlesOf(await ask(id, 'set up MFA')).slice(0, 3)).toEqual([
      expect.stringMatching(/^Alex, at step 1 of \d+$/),
      'Sam, done',
      'Priya, done',
    ]);
    const alex = await saysWorks(id, 'Alex');
    expect(alex.text).toContain('This mailbox is done');
  });

  it('are not called done by Microsoft’s yes alone: it may be another’s device', async () => {
    const id = account();
    const result = await toTheResult(id, 'Sam');
    expect(titlesOf(await ask(id, 'set up MFA'))).toContain('Sam');
    await press(id, result, 'Mine works');
    expect(titlesOf(await ask(id, 'set up MFA'))).toContain('Sam, done');
  });

  it('leave, hand the list on, and close it only as its owner', async () => {
    const id = account();
    for (const name of ['Sam', 'Priya', 'Alex']) await as(id, name);
    await saysWorks(id, 'Priya');
    let card = await list(id);
    expect(card.text).toMatch(/Sam +, owner of the list/);
    const keeperOf = (title: string) => placelessKeeper(card, title);
    const forged = await world.forge(id, 'keepers.close', { keeper: keeperOf('Alex left') });
    expect(forged).not.toContain('Closed since');
    card = await press(id, card, 'Make Priya the owner');
    expect(card.text).toMatch(/Priya +, owner of the list/);
    const samsPlace = await as(id, 'Sam');
    card = await press(id, card, 'Sam left');
    expect(card.text).not.toContain('Sam');
    card = await press(id, card, 'Close the list');
    expect(card.text).toContain('Closed since Monday 19 November 2018');
    card = await press(id, card, 'Priya left');
    expect(card.text).toMatch(/Alex +, owner of the list/);
    // Who was taken off has no place and no word any more.
    const gone = await world.forge(id, 'guide.works', { ...placeOf(samsPlace) });
    expect(gone).toContain('Nothing was changed');
    expect((await list(id)).text).not.toContain('Sam');
  });

  it('change nothing by a button of somebody who is not on the list', async () => {
    const id = account();
    await as(id, 'Sam');
    const before = (await list(id)).text;
    for (const verb of ['keepers.left', 'keepers.owner', 'keepers.close']) {
      for (const keeper of ['nobody', "' or 1=1 --"])
        expect(await world.forge(id, verb, { keeper })).toContain(before);
    }
    expect(await world.forge(id, 'keepers.left', {})).toContain(before);
    expect((await list(id)).text).toBe(before);
  });

  it('are reminded by name though Microsoft says registered, until the owner closes the list', async () => {
    const [id, unready, ready] = [account(), world.account({ local: 'office' }), account()];
    for (const other of [unready, ready]) await ask(other, 'status');
    await saysWorks(id, 'Sam');
    await as(id, 'Priya');
    const morning = async (time: string) => {
      const before = chat(unready).length;
      bot.clock.set(time);
      await bot.bot.tick();
      // Whoever has not registered is reminded in the same wave: then this one has been decided too.
      await eventually(() => (chat(unready).length > before ? true : undefined));
    };
    const reminded = () => chat(id).filter((message) => message.replyToId === undefined);
    await morning('2018-11-26T08:30:00Z');
    const first = await eventually(() => reminded()[0]);
    expect(textOf(first)).toContain('Still to do: Priya.');
    expect(textOf(first)).not.toMatch(/Still to do: [^.]*Sam/);

    bot.clock.set('2018-11-28T09:00:00Z');
    const closed = await press(id, await list(id), 'Close the list');
    expect(closed.text).toContain('This account counts as done');
    await morning('2018-11-30T08:30:00Z');
    expect(reminded()).toHaveLength(1);

    bot.clock.set('2018-11-30T10:00:00Z');
    await as(id, 'Alex');
    expect((await list(id)).text).not.toContain('Closed since');
    await morning('2018-12-03T08:30:00Z');
    const last = await eventually(() => reminded()[1]);
    expect(textOf(last)).toContain('Still to do: Priya and Alex.');
    expect(titlesOf({ card: { body: last }, text: '' })).toContain('Set up mine');
    expect(chat(ready).filter((message) => message.replyToId === undefined)).toEqual([]);
  });
});

/** The keeper whose id a button of the list carries. */
function placelessKeeper(card: Reply, title: string): string {
  const found = new RegExp(`"title":"${title}"[^}]*?"keeper":"([^"]+)"`).exec(JSON.stringify(card.card));
  return found?.[1] ?? '';
}
