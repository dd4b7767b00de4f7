import { eventually, type Reply, startTestBot, type TestBot, titlesOf } from '../support/bot.ts';
import { guideWorld, typesIn } from '../support/guide-walk.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

/** One short message a step, everything by typing; the plan is of today: no app passwords. */
describe('plain mode', () => {
  let bot: TestBot;
  const world = guideWorld(() => bot);
  const { account, ask, chat, edits, register } = world;
  /** Every message to this account as it is typed to, without what a card may not have here. */
  const types = async (id: string, words: string[]): Promise<Reply> => {
    let last: Reply = { text: '' };
    for (const one of words) {
      const before = chat(id).length;
      last = await ask(id, one);
      expect(chat(id)).toHaveLength(before + 1);
      for (const type of ['Image', 'ColumnSet', 'Container', 'Action.Execute']) {
        expect(typesIn(last.card)).not.toContain(type);
      }
    }
    expect(edits(id)).toEqual([]);
    return last;
  };
  const plainAccount = async (local = 'teacher'): Promise<string> => {
    const id = account({ local });
    expect((await ask(id, 'plain mode')).text).toContain('Plain mode is on');
    return id;
  };

  beforeAll(async () => {
    bot = await startTestBot('2018-11-05T09:00:00Z', {
      publicUrl: 'https://mfa.example.test',
      plan: { ...norfolkPlan(), appPasswords: 'not-accepted' },
    });
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.clock.set('2018-11-05T09:00:00Z'));

  it('is remembered, and goes through the whole guide by typing alone', async () => {
    const id = await plainAccount();
    bot.clock.set('2018-11-07T09:00:00Z');
    const first = await types(id, ['set up MFA']);
    expect(first.text).toMatch(/^Step 1 of \d+\. What do you have\?/);
    expect(first.text).toContain('Answer 1: iPhone');
    expect(first.text).toContain('You can also type the number of your answer, or: stuck, not now.');
    expect((await types(id, ['1'])).text).toContain('Get the app on your iPhone');
    const scan = await types(id, ['next', 'Next', 'back', 'next']);
    expect(scan.text).toContain('Scan the square code');
    expect(scan.text).toContain('Without the camera');
    const stuck = await types(id, ["I'm stuck"]);
    expect(stuck.text).toContain('What usually helps here');
    expect((await types(id, ['I’m stuck'])).text).toBe(stuck.text);
    const check = await types(id, ['next', 'next']);
    expect(check.text).toContain('Check that it worked');
    expect(check.text).toContain('You can also type: check, back, stuck, start again.');
    expect((await types(id, ['check'])).text).toContain('Not yet');
    expect((await types(id, ['not now'])).text).toContain('Your place is kept');
    register(id, ['microsoftAuthenticator']);
    expect((await types(id, ['set up mfa', 'check now'])).text).toContain('Done. MFA is set up');
    expect((await types(id, ['start again'])).text).toContain('You already have a second step');
  });

  it('brings a new message for every button, and never changes one', async () => {
    const id = await plainAccount();
    let card = await ask(id, 'set up MFA');
    for (const title of [
      'iPhone',
      'Next',
      'Back',
      "I'm stuck",
      'Back to the step',
      'Start again',
      'Not now',
      'Continue',
    ]) {
      const before = chat(id).length;
      card = await bot.person(id).press(card, title);
      expect(chat(id)).toHaveLength(before + 1);
      expect(typesIn(card.card)).not.toContain('Image');
    }
    const stuck = await bot.person(id).press(card, "I'm stuck");
    expect((await bot.person(id).press(stuck, 'Ask the Service Desk')).text).toMatch(/T-\d+/);
    expect(edits(id)).toEqual([]);
  });

  it('changes no list of keepers under a screen reader either', async () => {
    const id = await plainAccount('office');
    const who = await ask(id, 'set up MFA');
    const sam = await bot.person(id).press(who, 'Continue', { firstName: 'Sam' });
    expect(sam.text).toContain('Step 1 of');
    await bot.person(id).press(await ask(id, 'set up MFA'), 'Continue', { firstName: 'Priya' });
    const list = await ask(id, 'who uses this mailbox');
    const owner = await bot.person(id).press(list, 'Make Priya the owner');
    expect(owner.text).toMatch(/Priya +, owner/);
    expect((await bot.person(id).press(owner, 'Sam left')).text).not.toContain('Sam');
    expect(edits(id)).toEqual([]);
  });

  it('sends a late answer of Microsoft as a message of its own', async () => {
    const id = await plainAccount();
    const check = await types(id, ['set up MFA', '5', 'next', 'next']);
    expect(check.text).toContain('Check that it worked');
    register(id, ['hardwareOath']);
    bot.graph.fail('methods', { kind: 'hang' }, 1);
    const before = chat(id).length;
    const asked = await bot.person(id).press(check, 'Check now');
    expect(asked.text).toContain('The answer comes here by itself');
    await eventually(() => (chat(id).length === before + 2 ? true : undefined));
    expect(JSON.stringify(chat(id).at(-1))).toContain('Done. MFA is set up');
    expect(edits(id)).toEqual([]);
  });

  it('says kindly what does not fit where somebody is', async () => {
    const id = await plainAccount();
    const say = async (typed: string) => (await types(id, [typed])).text;
    await say('set up MFA');
    for (const number of ['0', '9', '42', '99', 'answer 12']) {
      expect(await say(number)).toContain('There is no answer with that number here');
    }
    expect(await say('back')).toContain('This is the first step');
    expect(await say('next')).toContain('There is no “next” here');
    expect(await say('check')).toContain('There is nothing to check at this step');
    const step = await say('answer 2');
    expect(step).toContain('Get the app on your Android phone');
    expect(await say('3')).toContain('There is no answer with that number here');
    expect(await say('start over')).toContain('What do you have?');
    expect(await say('start over')).not.toContain('older card');
  });

  it('says that no guide is open where none is', async () => {
    const id = account({ local: 'teacher' });
    for (const typed of ['next', 'back', '1', 'stuck', "I'm stuck", 'check', 'not now', 'start again']) {
      const reply = await ask(id, typed);
      expect(reply.card).toBeUndefined();
      expect(reply.text).toContain('No guide is open here');
    }
  });

  it('gives cards back, with pictures, that change in place', async () => {
    const id = await plainAccount();
    await types(id, ['set up MFA', '1']);
    const replies = (await bot.person(id).type('cards')) as Reply[];
    expect(replies[0]?.text).toContain('Plain mode is off');
    expect(typesIn(replies[1]?.card)).toContain('Image');
    expect((await bot.person(id).press(replies[1], 'Next')).text).toContain('Open security info');
    expect(edits(id)).toHaveLength(1);
    const plain = await bot.person(id).type('plain mode on');
    expect(plain).toHaveLength(2);
    expect(typesIn(plain[1]?.card)).not.toContain('Image');
  });

  it('can be chosen by a button of the first step, and left by one', async () => {
    const id = account({ local: 'teacher' });
    const first = await ask(id, 'set up MFA');
    const plain = await bot.person(id).press(first, 'Use plain mode');
    expect(plain.text).toContain('Plain mode is on');
    expect(titlesOf(plain)).toContain('Use cards with pictures');
    const cards = await bot.person(id).press(plain, 'Use cards with pictures');
    expect(cards.text).toContain('Plain mode is off');
    expect(titlesOf(cards)).toContain('Use plain mode');
  });

  it('types no check in a guide that has none, and ends none by it', async () => {
    const id = await plainAccount();
    register(id, ['microsoftAuthenticator']);
    await types(id, ['app password', '2']);
    expect((await types(id, ['check'])).text).toContain('Which Outlook is it?');
    expect((await types(id, ['app password'])).text).toContain('Which Outlook is it?');
  });

  it('explains the modern sign-in where app passwords are not accepted, and tells nobody to make one', async () => {
    const seen: string[] = [];
    for (const answers of [
      ['2', '1'],
      ['2', '2', '2'],
      ['2', '3', '1'],
      ['3', '1'],
      ['5', '2'],
      ['1'],
      ['7'],
    ]) {
      const id = await plainAccount();
      register(id, ['microsoftAuthenticator'], 'enforced');
      for (const typed of ['app password', ...answers]) seen.push((await types(id, [typed])).text);
    }
    const all = seen.join(' ');
    expect(all).toContain('does not accept app passwords any more');
    expect(all).toContain('It uses your second step');
    expect(all).toContain('This program is too old');
    expect(all).not.toMatch(/Choose "App password"|Copy it now|will need an app password/);
  });
});
