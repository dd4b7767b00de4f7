import { type Json, type Reply, titlesOf } from '../../support/bot.ts';
import { type GuideWorld, placeOf, pressNexts } from '../../support/guide-walk.ts';

const shortAddress = 'Locked out of Teams? mfa.example.test/help';

/** "I'm stuck", the offer of a private chat, pictures and the short address. */
export function helpStandsOnEveryCard(world: GuideWorld): void {
  const { account, ask, pressAll } = world;

  it.each([
    ['a step with choices', [], "I'm stuck"],
    ['a step to read', ['iPhone', 'Next'], "I'm stuck"],
    ['the check', ['Hardware token', 'Next', 'Next'], "I'm stuck"],
    ['an end that leads to a person', ['None of these'], 'Ask the Service Desk'],
  ])('helps who is stuck at %s, and goes back to it', async (_kind, presses, button) => {
    const id = account({ local: 'teacher' });
    const step = await pressAll(id, await ask(id, 'set up MFA'), presses);
    const stuck = await world.bot().person(id).press(step, button);
    expect(stuck.text).toMatch(/What usually helps here|Let a person help you/);
    const back = await world.bot().person(id).press(stuck, 'Back to the step');
    expect(back.text).toBe(step.text);
    expect(placeOf(back, button)).toEqual(placeOf(step, button));
    const title = /You are at: +(.+?) +What usually|You are at: +(.+?) +Let/.exec(stuck.text);
    const name = title?.[1] ?? title?.[2] ?? 'no title';
    const opened = await world.bot().person(id).press(stuck, 'Ask the Service Desk', { text: '' });
    expect(opened.text).toMatch(/T-\d+/);
    expect(opened.text).toContain(name);
    const list = await ask('desk', 'tickets');
    expect(list.text).toContain(/T-\d+/.exec(opened.text)?.[0]);
    const again = await world.bot().person(id).press(opened, 'Back to the guide');
    const { guide, step: at } = placeOf(step, button);
    expect(placeOf(again, button)).toMatchObject({ guide, step: at });
  });

  it('makes one ticket of a double press, and says so without a word typed', async () => {
    const id = account({ local: 'teacher' });
    const stuck = await world
      .bot()
      .person(id)
      .press(await ask(id, 'set up MFA'), "I'm stuck");
    const press = () => world.bot().person(id).press(stuck, 'Ask the Service Desk');
    const [one, two] = await Promise.all([press(), press()]);
    expect(/T-\d+/.exec(one.text)?.[0]).toBe(/T-\d+/.exec(two.text)?.[0]);
  });

  it.each(['groupChat', 'channel'])('offers the personal chat in a %s, and keeps nothing', async (kind) => {
    const id = account({ local: 'teacher' });
    const conversation = { id: `chat-${id}`, conversationType: kind, tenantId: 'tenant' };
    const counts = async () => (await ask('desk', 'progress')).text.match(/of \d+ ready|Opened \d+/g);
    const before = await counts();
    for (const text of ['set up MFA', 'next', '1', 'plain mode', 'who uses this mailbox']) {
      const { replies } = await world.bot().person(id).send({ type: 'message', text, conversation });
      expect(replies).toHaveLength(1);
      expect(replies[0]?.text).toContain('Let us talk in private');
      expect(JSON.stringify(replies[0]?.card)).not.toContain(world.upnOf(id));
      expect(titlesOf(replies[0])).toEqual(['Open our chat']);
      expect(JSON.stringify(replies[0]?.card)).toContain(
        'https://teams.microsoft.com/l/chat/0/0?users=28:bot',
      );
    }
    for (const value of [{ action: 'plain.on' }, { action: 'guide.start', guide: 'set-up-mfa' }]) {
      const { replies } = await world.bot().person(id).send({ type: 'message', value, conversation });
      expect(replies[0]?.text).toContain('Let us talk in private');
    }
    expect(await counts()).toEqual(before);
    expect(titlesOf(await ask(id, 'set up MFA'))).toContain('Use plain mode');
  });

  it('shows pictures that this very server sends, each with words for who does not see it', async () => {
    const id = account({ local: 'teacher' });
    const pictures = new Map<string, string>();
    const look = (card: Reply) => {
      for (const [, url, alt] of JSON.stringify(card.card).matchAll(
        /"type":"Image","url":"([^"]+)","altText":"((?:[^"\\]|\\.)+)"/g,
      )) {
        pictures.set(url ?? '', alt ?? '');
      }
    };
    let card = await world
      .bot()
      .person(id)
      .press(await ask(id, 'set up MFA'), 'iPhone');
    look(card);
    while (titlesOf(card).includes('Next')) {
      card = await world.bot().person(id).press(card, 'Next');
      look(card);
    }
    expect(pictures.size).toBeGreaterThanOrEqual(4);
    for (const [url, alt] of pictures) {
      expect(url).toMatch(/^https:\/\/mfa\.example\.test\/pictures\/[a-z-]+\.png$/);
      expect(alt.length).toBeGreaterThan(20);
      const picture = await fetch(url.replace('https://mfa.example.test', world.bot().url));
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
      await picture.arrayBuffer();
    }
  });

  it('tells on every card where help is without Teams', async () => {
    const id = account({ local: 'office' });
    const who = await ask(id, 'set up MFA');
    const step = await world.bot().person(id).press(who, 'Continue', { firstName: 'Sam' });
    const [check] = await pressNexts(
      world.bot(),
      id,
      await world.bot().person(id).press(step, 'Hardware token'),
    );
    const cards: Reply[] = [who, step, check];
    for (const title of ["I'm stuck", 'Check now', 'Not now']) {
      const shown = cards.at(-1);
      const from = titlesOf(shown).includes(title) ? shown : check;
      cards.push(await world.bot().person(id).press(from, title));
    }
    for (const typed of [
      'help',
      'status',
      'dates',
      'who uses this mailbox',
      'talk to a person',
      'what is MFA?',
    ]) {
      cards.push(await ask(id, typed));
    }
    for (const card of cards) expect(card.text.split(shortAddress)).toHaveLength(2);
    for (const card of cards) expect((card.card as Json).version).toBe('1.5');
  });
}
