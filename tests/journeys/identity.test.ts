import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { runToEnd } from '../support/cloud/bot-process.ts';
import { type Cloud, createCloud } from '../support/cloud/cloud.ts';
import type { CloudRequest } from '../support/cloud/http.ts';
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
    await cloud.start({ command: 'npm start', now: '2018-11-06T09:00:00Z' });
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

  /** A token of our own making, for what no signing library makes. */
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({
    iss: 'https://api.botframework.com',
    aud: cloud.identity.appId,
    serviceurl: serviceUrl,
    nbf: Math.floor(cloud.now() / 1000) - 300,
    exp: Math.floor(cloud.now() / 1000) + 3600,
  });
  const hmac = async (header: object) => {
    const jwk = await (await cloud.hosts.botFramework(request('/v1/.well-known/keys')))?.body;
    const [published] = (JSON.parse(jwk ?? '') as { keys: JsonWebKey[] }).keys;
    const pem = createPublicKey({ key: published ?? {}, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const signed = `${part({ typ: 'JWT', kid: 'channel-key-1', ...header })}.${part(claims())}`;
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  };
  const request = (path: string): CloudRequest => {
    const host = 'login.botframework.com';
    return { host, method: 'GET', url: new URL(path, `https://${host}`), headers: {}, body: '' };
  };
  const entra = (issuer: string, more: Record<string, unknown>): ChannelToken => ({
    serviceUrl,
    key: 'entra',
    issuer,
    claims: { ver: '1.0', ...more },
  });
  const emulatorIssuer = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';

  /** What can be wrong with the token of an activity that is good by itself. */
  const forgedTokens: [string, () => ChannelToken | string | null | Promise<string>][] = [
    ['is missing', () => null],
    ['is empty', () => ''],
    ['is a word', () => 'word'],
    ['is three words', () => 'three.small.words'],
    ['is two tokens', () => 'one two'],
    ['has no signature, alg none', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`],
    [
      'has no signature, alg RS256',
      () => `${part({ alg: 'RS256', kid: 'channel-key-1' })}.${part(claims())}.`,
    ],
    ['is signed by HS256 with the public key', () => hmac({ alg: 'HS256' })],
    ['is signed by HS256 and says RS256', () => hmac({ alg: 'RS256' })],
    ['names a key that nobody published', () => hmac({ alg: 'RS256', kid: '../../keys' })],
    ['is signed by a stranger under the published key id', () => ({ serviceUrl, key: 'stranger' })],
    ['is signed by a key that is no channel key', () => ({ serviceUrl, key: 'entra' })],
    ['is signed by a key that is not endorsed for Teams', () => ({ serviceUrl, key: 'unendorsed' })],
    ['comes from another issuer', () => ({ serviceUrl, issuer: 'https://sts.example.org/' })],
    ['comes from no issuer', () => ({ serviceUrl, claims: { iss: undefined } })],
    ['is meant for another bot', () => ({ serviceUrl, audience: '00000000-0000-0000-0000-000000000001' })],
    ['is meant for nobody', () => ({ serviceUrl, claims: { aud: undefined } })],
    ['has expired', () => ({ serviceUrl, notBefore: -7200, expiresIn: -3600 })],
    ['is not valid yet', () => ({ serviceUrl, notBefore: 3600, expiresIn: 7200 })],
    ['names no service URL', () => ({ serviceUrl: null })],
    ['names another service URL', () => ({ serviceUrl: 'https://smba.trafficmanager.net/elsewhere/' })],
    ['claims to come from the emulator', () => entra(emulatorIssuer, { appid: 'another-app' })],
    ['is the emulator’s for this bot', () => entra(emulatorIssuer, { appid: cloud.identity.appId })],
    [
      'is the bot’s own outgoing token, sent back',
      () => ({
        ...entra(emulatorIssuer, { appid: cloud.identity.appId }),
        audience: 'https://api.botframework.com',
      }),
    ],
    [
      'is another bot’s, as for a skill',
      () =>
        entra(`https://login.microsoftonline.com/${cloud.identity.tenantId}/v2.0`, { ver: '2.0', azp: 'b' }),
    ],
  ];

  test.each(forgedTokens)('turns away a token that %s', async (_what, token) => {
    await expectRefused(hello(), await token(), [401, 403]);
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Digest x', 'Negotiate x', 'bearer a b'])(
    'turns away the header "%s"',
    async (authorization) => {
      const response = await fetch(`${cloud.bot().url}/api/messages`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(hello()),
      });
      expect(response.status).toBe(401);
    },
  );

  const foreign = '00000000-0000-0000-0000-00000000000f';

  /** What a rightly signed token does not make good. */
  const misdirected: [string, (good: Record<string, object>) => object][] = [
    [
      'a tenant that only the conversation names',
      ({ conversation }) => ({ conversation: { ...conversation, tenantId: foreign } }),
    ],
    ['a tenant that only the channel’s data name', () => ({ channelData: { tenant: { id: foreign } } })],
    [
      'no tenant at all',
      ({ conversation }) => ({ conversation: { ...conversation, tenantId: undefined }, channelData: {} }),
    ],
    ['the channel directline', () => ({ channelId: 'directline' })],
    ['the channel emulator', () => ({ channelId: 'emulator' })],
    ['the channel webchat', () => ({ channelId: 'webchat' })],
    ['the channel MSTEAMS', () => ({ channelId: 'MSTEAMS' })],
    ['an App Service Extension', () => ({ channelId: 'ase' })],
  ];

  test.each(misdirected)('turns away %s, however well signed', (_what, change) =>
    expectRefused({ ...hello(), ...change(hello() as Record<string, object>) }, { serviceUrl }, [401, 403]),
  );

  test.each([
    'https://smba.example.org/uk/',
    'https://smba.trafficmanager.net.example.org/uk/',
    'https://smba.trafficmanager.net@example.org/uk/',
    'https://smba.trafficmanager.net:8443/uk/',
    'http://smba.trafficmanager.net/uk/',
    'http://127.0.0.1:9/uk/',
    'http://169.254.169.254/metadata/identity/oauth2/token',
  ])('turns away the service URL %s, though the token names it too', (elsewhere) =>
    expectRefused({ ...hello(), serviceUrl: elsewhere }, { serviceUrl: elsewhere }, [403]),
  );

  test('answers a good one after all of these, and has written down why, without who', async () => {
    const turns = async () => {
      const text = await (await fetch(`${cloud.bot().url}/metrics`)).text();
      return [...text.matchAll(/^turns_total\{.*\} (\d+)$/gm)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
    };
    const before = await turns();
    await head.type('help');
    expect(head.says()).toMatch(/set up MFA/);
    // None of all these requests was a turn.
    expect(await turns()).toBe(before + 1);
    expect(before).toBeLessThan(10);
    const refusals = cloud
      .bot()
      .output()
      .split('\n')
      .filter((line) => line.includes('a message was refused'));
    for (const why of ['token', 'channel', 'tenant', 'service-url']) {
      expect(refusals.some((line) => line.includes(`"why":"${why}"`))).toBe(true);
    }
    for (const marker of [head.accountId, head.upn, head.chat.id, foreign]) {
      expect(refusals.join()).not.toContain(marker);
    }
  });

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
    await cloud.start({ now: '2018-11-06T10:00:00Z' });
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
