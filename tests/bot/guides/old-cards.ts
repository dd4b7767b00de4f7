import type { Reply } from '../../support/bot.ts';
import { type GuideWorld, placeOf, pressNexts } from '../../support/guide-walk.ts';

/** One card that moves: old copies of it, double presses, coming back to it, and the ways into it. */
export function cardsMoveOnce(world: GuideWorld): void {
  const { account, ask, pressAll, as, register } = world;

  it('says that a card is old and brings the current one, whichever of its buttons is pressed', async () => {
    const id = account({ local: 'teacher' });
    const old = await ask(id, 'set up MFA');
    const [last] = await pressNexts(world.bot(), id, await world.bot().person(id).press(old, 'iPhone'));
    expect(last.text).toContain('Check that it worked');
    for (const title of ['iPhone', 'Hardware token']) {
      const again = await world.bot().person(id).press(old, title);
      expect(again.text).toContain('That was an older card');
      expect(again.text).toContain('Check that it worked');
      expect(placeOf(again)).toEqual(placeOf(last));
    }
  });

  it('tells somebody who changed their mind on a card that is one press old', async () => {
    const id = account({ local: 'teacher' });
    const old = await ask(id, 'set up MFA');
    await world.bot().person(id).press(old, 'iPhone');
    const other = await world.bot().person(id).press(old, 'Android phone');
    expect(other.text).toContain('Get the app on your iPhone');
    expect(other.text).toContain('That was an older card');
  });

  it.each(['iPhone', 'Next', 'Back', 'Start again'])(
    'moves one step for a double press of %s',
    async (title) => {
      const id = account({ local: 'teacher' });
      const first = await ask(id, 'set up MFA');
      const card = title === 'iPhone' ? first : await pressAll(id, first, ['iPhone', 'Next']);
      const person = world.bot().person(id);
      const both = await Promise.all([person.press(card, title), person.press(card, title)]);
      const places = both.map((reply) => placeOf(reply));
      expect(places[0]).toEqual(places[1]);
      expect(places[0]?.version).toBe(placeOf(card).version + 1);
      for (const reply of both) expect(reply.text).not.toContain('older card');
    },
  );

  it('asks Microsoft only where a check stands: an older card of the check brings the current step', async () => {
    const id = account({ local: 'teacher' });
    const card = await pressAll(id, await ask(id, 'set up MFA'), ['Hardware token', 'Next', 'Next']);
    await world.bot().person(id).press(card, 'Start again');
    register(id, ['hardwareOath']);
    const old = await world.bot().person(id).press(card, 'Check now');
    expect(old.text).toContain('That was an older card');
    expect(old.text).toContain('What do you have?');
  });

  it('goes on days later, on any device, where it was left, and starts over when asked', async () => {
    const id = account({ local: 'teacher' });
    const card = await pressAll(id, await ask(id, 'set up MFA'), ['iPhone', 'Next']);
    const away = await world.bot().person(id).press(card, 'Back');
    world.bot().clock.set('2018-11-16T09:00:00Z');
    const back = await ask(id, 'set up MFA');
    expect(placeOf(back)).toEqual(placeOf(away));
    expect(back.text).toContain('You were here last time');
    const over = await world.bot().person(id).press(back, 'Start again');
    expect(over.text).toContain('Step 1 of');
    const later = await world.bot().person(id).press(over, 'Not now');
    expect(later.text).toContain('Your place is kept');
    expect((await world.bot().person(id).press(later, 'Continue')).text).toContain('What do you have?');
  });

  it('enters at the step that a button names, and stays where somebody is already beyond it', async () => {
    const id = account({ local: 'teacher' });
    const press = (step: string) =>
      world
        .bot()
        .person(id)
        .send({
          type: 'message',
          value: { action: 'guide.start', guide: 'set-up-mfa', step },
        });
    const shown = async (step: string): Promise<Reply> => (await press(step)).replies[0] ?? { text: '' };
    const entered = await shown('scan-the-code');
    expect(entered.text).toContain('Scan the square code');
    const before = await world.bot().person(id).press(entered, 'Back');
    expect(before.text).toContain('Open security info on the computer');
    expect((await shown('get-the-app-iphone')).text).toContain('Open security info on the computer');
    expect((await shown('there-is-no-such-step')).text).toContain('Open security info on the computer');
  });

  it('enters the guide at the right step from an answer’s button', async () => {
    const id = account({ local: 'teacher', methods: ['microsoftAuthenticator'] });
    const answer = await ask(id, 'I lost my phone and cannot sign in');
    const guide = await world.bot().person(id).press(answer, 'Walk me through it');
    expect(guide.text).toMatch(/Step 1 of/);
    expect(placeOf(guide).guide).toBe('lost-phone');
  });

  it('gives everybody the guide that they name', async () => {
    const id = account({ local: 'teacher' });
    for (const [typed, guide] of [
      ['app password', 'app-password'],
      ['Lost  phone', 'lost-phone'],
      ['new phone', 'new-phone'],
      ['locked out', 'locked-out'],
      ['shared mailbox', 'shared-mailbox'],
      ['Set up 2FA!', 'set-up-mfa'],
    ] as const) {
      expect(placeOf(await ask(id, typed)).guide).toBe(guide);
    }
  });

  it('keeps one place for each keeper and one for each guide', async () => {
    const id = account({ local: 'office' });
    const sam = await pressAll(id, await as(id, 'Sam'), ['iPhone', 'Next']);
    const priya = await world
      .bot()
      .person(id)
      .press(await as(id, 'Priya'), 'Hardware token');
    await ask(id, 'lost phone');
    expect(placeOf(await as(id, 'sam'))).toEqual(placeOf(sam));
    expect(placeOf(await as(id, 'PRIYA'))).toEqual(placeOf(priya));
  });
}
