import { afterAll, expect, test } from '@jest/globals';
import { createRateLimiter } from '../../../services/deliveries/rate-limiter.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const database: Database = await testDatabase();
afterAll(() => database.close());

/** The most that fell into any second. */
function mostInOneSecond(momentsMs: number[]): number {
  const sorted = [...momentsMs].sort((a, b) => a - b);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length));
}

test('several instances together stay within the limit in every sliding second', async () => {
  const perSecond = 30;
  const used: number[] = [];
  const instance = async () => {
    const limiter = createRateLimiter({ database, name: 'shared', perSecond });
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        await limiter.take();
        used.push(performance.now());
      }),
    );
  };
  await Promise.all([instance(), instance(), instance()]);
  expect(used).toHaveLength(90);
  expect(mostInOneSecond(used)).toBeLessThanOrEqual(perSecond);
});

test('a process that was paused does not catch up', async () => {
  const perSecond = 50;
  const limiter = createRateLimiter({ database, name: 'paused', perSecond });
  const used: number[] = [];
  await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      await limiter.take();
      used.push(performance.now());
      if (index === 20) blockFor(400);
    }),
  );
  expect(mostInOneSecond(used)).toBeLessThanOrEqual(perSecond);
});

test('a reply to a person goes before the deliveries that wait', async () => {
  const limiter = createRateLimiter({ database, name: 'urgent', perSecond: 20 });
  const order: string[] = [];
  const bulk = Array.from({ length: 10 }, () => limiter.take().then(() => order.push('bulk')));
  await bulk[0];
  await limiter.take({ urgent: true }).then(() => order.push('reply'));
  await Promise.all(bulk);
  expect(order.indexOf('reply')).toBeLessThan(4);
});

test('a database that fails is told to those who wait, and the next ones are served again', async () => {
  let isDown = true;
  const limiter = createRateLimiter({
    database: {
      ...database,
      query: <Row>(sql: string, parameters?: unknown[]) =>
        isDown ? Promise.reject(new Error('down')) : database.query<Row>(sql, parameters),
    },
    name: 'failing',
    perSecond: 20,
  });
  await expect(limiter.take()).rejects.toThrow('down');
  isDown = false;
  expect((await limiter.take()).isFresh()).toBe(true);
});

/** As a garbage collection, a slow disk or a suspended machine would. */
function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
