import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { parseOptions } from '../../demo/options.ts';
import { busyPort, portsFrom } from '../../demo/ports.ts';

describe('the ports of the demo', () => {
  test('follow from the first one', () => {
    expect(portsFrom(3978)).toEqual({ bot: 3978, tenant: 3979, windows: [3980, 3981, 3982] });
  });

  test('name the busy one in one sentence that says what to do', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const other = createServer();
    other.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const sentence = await busyPort({ ...portsFrom(port), bot: port });
    other.close();
    expect(sentence).toMatch(new RegExp(`^Port ${port}, .* is in use: stop .*--port \\d+\\.$`));
  });
});

describe('the command line of the demo', () => {
  test('has an answer to everything by itself', () => {
    expect(parseOptions([])).toMatchObject({ ok: true, options: { fresh: false, port: 3978 } });
  });

  test('takes another port and folder, and begins anew when told', () => {
    const options = { fresh: true, port: 5000, dataDir: 'elsewhere' };
    expect(parseOptions(['--fresh', '--port', '5000', '--data', 'elsewhere'])).toEqual({ ok: true, options });
  });

  test.each([[['--port', 'http']], [['--port', '65535']], [['--frehs']], [['now']]])('refuses %j', (args) => {
    expect(parseOptions(args)).toMatchObject({ ok: false, problem: expect.stringMatching(/\.$/) });
  });
});
