import { eventually, startTestBot, type TestBot, textOf } from '../support/bot.ts';
import { norfolkPlan } from '../support/norfolk-plan.ts';

describe('reminders that arrive by themselves', () => {
  let world: TestBot;
  const chat = (id: string) => world.connector.messages.get(`chat-${id}`) ?? [];
  beforeAll(async () => {
    // Cards for heads would carry their reminders (tests/bot/schools.test.ts).
    world = await startTestBot('2018-11-09T16:00:00Z', { plan: { ...norfolkPlan(), heads: undefined } });
    for (const [id, upn] of [
      ['ready-by-phone', 'head@ash.norfolk.sch.uk'],
      ['not-ready', 'head@elm.norfolk.sch.uk'],
      ['other-cohort', 'office@ash.norfolk.sch.uk'],
      ['without-app', 'head@fir.norfolk.sch.uk'],
    ] as const) {
      world.graph.people.push({ id, upn, methods: ['password'], state: 'disabled', report: {} });
    }
    for (const id of ['ready-by-phone', 'not-ready', 'other-cohort']) {
      await world.person(id).send({ type: 'installationUpdate', action: 'add' });
      await eventually(() => (chat(id).length === 1 ? true : undefined));
    }
  });
  afterAll(() => world.stop());

  const ended = (outcome: string) => world.metric(`deliveries_total{kind="reminder",outcome="${outcome}"}`);

  it('reach on their day, once, those who are not ready, and nobody else', async () => {
    // The report still says that this one is not registered; Graph itself knows better.
    for (const person of world.graph.people) {
      if (person.id === 'ready-by-phone') person.methods = ['password', 'phone'];
    }
    world.clock.set('2018-11-12T08:30:00Z');
    await world.bot.tick();
    await world.bot.tick();
    await eventually(async () =>
      (await ended('sent')) === 1 && (await ended('skipped')) >= 1 ? true : undefined,
    );
    const text = textOf(chat('not-ready').at(-1));
    expect(text).toContain('Monday 19 November 2018');
    expect(text).toContain('08:30 today');
    expect(chat('not-ready')).toHaveLength(2);
    expect(chat('ready-by-phone')).toHaveLength(1);
    expect(chat('other-cohort')).toHaveLength(1);
  });

  it('speak of what Graph says on the day, not of what was planned', async () => {
    for (const person of world.graph.people) if (person.id === 'not-ready') person.state = 'enabled';
    world.clock.set('2018-11-19T08:30:00Z');
    await world.bot.tick();
    const text = await eventually(() =>
      chat('not-ready').length > 2 ? textOf(chat('not-ready').at(-1)) : undefined,
    );
    expect(text).toMatch(/does not open|stopped|will not open|cannot open/i);
    expect(chat('ready-by-phone')).toHaveLength(1);
  });
});
