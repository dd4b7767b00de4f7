import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  type Reply,
  serviceDeskGroupId,
  startTestBot,
  type TestBot,
  textOf,
  titlesOf,
} from '../support/bot.ts';
import type { FakeResource } from '../support/fake-graph-tenant.ts';

/** What each tier lets the bot ask, as services/graph/permissions.ts has it. */
const allowed: Record<0 | 1 | 2, FakeResource[]> = {
  0: [],
  1: ['users', 'user', 'report', 'sign-ins', 'check-groups', 'members'],
  2: ['users', 'user', 'report', 'sign-ins', 'check-groups', 'members', 'methods', 'requirements', 'batch'],
};
const everything = allowed[2];
const refused = { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } as const;

const head = 'head-1';
const desk = 'desk-1';
const deskCommands = ['notice', 'progress', 'tickets', 'unanswered', 'answers'];

/** Words that tell of a breakdown where nothing broke. */
const alarm =
  /something went wrong|this reference|try again in a (minute|few)|did not answer|undefined|Authorization_|403/i;

describe.each([0, 1, 2] as const)('with the permissions of tier %i', (tier) => {
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-09T16:00:00Z');
    world.graph.people.push(
      { id: head, upn: 'head@ash.norfolk.sch.uk', methods: ['password'], report: {} },
      { id: desk, upn: 'desk@norfolk.gov.uk', methods: ['password'] },
    );
    world.graph.groups.set(serviceDeskGroupId, [desk]);
    const refuse = (resource: FakeResource) => world.graph.fail(resource, refused, Infinity);
    const lacking = everything.filter((resource) => !allowed[tier].includes(resource));
    for (const resource of lacking) if (resource !== 'user') refuse(resource);
    // Who they are is known from before, be it from Graph or, at tier 0, from Teams.
    for (const id of [head, desk]) await world.person(id).send({ type: 'installationUpdate', action: 'add' });
    await eventually(() => (chat(head).length > 0 && chat(desk).length > 0 ? true : undefined));
    if (lacking.includes('user')) refuse('user');
  });
  afterAll(() => world.stop());

  const chat = (id: string) => world.connector.messages.get(`chat-${id}`) ?? [];
  const ask = async (id: string, text: string): Promise<Reply> => {
    const replies = await world.person(id).type(text);
    expect(replies).toHaveLength(1);
    return replies[0] ?? { text: '' };
  };

  it.each([
    'help',
    'dates',
    'status',
    'talk to a person',
    'when is my turn?',
    'what is an app password?',
    'lost phone',
  ])('"%s" is answered without alarm', async (text) => {
    const reply = await ask(head, text);
    expect(reply.text.length).toBeGreaterThan(20);
    expect(reply.text).not.toMatch(alarm);
  });

  it('dates are their own, and the status says no more than may be known', async () => {
    expect((await ask(head, 'dates')).text).toContain('Monday 19 November 2018');
    const status = (await ask(head, 'status')).text;
    if (tier === 2) expect(status).toMatch(/MFA is not set up yet.*Microsoft said this at 16:00 today/);
    else expect(status).not.toMatch(/Microsoft said this|Not switched on for this account/);
  });

  it('a guide goes to its end, whoever may look', async () => {
    let card = await world.person(head).press(await ask(head, 'set up MFA'), 'Only I use this mailbox');
    card = await world.person(head).press(card, 'Hardware token');
    while (!titlesOf(card).includes('Check now') && titlesOf(card).includes('Next')) {
      card = await world.person(head).press(card, 'Next');
    }
    const checked = await world.person(head).press(card, 'Check now');
    expect(checked.text).not.toMatch(alarm);
    if (tier === 2) {
      expect(checked.text).toContain('Not yet');
    } else {
      expect(checked.text).toContain('Please look yourself');
      const done = await world.person(head).press(checked, 'Yes, it is there');
      expect(done.text).toContain('I could not check it with Microsoft');
    }
  });

  it.each(deskCommands)(
    'the service desk’s "%s" works, or says which permission is missing',
    async (text) => {
      const reply = await ask(desk, text);
      expect(reply.text).not.toMatch(alarm);
      if (tier === 0) {
        expect(reply.text).toContain('I may not look up that group');
        expect(reply.text).toContain('GroupMember.Read.All');
        expect(reply.text).not.toContain('This account is not');
      } else expect(reply.text).not.toMatch(/may not look up|Only for the service desk/);
    },
  );

  it('nobody gets the service desk’s powers for want of a permission', async () => {
    for (const text of deskCommands) {
      expect((await ask(head, text)).text).toMatch(/Only for the service desk|may not look up that group/);
    }
  });

  it('reminders go out on what may be known, and are held on nothing', async () => {
    const before = chat(head).length;
    world.clock.set('2018-11-12T08:30:00Z');
    await world.bot.tick();
    if (tier === 0) {
      await eventually(async () => ((await world.metric('deliveries_waiting')) > 0 ? true : undefined));
      expect(await world.metric('deliveries_total{kind="reminder",outcome="sent"}')).toBe(0);
      expect(chat(head)).toHaveLength(before);
    } else {
      const text = await eventually(() =>
        chat(head).length > before ? textOf(chat(head).at(-1)) : undefined,
      );
      expect(text).toContain('19 November');
      expect(text).not.toMatch(alarm);
      if (tier === 1) {
        expect(text).toContain('report');
        expect((await ask(head, 'status')).text).toMatch(/report/);
      }
    }
  });

  it('counts no turn as failed', async () => {
    const text = await (await fetch(`${world.url}/metrics`)).text();
    expect(text.split('\n').filter((line) => /^turns_total.*outcome="failed"/.test(line))).toEqual([]);
  });
});
