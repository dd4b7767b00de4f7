import { eventually, type Reply, titlesOf } from '../../support/bot.ts';
import type { GuideWorld } from '../../support/guide-walk.ts';

const busy = { kind: 'status', status: 429, headers: { 'retry-after': '30' } } as const;
const down = { kind: 'status', status: 503, headers: { 'retry-after': '30' } } as const;

/** The end of "set up MFA": what the card says is what Graph says, however long that takes. */
export function checksAgreeWithGraph(world: GuideWorld): void {
  const { account, ask, pressAll, register, edits, chat } = world;
  const press = (id: string, card: Reply, title: string) => world.bot().person(id).press(card, title);
  const toTheCheck = async (id: string): Promise<Reply> =>
    pressAll(id, await ask(id, 'set up MFA'), ['Hardware token', 'Next', 'Next']);
  const ended = (outcome: string) =>
    world.bot().metric(`deliveries_total{kind="guide-check",outcome="${outcome}"}`);
  const editSaying = (id: string, words: string) =>
    eventually(() => edits(id).findLast(({ text }) => text.includes(words)));

  it('say "not yet" for nothing, and for what is no second step, and can be pressed again', async () => {
    const id = account({ local: 'teacher' });
    let card = await press(id, await toTheCheck(id), 'Check now');
    for (const methods of [[], ['email', 'temporaryAccessPass'], ['madeUpTomorrow']]) {
      register(id, methods);
      card = await press(id, card, 'Check again');
      expect(card.text).toContain('Not yet');
      expect(card.text).toContain('09:00 today');
      expect(titlesOf(card)).toEqual(['Open security info', 'Check again', 'Back', "I'm stuck", 'Not now']);
    }
    register(id, ['hardwareOath']);
    expect((await press(id, card, 'Check again')).text).toContain('Done. MFA is set up');
  });

  it.each([
    ['microsoftAuthenticator', 'Microsoft Authenticator'],
    ['phone', 'a phone number'],
    ['softwareOath', 'an authenticator app that shows codes'],
    ['hardwareOath', 'a hardware token'],
    ['fido2', 'a passkey or security key'],
    ['windowsHelloForBusiness', 'Windows Hello'],
    ['platformCredential', 'a sign-in key on a Mac'],
    ['external', 'a sign-in method from another provider'],
  ])('name %s as "%s"', async (method, words) => {
    const id = account({ local: 'teacher' });
    const card = await toTheCheck(id);
    register(id, [method]);
    const done = await press(id, card, 'Check now');
    expect(done.text).toContain(`Microsoft knows  ${words}  for this account`);
    expect(done.text).toContain('Add a second one');
  });

  it('say within two seconds that they still ask, then edit that very message: five at once, and where Teams takes it late', async () => {
    const ids = [1, 2, 3, 4, 5].map(() => account({ local: 'teacher' }));
    const cards = await Promise.all(ids.map(toTheCheck));
    for (const id of ids) register(id, ['hardwareOath']);
    world.bot().graph.fail('methods', { kind: 'hang' }, ids.length);
    // Teams does not take the first one's answer at first: it is carried again, though the walk has ended by then.
    let refused = 0;
    world.bot().connector.trouble = ({ method, conversationId, body }) => {
      const isAnswer = method === 'PUT' && conversationId === `chat-${ids[0]}`;
      if (refused > 0 || !isAnswer || !JSON.stringify(body).includes('Done. MFA')) return undefined;
      refused += 1;
      return { kind: 'status', status: 502 };
    };
    const sent = await ended('sent');
    const before = ids.map((id) => chat(id).length);
    const startedAt = performance.now();
    const asked = await Promise.all(ids.map((id, n) => press(id, cards[n] ?? { text: '' }, 'Check now')));
    // Two seconds for Graph; the rest is this machine, which may have others to serve.
    expect(performance.now() - startedAt).toBeLessThan(4_500);
    for (const card of asked) expect(card.text).toContain('I am still asking Microsoft');
    for (const [n, id] of ids.entries()) {
      const edit = await editSaying(id, 'Done. MFA is set up');
      expect(edit.activityId).toBe(cards[n]?.id);
      expect(edit.text).toContain('a hardware token');
      expect(edit.text).toContain('mfa.example.test/help');
    }
    expect(ids.map((id) => chat(id).length)).toEqual(before);
    await eventually(async () => ((await ended('sent')) === sent + ids.length ? true : undefined));
    expect(refused).toBe(1);
    expect(edits(ids[0] ?? '').filter(({ text }) => text.includes('Done. MFA'))).toHaveLength(2);
  });

  it('go on asking a busy Microsoft; who went back meanwhile keeps their card', async () => {
    const [waits, left] = [account({ local: 'teacher' }), account({ local: 'teacher' })];
    const [one, other] = await Promise.all([toTheCheck(waits), toTheCheck(left)]);
    const skipped = await ended('skipped');
    world.bot().graph.fail('methods', busy, Infinity);
    for (const id of [waits, left]) register(id, ['fido2']);
    expect((await press(waits, one, 'Check now')).text).toContain('I am still asking Microsoft');
    const back = await press(left, await press(left, other, 'Check now'), 'Back');
    expect(back.text).toContain('Name it and type its code');
    world.bot().graph.recover('methods');
    const edit = await editSaying(waits, 'Done. MFA is set up');
    expect(edit.activityId).toBe(one.id);
    await eventually(async () => ((await ended('skipped')) > skipped ? true : undefined));
    expect(edits(left).at(-1)?.text).toContain('Name it and type its code');
  });

  it('say at once that Microsoft is down, keep the place, and work later', async () => {
    const id = account({ local: 'teacher' });
    const card = await toTheCheck(id);
    register(id, ['phone']);
    world.bot().graph.fail('methods', down, Infinity);
    const silent = await press(id, card, 'Check now');
    expect(silent.text).toContain('Microsoft did not answer');
    expect(silent.text).not.toMatch(/Not yet|Done\. MFA|still asking/);
    const later = await press(id, silent, 'Not now');
    world.bot().graph.recover('methods');
    world.bot().clock.set('2018-11-06T10:00:00Z');
    const again = await press(id, later, 'Continue');
    expect(again.text).toContain('Check that it worked');
    expect((await press(id, again, 'Check now')).text).toContain('Done. MFA is set up');
  });

  it('press twice at once: both cards say the same', async () => {
    const id = account({ local: 'teacher' });
    const card = await toTheCheck(id);
    register(id, ['phone']);
    const both = await Promise.all([press(id, card, 'Check now'), press(id, card, 'Check now')]);
    for (const reply of both) expect(reply.text).toContain('Done. MFA is set up');
  });

  it('add a second way after a yes', async () => {
    const id = account({ local: 'teacher' });
    const card = await toTheCheck(id);
    register(id, ['phone']);
    const more = await pressAll(id, card, ['Check now', 'Add another']);
    expect(more.text).toContain('You already have a second step');
    expect(titlesOf(more)).toContain('Add another way');
  });
}
