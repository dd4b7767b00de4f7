import { runToEnd } from '../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { ChannelToken } from '../support/cloud/identity.ts';
import type { Person } from '../support/cloud/person.ts';

const serviceUrl = 'https://smba.trafficmanager.net/uk/';

describe('who may speak to npm start', () => {
  let cloud: Cloud;
  let head: Person;

  beforeAll(async () => {
    cloud = await createCloud();
    head = cloud.person(cloud.graph.account('head@hillside.norfolk.sch.uk'));
    cloud.graph.rebuildReport();
    await cloud.start({ command: 'npm start', now: '2018-11-05T09:00:00Z' });
    await head.install();
  }, 180_000);

  afterAll(() => cloud?.close());

  const hello = () => head.activity('message', { text: 'help', textFormat: 'plain' });

  /** Posts and expects to be turned away without a word of what is inside. */
  async function expectRefused(activity: unknown, token: ChannelToken | string | null, statuses: number[]) {
    const before = cloud.connector.calls.length;
    const response = await cloud.post(activity, token);
    const text = await response.text();
    expect(statuses).toContain(response.status);
    expect(text).not.toMatch(/\bat .+:\d+|node_modules|jwt|signature|zod|validateAndFix/i);
    expect(text.length).toBeLessThan(300);
    expect(cloud.connector.calls).toHaveLength(before);
  }

  test('answers a signed message, with its own tokens for the connector and for Graph', async () => {
    await head.type('help');
    expect(head.says()).toMatch(/set up MFA/);
    expect(cloud.hosts.requests.map((one) => one.tenant)).toContain(cloud.identity.tenantId);
    expect(cloud.hosts.requests.every((one) => one.outcome === 'given')).toBe(true);
    expect(cloud.graph.calls.length).toBeGreaterThan(0);
    expect(await cloud.strays()).toEqual([]);
  });

  test('asks for few tokens: they are kept for their lifetime', async () => {
    const before = cloud.hosts.requests.length;
    for (let turn = 0; turn < 3; turn += 1) await head.type('help');
    expect(cloud.hosts.requests).toHaveLength(before);
  });

  test('turns away what is not signed', () => expectRefused(hello(), null, [401]));

  test.each<[string, ChannelToken | string]>([
    ['is meant for another bot', { serviceUrl, audience: '00000000-0000-0000-0000-000000000001' }],
    ['comes from another issuer', { serviceUrl, issuer: 'https://sts.example.org/' }],
    ['has expired', { serviceUrl, notBefore: -7200, expiresIn: -3600 }],
    ['is not valid yet', { serviceUrl, notBefore: 3600, expiresIn: 7200 }],
    ['is signed by a stranger under the published key id', { serviceUrl, key: 'stranger' }],
    ['is signed by a key that is no channel key', { serviceUrl, key: 'entra' }],
    ['is signed by a key that is not endorsed for Teams', { serviceUrl, key: 'unendorsed' }],
    ['names no service URL', { serviceUrl: null }],
    ['names another service URL', { serviceUrl: 'https://smba.trafficmanager.net/elsewhere/' }],
    ['is a word', 'word'],
    ['is three words', 'three.small.words'],
    [
      'claims to come from the emulator',
      {
        serviceUrl,
        key: 'entra',
        issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
        claims: { ver: '1.0', appid: 'another-app' },
      },
    ],
  ])('turns away a token that %s', (_what, token) => expectRefused(hello(), token, [401, 403]));

  test('turns away its own outgoing token, should someone send it back', async () => {
    const token = {
      key: 'entra' as const,
      issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
      audience: 'https://api.botframework.com',
      claims: { ver: '1.0', appid: cloud.identity.appId },
    };
    await expectRefused(hello(), token, [401, 403]);
  });

  test('turns away a token without a signature', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: 'https://api.botframework.com',
      aud: cloud.identity.appId,
      serviceurl: serviceUrl,
      exp: 4102444800,
    };
    await expectRefused(hello(), `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`, [401, 403]);
  });

  test('turns away people of another tenant, whichever field names it', async () => {
    const tenantId = '00000000-0000-0000-0000-00000000000f';
    const { conversation, channelData } = hello() as { conversation: object; channelData: object };
    const inConversation = { ...hello(), conversation: { ...conversation, tenantId } };
    const inChannelData = { ...hello(), channelData: { ...channelData, tenant: { id: tenantId } } };
    const nowhere = { ...hello(), conversation: { ...conversation, tenantId: undefined }, channelData: {} };
    for (const activity of [inConversation, inChannelData, nowhere]) {
      await expectRefused(activity, { serviceUrl }, [401, 403]);
    }
  });

  test('turns away a service URL that is not Microsoft’s, however well signed', async () => {
    const elsewhere = 'https://smba.example.org/uk/';
    await expectRefused({ ...hello(), serviceUrl: elsewhere }, { serviceUrl: elsewhere }, [400, 401, 403]);
    await expectRefused({ ...hello(), serviceUrl: undefined }, { serviceUrl }, [400, 401, 403]);
  });

  test('turns away other channels', () =>
    expectRefused({ ...hello(), channelId: 'directline' }, { serviceUrl }, [400, 401, 403]));

  test.each<[string, unknown]>([
    ['{}', {}],
    ['[]', []],
    ['null', 'null'],
    ['an empty body', ''],
    ['half a JSON', '{"type": "mess'],
    ['a number for a type', { type: 7 }],
    ['a message without a sender', { type: 'message', text: 'help', channelId: 'msteams', serviceUrl }],
    ['an invoke of nothing', { type: 'invoke', channelId: 'msteams', serviceUrl }],
    ['a megabyte', { type: 'message', text: 'x'.repeat(1_000_000) }],
  ])('answers %s with a plain refusal, not with a fault of its own', (_what, body) =>
    expectRefused(body, { serviceUrl }, [400, 401, 403, 413]),
  );

  test('is alive and answers after all of this', async () => {
    await head.type('help');
    expect(head.says()).toMatch(/set up MFA/);
    expect((await fetch(`${cloud.bot().url}/health/live`)).status).toBe(200);
  });

  test('says what Microsoft answered while Graph is down, and does not guess', async () => {
    cloud.graph.fault = () => ({ status: 503, headers: {}, body: '' });
    await head.type('status');
    expect(head.says()).toMatch(/did not answer/);
    cloud.graph.fault = () => undefined;
    await head.press(/try again|check again/i);
    expect(head.says()).not.toMatch(/did not answer/);
  });

  test('stops in order when asked, and starts again on the same data', async () => {
    await cloud.bot().stop();
    expect(cloud.bot().output()).not.toContain(cloud.identity.secret);
    await cloud.start({ now: '2018-11-05T10:00:00Z' });
    await head.type('help');
    expect(await cloud.bot().stop()).toBe(0);
    expect(cloud.bot().output()).toContain('stopping');
  }, 180_000);
});

describe('a start that must be refused', () => {
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await createCloud();
  });

  afterAll(() => cloud?.close());

  async function refusedStart(changes: Record<string, string>) {
    const { code, output } = await runToEnd({
      command: 'node bot/main.ts',
      environment: { ...cloud.environment(), ...changes },
    });
    expect(code).toBe(1);
    expect(output).not.toMatch(/\n\s+at .+:\d+/);
    return output;
  }

  test('names everything that is missing at once', async () => {
    const output = await refusedStart({
      MicrosoftAppId: '',
      MicrosoftAppPassword: '',
      MicrosoftAppTenantId: 'norfolk',
      SERVICE_DESK_GROUP_ID: '',
      TEAMS_REQUESTS_PER_SECOND: 'many',
    });
    for (const name of [
      'MicrosoftAppId',
      'MicrosoftAppPassword',
      'MicrosoftAppTenantId',
      'SERVICE_DESK_GROUP_ID',
    ]) {
      expect(output).toContain(name);
    }
    expect(output).toContain('TEAMS_REQUESTS_PER_SECOND');
  });

  test('says which plan file cannot be read', async () => {
    expect(await refusedStart({ ROLLOUT_PLAN: '/nowhere/plan.yaml' })).toContain('/nowhere/plan.yaml');
  });
});
