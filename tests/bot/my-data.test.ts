import { eventually, type Reply, startTestBot, type TestBot, titlesOf } from '../support/bot.ts';
import { guideWorld } from '../support/guide-walk.ts';

describe('my data', () => {
  let bot: TestBot;
  const world = guideWorld(() => bot);
  const { ask, as, account, upnOf } = world;

  beforeAll(async () => {
    bot = await startTestBot('2018-11-12T09:00:00Z');
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.clock.set('2018-11-12T09:00:00Z'));

  const press = (id: string, card: Reply, title: string, inputs = {}) =>
    bot.person(id).press(card, title, inputs);

  it('shows what is kept, from where and since when, without asking Microsoft again', async () => {
    const id = account({ local: 'year4', methods: ['microsoftAuthenticator'], state: 'enabled' });
    await ask(id, 'status');
    bot.clock.set('2018-11-13T09:00:00Z');
    const calls = bot.graph.calls.filter(({ resource }) => resource === 'methods').length;
    const card = await ask(id, 'my data');
    expect(card.text).toContain(`its address, ${upnOf(id)}`);
    expect(card.text).toMatch(/Microsoft Authenticator +Microsoft said this at 09:00 on Monday 12 November/);
    expect(card.text).toContain('Switched on for Outlook on the web Microsoft said this');
    expect(card.text).toContain('Known since');
    expect(card.text).toContain('Ask the service desk. They can also give you all of it as a file.');
    expect(card.text).toContain('0845 303 3003');
    expect(card.text).toContain('until 30 days after the account is gone');
    expect(card.text).not.toContain('Several people use this account');
    expect(bot.graph.calls.filter(({ resource }) => resource === 'methods')).toHaveLength(calls);
  });

  it('tells of places, wishes, words and tickets, of this account only', async () => {
    const id = account({ local: 'year5' });
    const other = account({ local: 'year6' });
    for (const one of [id, other]) {
      const ticket = await ask(one, 'talk to a person');
      await press(one, ticket, titlesOf(ticket)[0] ?? '', { text: 'My printer is on fire' });
    }
    await ask(id, 'plain mode');
    await ask(id, 'set up MFA');
    const card = await ask(id, 'show me my data');
    expect(card.text.match(/T-\d+/g)).toHaveLength(1);
    expect(card.text).toMatch(/T-\d+, open, written on Monday 12 November 2018/);
    expect(card.text).toContain('Plain mode');
    expect(card.text).toMatch(/Set up MFA.*: under way, last used on Monday 12 November 2018/);
    // What was written stands in its ticket; who looks over a shoulder does not read it here.
    expect(card.text).not.toContain('printer');
    const theirs = await ask(other, 'my data');
    expect(theirs.text).not.toContain('Plain mode');
    expect(theirs.text).not.toContain('under way');
  });

  it('shows a shared account its people and which of them said what', async () => {
    const id = account({ local: 'office', methods: ['microsoftAuthenticator'] });
    await as(id, 'Sam');
    await as(id, 'Priya');
    const card = await ask(id, 'our data');
    expect(card.text).toContain('Several people use this account');
    expect(card.text).toContain('Sam, since Monday 12 November 2018');
    expect(card.text).toMatch(/Set up MFA.* \(Priya\): under way/);
    expect(titlesOf(card)).toContain('Who uses this mailbox');
  });

  it('counts the reminders that were sent', async () => {
    const id = account({ local: 'head' });
    await ask(id, 'status');
    bot.clock.set('2018-11-16T08:30:00Z');
    await bot.bot.tick();
    await eventually(async () =>
      (await ask(id, 'my data')).text.includes('1 reminder, the last one on Friday 16 November 2018')
        ? true
        : undefined,
    );
  });

  it('is where the answer to "what do you know about me" leads', async () => {
    const id = account({ local: 'year7' });
    const answer = await ask(id, 'what do you know about me');
    expect(titlesOf(answer)).toContain('My data');
    expect((await press(id, answer, 'My data')).text).toContain('What I keep about this account');
  });

  it('goes when the plan keeps it no longer: the bot looks by itself from its start on', async () => {
    const runs = 'periodic_runs_total{work="retention",outcome="ok"}';
    expect(await eventually(async () => (await bot.metric(runs)) || undefined)).toBe(1);
  });

  it('tells somebody whose account is not known nothing', async () => {
    const card = await ask('nobody-at-all', 'my data');
    expect(card.text).not.toContain('What I keep');
  });
});
