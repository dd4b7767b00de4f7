import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Cloud, createCloud } from './cloud.ts';

/** What a process under the preloads sees: the real host names by two different clients, a foreign host, and the clock. */
const script = `
  import https from 'node:https';
  const metadata = await (await fetch('https://login.botframework.com/v1/.well-known/openidconfiguration')).json();
  const keys = await new Promise((resolve, reject) => https.get(metadata.jwks_uri, async (response) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    resolve(JSON.parse(text).keys);
  }).on('error', reject));
  const foreign = await fetch('https://example.org/').then(() => 'reached', (error) => error.cause.code);
  class Later extends Date {}
  console.log(JSON.stringify({
    keys: keys.length,
    foreign,
    now: new Date().toISOString(),
    ahead: Date.now() - new Date().getTime(),
    fixed: new Date(0).toISOString(),
    isDate: new Date() instanceof Date && new Later() instanceof Later,
    text: Date().slice(11, 15),
  }));
`;

describe('a process under the preloads of the simulated cloud', () => {
  let cloud: Cloud;
  let seen: Record<string, unknown>;

  beforeAll(async () => {
    cloud = await createCloud();
    const offsetMs = Date.parse('2018-11-12T08:29:30Z') - Date.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        env: { ...cloud.environment(), CLOCK_FILE: '', CLOCK_OFFSET_MS: String(offsetMs) },
      },
    );
    seen = JSON.parse(stdout);
  });

  afterAll(() => cloud?.close());

  test('reaches the real host names over TLS, by fetch and by https alike', () => {
    expect(seen.keys).toBe(2);
  });

  test('reaches nothing else, and the attempt is written down', async () => {
    expect(seen.foreign).toBe('ECONNREFUSED');
    expect(await cloud.strays()).toEqual(['example.org:443']);
  });

  test('lives in November 2018, with dates that are still dates', () => {
    expect(seen.now).toMatch(/^2018-11-12T08:(29|30)/);
    expect(seen).toMatchObject({ ahead: 0, fixed: '1970-01-01T00:00:00.000Z', isDate: true, text: '2018' });
  });
});
