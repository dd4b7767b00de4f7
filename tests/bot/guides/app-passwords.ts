import { eventually, type Reply, textOf, titlesOf } from '../../support/bot.ts';
import { type GuideWorld, placeOf } from '../../support/guide-walk.ts';

const makesOne = /Choose "App password"|Give it a name|Copy it now|Paste it into Outlook/;

/** Who needs an app password, who must wait for one, and what counts afterwards. */
export function appPasswords(world: GuideWorld): void {
  const { account, ask, pressAll, chat } = world;
  const enforced = () => account({ methods: ['microsoftAuthenticator'], state: 'enforced' });
  const old = ['Only I use this mailbox', 'Outlook on a Windows computer', 'Outlook 2010'];
  const toTheQuestion = async (id: string): Promise<Reply> =>
    pressAll(id, await ask(id, 'app password'), [...old, 'Next', 'Next', 'Next', 'Next']);
  /** How many heads said that installed Outlook works, as the service desk reads it: exact where neither part is small. */
  const confirmed = async (): Promise<number> => {
    const { text } = await ask('desk', 'progress');
    const shown = /(at least )?([\d,]+) said that installed Outlook works/.exec(text);
    if (shown?.[2] === undefined || shown[1]) throw new Error(`No exact figure: ${text}`);
    return Number(shown[2].replace(',', ''));
  };

  /** Small figures are not shown: enough whose Outlook works, and enough of whom nobody has said so. */
  beforeAll(async () => {
    for (let at = 0; at < 8; at += 1) {
      await ask(enforced(), 'help');
      const id = enforced();
      await world
        .bot()
        .person(id)
        .press(await toTheQuestion(id), 'Yes, it works');
    }
  });

  it('walks Outlook 2010 of an enforced account to its own word, which counts', async () => {
    const id = enforced();
    const question = await toTheQuestion(id);
    expect(question.text).toContain('Is Outlook working again?');
    const before = await confirmed();
    const works = await world.bot().person(id).press(question, 'Yes, it works');
    expect(works.text).toContain('Outlook works again');
    expect(await confirmed()).toBe(before + 1);
    await world.bot().person(id).press(question, 'Yes, it works');
    expect(await confirmed()).toBe(before + 1);
  });

  it('counts a no as not ready for the date of installed Outlook, and reminds that account alone', async () => {
    const [bad, silent] = [enforced(), enforced()];
    await ask(silent, 'status');
    const question = await toTheQuestion(bad);
    const before = await confirmed();
    const helps = await world.bot().person(bad).press(question, 'No, it does not');
    expect(helps.text).toContain('What usually helps');
    expect(titlesOf(helps)).toContain('Ask the Service Desk');
    expect(await confirmed()).toBe(before);
    const counts = [chat(bad).length, chat(silent).length];
    // The dates one after the other, as they come: the web's own goes by, then three days before the client's.
    for (const time of ['2018-11-20T08:30:00Z', '2018-11-23T08:30:00Z']) {
      world.bot().clock.set(time);
      await world.bot().bot.tick();
    }
    const reminder = await eventually(() => chat(bad)[counts[0] ?? 0]);
    expect(textOf(reminder)).toMatch(/Outlook/);
    expect(JSON.stringify(reminder)).toContain('"guide":"app-password"');
    expect(chat(silent)).toHaveLength(counts[1] ?? 0);
  });

  it('takes a no back when the keeper says yes later', async () => {
    const id = enforced();
    const question = await toTheQuestion(id);
    const before = await confirmed();
    const no = await world.bot().person(id).press(question, 'No, it does not');
    const again = await world.bot().person(id).press(no, 'Back');
    await world.bot().person(id).press(again, 'Yes, it works');
    expect(await confirmed()).toBe(before + 1);
  });

  it('tells an account that is not switched on from which morning, and never to make one', async () => {
    for (const [methods, leads] of [
      [['microsoftAuthenticator'], []],
      [[], ['Set up MFA']],
    ] as const) {
      const id = account({ methods: [...methods] });
      const end = await pressAll(id, await ask(id, 'app password'), old);
      expect(end.text).toContain('the morning of Monday 19 November 2018');
      expect(end.text).not.toMatch(makesOne);
      expect(titlesOf(end)).toEqual([...leads, 'Back', 'Start again']);
    }
  });

  it('sends who has not set up MFA there first, and back into the other guide', async () => {
    const id = account({ state: 'enforced' });
    const end = await pressAll(id, await ask(id, 'app password'), old);
    expect(end.text).toContain('Set up MFA first');
    expect(end.text).not.toMatch(makesOne);
    const other = await pressAll(id, end, ['Set up MFA']);
    expect(placeOf(other)).toMatchObject({ guide: 'set-up-mfa', step: 'what-do-you-have' });
  });

  it.each(['In a browser', 'The Outlook app on a phone or tablet'])('needs none for: %s', async (where) => {
    const id = enforced();
    const end = await pressAll(id, await ask(id, 'app password'), ['Only I use this mailbox', where]);
    expect(end.text).toContain('You need no app password here');
  });

  it('offers no text or voice codes from 2 February 2027 on', async () => {
    world.bot().clock.set('2027-01-31T09:00:00Z');
    const before = account({ local: 'teacher' });
    expect(titlesOf(await ask(before, 'set up MFA'))).toContain('Text message or phone call');
    world.bot().clock.set('2027-02-02T09:00:00Z');
    const id = account({ local: 'teacher' });
    const first = await ask(id, 'set up MFA');
    expect(titlesOf(first)).not.toContain('Text message or phone call');
    const none = await world.bot().person(id).press(first, 'None of these');
    expect(none.text).not.toMatch(/office phone|text message|a call/i);
    // A card from the day before still carries the choice.
    const forged = await world.forge(id, 'guide.choose', {
      ...placeOf(none, 'Start again'),
      choice: 'phone',
    });
    expect(forged).not.toContain('Add your phone number');
    const kept = await ask(before, 'set up MFA');
    const refused = await world.forge(before, 'guide.choose', { ...placeOf(kept), choice: 'phone' });
    expect(refused).toContain('That answer is not there any more');
    expect(refused).not.toContain('Add your phone number');
  });
}
