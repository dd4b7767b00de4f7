import { randomUUID } from 'node:crypto';
import { type Reply, titlesOf } from '../../support/bot.ts';
import { type CardPlace, type GuideWorld, placeOf } from '../../support/guide-walk.ts';

const verbs = ['next', 'back', 'restart', 'choose', 'check', 'works', 'later', 'stuck', 'step'];

/** Somebody presses a button of a card that is not theirs, or forges one: nobody's place or word changes. */
export function forwardedCardsDoNothing(world: GuideWorld): void {
  const { account, ask, as, pressAll, forge, register } = world;
  const toTheCheck = async (id: string, name: string): Promise<Reply> => {
    const card = await as(id, name);
    const start = titlesOf(card).includes('Add my own device')
      ? await world.bot().person(id).press(card, 'Add my own device')
      : card;
    return pressAll(id, start, ['Hardware token', 'Next', 'Next']);
  };
  /** All that an account is shown of itself. */
  const standing = async (id: string, name: string) => ({
    place: placeOf(await as(id, name)),
    keepers: (await ask(id, 'who uses this mailbox')).text,
    status: (await ask(id, 'status')).text,
  });

  it('answers every button so, changes nothing and tells nothing', async () => {
    const [mine, yours] = [account({ local: 'office' }), account({ local: 'office' })];
    const card = await toTheCheck(mine, 'Priya');
    const stolen = placeOf(card);
    await toTheCheck(yours, 'Alex');
    // With Graph's yes for both, a press that got through would end a walk.
    for (const id of [mine, yours]) register(id, ['hardwareOath']);
    const before = [await standing(mine, 'Priya'), await standing(yours, 'Alex')];
    for (const verb of verbs) {
      const data = { ...stolen, ...(verb === 'choose' ? { choice: 'iphone' } : {}) };
      const answer = await forge(yours, `guide.${verb}`, data);
      expect(answer).toContain('That card belongs to another account');
      expect(answer).toContain('Nothing was changed');
      expect(answer).not.toMatch(new RegExp(`Priya|${world.upnOf(mine)}`));
    }
    const pressed = await world.bot().person(yours).press(card, 'Back');
    expect(titlesOf(pressed)).toEqual(['Open my own guide']);
    const ticket = await forge(yours, 'ticket.open', { requestId: randomUUID(), ...stolen, text: 'Help' });
    expect(ticket).not.toMatch(/T-\d+/);
    expect([await standing(mine, 'Priya'), await standing(yours, 'Alex')]).toEqual(before);
  });

  it('takes no walk that does not exist, and none of another guide', async () => {
    const id = account({ local: 'office' });
    const own = placeOf(await toTheCheck(id, 'Sam'));
    register(id, ['hardwareOath']);
    const before = await standing(id, 'Sam');
    const forged: CardPlace[] = [
      { ...own, walk: randomUUID() },
      { ...own, walk: "' or 1=1 --" },
      { ...own, guide: 'app-password', step: 'where' },
    ];
    for (const place of forged) {
      for (const verb of verbs) {
        const answer = await forge(id, `guide.${verb}`, { ...place, choice: 'browser' });
        expect(answer).toContain('That card belongs to another account');
      }
    }
    for (const step of ['get-the-app-iphone', 'nowhere']) {
      const answer = await forge(id, 'guide.next', { ...own, step });
      expect(answer).toContain('That was an older card');
    }
    expect(await standing(id, 'Sam')).toEqual(before);
  });

  it('refuses a payload of the wrong shape with a sentence', async () => {
    const id = account({ local: 'office' });
    for (const data of [{}, { walk: 7, guide: [], step: {}, version: 'x' }, { walk: '', version: -1 }]) {
      for (const verb of verbs) expect(await forge(id, `guide.${verb}`, data)).toContain('out of date');
    }
  });

  it('knows keepers of another account as nobody', async () => {
    const [mine, yours] = [account({ local: 'office' }), account({ local: 'office' })];
    await as(mine, 'Priya');
    await as(yours, 'Alex');
    const theirs = await ask(mine, 'who uses this mailbox');
    const keeper = /"keeper":"([^"]+)"/.exec(JSON.stringify(theirs.card))?.[1] ?? '';
    expect(keeper).not.toBe('');
    const own = (await ask(yours, 'who uses this mailbox')).text;
    for (const verb of ['keepers.left', 'keepers.owner', 'keepers.close']) {
      expect(await forge(yours, verb, { keeper })).toContain(own);
    }
    for (const verb of ['guide.who', 'guide.start']) {
      const answer = await forge(yours, verb, { guide: 'set-up-mfa', keeper });
      expect(answer).toContain('Who are you?');
      expect(answer).not.toContain('Priya');
    }
    expect((await ask(mine, 'who uses this mailbox')).text).toBe(theirs.text);
    expect((await ask(yours, 'who uses this mailbox')).text).toBe(own);
  });

  it('sets plain mode for who presses, also where no guide is open', async () => {
    const [mine, yours] = [account({ local: 'teacher' }), account({ local: 'teacher' })];
    const card = await ask(mine, 'set up MFA');
    const before = world.chat(yours).length;
    const button = { type: 'message', value: { action: 'plain.on' } };
    const { replies } = await world.bot().person(yours).send(button);
    expect(world.chat(yours)).toHaveLength(before + 2);
    expect(replies[0]?.text).toContain('Plain mode is on');
    expect(replies[1]?.text).toContain(world.upnOf(yours));
    expect(titlesOf(await ask(yours, 'set up MFA'))).toContain('Use cards with pictures');
    expect(placeOf(await ask(mine, 'set up MFA'))).toEqual(placeOf(card));
    expect(titlesOf(await ask(mine, 'set up MFA'))).toContain('Use plain mode');
  });
}
