import { startTestBot, type TestBot } from '../../support/bot.ts';

describe('one person’s flood', () => {
  let test: TestBot;
  const head = { id: 'id-head', upn: 'head@hillside.norfolk.sch.uk', methods: ['password'] };
  const office = { id: 'id-office', upn: 'office@hillside.norfolk.sch.uk', methods: ['password'] };

  beforeAll(async () => {
    test = await startTestBot('2018-11-05T09:00:00Z', { turnsPerPerson: 20 });
    test.graph.people = [head, office];
  }, 180_000);
  afterAll(() => test?.stop());

  it('is told of once, and others are answered meanwhile', async () => {
    const flooding = test.person(head.id);
    const sentences: string[] = [];
    for (let turn = 0; turn < 80; turn += 1) {
      for (const reply of await flooding.type('dates')) if (!reply.card) sentences.push(reply.text);
    }
    expect(sentences).toEqual([expect.stringMatching(/Please wait two minutes/)]);
    expect(await test.metric('turns_total{route="limited",outcome="refused"}')).toBeGreaterThan(40);

    const replies = await test.person(office.id).type('dates');
    expect(replies).toHaveLength(1);
    expect(replies[0]?.card).toBeDefined();
  });

  it('cannot press either, without an error of the server', async () => {
    const { status, body } = await test.person(head.id).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'dates.show', data: {} } },
    });
    expect(status).toBe(429);
    expect(body).toBeUndefined();
  });

  it('does not keep Teams from telling that the app was removed', async () => {
    const limited = 'turns_total{route="limited",outcome="refused"}';
    const before = { limited: await test.metric(limited), run: await test.metric(run) };
    await test.person(head.id).send({ type: 'installationUpdate', action: 'remove' });
    expect(await test.metric(run)).toBe(before.run + 1);
    expect(await test.metric(limited)).toBe(before.limited);
  });
});

const run = 'turns_total{route="none",outcome="ok"}';
