import { expect, test } from '@jest/globals';
import { createLog } from '../../../services/telemetry/log.ts';
import { createMetrics } from '../../../services/telemetry/metrics.ts';

test('what must not be logged is removed, and an error keeps its cause but not its request', () => {
  const written: string[] = [];
  const log = createLog('info');
  // pino writes through the stream that it keeps under this symbol.
  const stream = Object.getOwnPropertySymbols(log).find((symbol) => symbol.description === 'pino.stream');
  if (!stream) throw new Error('pino keeps its stream elsewhere now');
  Object.assign(log, { [stream]: { write: (line: string) => written.push(line) } });

  const cause = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const error = Object.assign(new Error('send failed', { cause }), {
    request: { headers: { authorization: 'secret-1' } },
  });
  log.info(
    { err: error, token: 'secret-2', request: { headers: { authorization: 'secret-3' } } },
    'Something failed',
  );

  expect(written).toHaveLength(1);
  expect(written[0]).not.toContain('secret');
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    level: 'info',
    msg: 'Something failed',
    err: { message: 'send failed', cause: { code: 'ECONNRESET' } },
  });
});

test('two sets of metrics in one process count apart', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.repeats.inc({ kind: 'notice' });
  expect(await one.registry.metrics()).toContain('delivery_possible_repeats_total{kind="notice"} 1');
  expect(await two.registry.metrics()).not.toContain('delivery_possible_repeats_total{');
});
