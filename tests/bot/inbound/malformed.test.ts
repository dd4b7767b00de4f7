import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { startTestBot, type TestBot } from '../../support/bot.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const head = { id: 'id-head', upn: 'head@hillside.norfolk.sch.uk', methods: ['password'] };

/** Real activities of Teams, as this bot gets them. */
function activities(serviceUrl: string): Record<string, unknown>[] {
  const common = {
    id: '1541000000001',
    timestamp: '2018-11-05T09:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:head', name: 'Head', aadObjectId: head.id },
    recipient: { id: '28:bot', name: 'MFA helper' },
    conversation: { id: 'a:head', conversationType: 'personal', tenantId: 'tenant' },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web' }],
    channelData: { tenant: { id: 'tenant' } },
    locale: 'en-GB',
  };
  const press = (verb: string, data: object) => ({
    ...common,
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '1541000000000',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  });
  return [
    { ...common, type: 'message', text: '<at>MFA helper</at> when is my turn?', textFormat: 'plain' },
    { ...common, type: 'message', value: { action: 'status.show' }, replyToId: '1541000000000' },
    press('guide.step', { walk: 'w', version: 1, move: 'next' }),
    press('ticket.open', { guide: 'set-up-mfa', words: 'I cannot' }),
    {
      ...common,
      type: 'invoke',
      name: 'message/submitAction',
      replyToId: '1',
      value: {
        actionName: 'feedback',
        actionValue: { reaction: 'like', feedback: '{"feedbackText":"good"}' },
      },
    },
    { ...common, type: 'installationUpdate', action: 'add' },
    { ...common, type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }], membersRemoved: [] },
    { ...common, type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
  ];
}

/** Values that stand where they should not. */
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    '',
    ' ',
    '\0',
    '\ud800',
    '../..',
    "'; drop table people; --",
    [],
    {},
    [[]],
    [null],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer({ min: 1, max: 5000 }).map((length) => 'x'.repeat(length)),
  fc
    .integer({ min: 2, max: 2000 })
    .map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown),
);

/** Every place in an activity, as the keys that lead to it. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function withChange(value: unknown, [key, ...rest]: string[], change: unknown): unknown {
  if (key === undefined) return change;
  if (typeof value !== 'object' || value === null) return value;
  // A list is changed by its indexes as an object is by its keys.
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const changed = withChange(copy[key], rest, change);
  if (changed === gone) delete copy[key];
  else copy[key] = changed;
  return copy;
}

const gone = Symbol('gone');

/** Real activities with two to five places changed or taken away, and now and then torn or joined as text. */
function bodies(serviceUrl: string): fc.Arbitrary<string> {
  const changed = fc.constantFrom(...activities(serviceUrl)).chain((activity) =>
    fc
      .array(fc.tuple(fc.constantFrom(...places(activity)), fc.oneof(strange, fc.constant<unknown>(gone))), {
        minLength: 2,
        maxLength: 5,
      })
      .map((changes) => changes.reduce<unknown>((one, [path, to]) => withChange(one, path, to), activity)),
  );
  const text = changed.map((one) => JSON.stringify(one));
  return fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat(2000)).map(([one, at]) => one.slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, fc.nat(500), fc.string())
        .map(([one, at, more]) => one.slice(0, at) + more + one.slice(at)),
    },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
  );
}

const count = 10_000;
const atOnce = 20;

describe('malformed bodies', () => {
  let test: TestBot;

  beforeAll(async () => {
    // One person sends them all: a hundred turns and more are taken, the limit of a person takes the rest.
    test = await startTestBot('2018-11-05T09:00:00Z', { trustedProxies: 1, turnsPerPerson: 100 });
    test.graph.people = [head, { ...head, id: 'id-office', upn: 'office@hillside.norfolk.sch.uk' }];
  }, 180_000);
  afterAll(() => test?.stop());

  it('neither break the bot nor fill its memory, 10,000 of them', async () => {
    const sent = fc.sample(bodies(test.connector.url), { numRuns: count, seed: 5 });
    const statuses = new Map<number, number>();
    const faults: string[] = [];
    let next = 0;

    async function sendMany(until: number): Promise<void> {
      while (next < until) {
        const nth = next;
        next += 1;
        const body = sent[nth] ?? '';
        const response = await fetch(`${test.url}/api/messages`, {
          method: 'POST',
          // An address each, or the limit of callers would take all but the first of them off the test's hands.
          headers: {
            'content-type': 'application/json',
            'x-forwarded-for': `10.${nth >> 16}.${(nth >> 8) & 255}.${nth & 255}`,
          },
          body,
        });
        const text = await response.text();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const tells = /\bat .+:\d+:\d+|node_modules|ZodError|Cannot read prop/.test(text);
        if (response.status >= 500 || tells)
          faults.push(`${response.status} ${text.slice(0, 200)} to ${body.slice(0, 400)}`);
      }
    }
    const sendLot = (until: number) => Promise.all(Array.from({ length: atOnce }, () => sendMany(until)));
    const heapMb = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };

    await sendLot(count / 4);
    const early = heapMb();
    await sendLot(count);
    const late = heapMb();

    expect(faults.slice(0, 3)).toEqual([]);
    expect([...statuses.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
    // Both kinds were there: what is turned away, and what gets through to the conversations.
    expect(statuses.get(400)).toBeGreaterThan(count / 5);
    expect(statuses.get(200)).toBeGreaterThan(count / 50);
    expect(late - early).toBeLessThan(30);
    const [reply] = await test.person('id-office').type('help');
    expect(reply?.card).toBeDefined();
  }, 240_000);
});
