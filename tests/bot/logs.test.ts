import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLog } from '../../services/telemetry/log.ts';
import { eventually, startTestBot, type TestBot } from '../support/bot.ts';

/** What nobody may find in a log, each in its own kind of field. */
const markers = {
  upn: 'head@planted-school.norfolk.sch.uk',
  name: 'Plantagenet Quince',
  id: 'deadbeef-1111-4222-8333-444444444444',
  secret: 'pLanted~secret.value',
  text: 'my dog is called Bartholomew',
};

describe('the log, when things go wrong', () => {
  const lines: string[] = [];
  let world: TestBot;
  beforeAll(async () => {
    world = await startTestBot('2018-11-05T09:00:00Z', {
      log: createLog('trace', { write: (line) => lines.push(line) }),
    });
    world.graph.people.push({
      id: markers.id,
      upn: markers.upn,
      name: markers.name,
      methods: ['password'],
      report: {},
    });
  });
  afterAll(() => world.stop());

  const chat = () => world.connector.messages.get(`chat-${markers.id}`) ?? [];
  /** A body as servers write them: it quotes whom and what it was about. */
  const telling = JSON.stringify({
    error: {
      code: 'Forbidden',
      message: `${markers.name} (${markers.upn}, ${markers.id}) said "${markers.text}" with Bearer ${markers.secret}`,
    },
  });
  const trouble = (status: number) =>
    ({ kind: 'status', status, body: telling, headers: { 'content-type': 'application/json' } }) as const;
  const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const linesSaying = (words: string) => parsed().filter(({ msg }) => msg === words);

  it('has a line with a reference, and the person has the same, for a turn that fails', async () => {
    let refused = 0;
    // The answer is refused, the sentence with the reference is not.
    world.connector.trouble = () => {
      refused += 1;
      return refused === 1 ? trouble(400) : undefined;
    };
    const [reply] = await world.person(markers.id).type(markers.text);
    world.connector.trouble = () => undefined;
    const [line] = linesSaying('a turn failed');
    expect(line).toMatchObject({
      level: 'error',
      route: expect.any(String),
      reference: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(reply?.text).toContain(String(line?.reference));
    expect(await world.metric(`turns_total{route="${String(line?.route)}",outcome="failed"}`)).toBe(1);
  });

  it('and for a press that fails, the person sees the reference under the card', async () => {
    const before = linesSaying('a turn failed').length;
    const [card] = await world.person(markers.id).type('help');
    const press = { type: 'invoke', name: 'adaptiveCard/action', replyToId: card?.id };
    world.connector.trouble = () => trouble(400);
    const { status, body } = await world.person(markers.id).send({
      ...press,
      // Its answer is a new message, which the connector refuses.
      value: { action: { type: 'Action.Execute', verb: 'status.show', data: {} } },
    });
    world.connector.trouble = () => undefined;
    const line = linesSaying('a turn failed')[before];
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain(String(line?.reference));
  });

  it('has a line for a delivery that fails', async () => {
    world.connector.trouble = () => trouble(400);
    await world.person(markers.id).send({ type: 'installationUpdate', action: 'add' });
    const line = await eventually(() => linesSaying('A delivery failed')[0]);
    world.connector.trouble = () => undefined;
    expect(line).toMatchObject({
      level: 'warn',
      kind: 'installation',
      fault: { code: 'bad-request', status: 400 },
    });
  });

  it('has a line for a call to Graph that fails, in whatever way', async () => {
    for (const fault of [
      { kind: 'status', status: 403, body: telling },
      { kind: 'status', status: 400, body: telling },
      { kind: 'reply', body: { value: markers.text, userPrincipalName: markers.upn } },
      { kind: 'garbage' },
      { kind: 'reset' },
    ] as const) {
      world.graph.fail('user', fault, Infinity);
      world.graph.fail('methods', fault, Infinity);
      world.graph.fail('requirements', fault, Infinity);
      world.graph.fail('check-groups', fault, Infinity);
      await world.person(markers.id).type('status');
      await world.person(markers.id).type('notice');
      for (const resource of ['user', 'methods', 'requirements', 'check-groups'] as const)
        world.graph.recover(resource);
    }
    expect(linesSaying('graph call failed').length).toBeGreaterThan(10);
  });

  it('has a line for a press with faulty data and for a body that is no activity', async () => {
    await world.person(markers.id).send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: {
        action: { type: 'Action.Execute', verb: 'guide.next', data: { [markers.upn]: markers.secret } },
      },
    });
    await fetch(`${world.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${markers.secret}` },
      body: JSON.stringify({ type: 'message', text: markers.text, from: markers.upn }),
    });
    expect(linesSaying('a body was not an activity')).toHaveLength(1);
  });

  it('names in none of them a person, an address, a chat, a secret or what was typed', () => {
    expect(chat().length).toBeGreaterThan(0);
    expect(lines.length).toBeGreaterThan(20);
    const all = lines.join('\n');
    for (const [kind, marker] of Object.entries(markers))
      expect([kind, all.includes(marker)]).toEqual([kind, false]);
    // Parts of them tell as much.
    expect(all).not.toMatch(/planted|plantagenet|quince|bartholomew|deadbeef|chat-/i);
  });
});
