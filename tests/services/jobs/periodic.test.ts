import { createPeriodic } from '../../../services/jobs/periodic.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { createMetrics } from '../../../services/telemetry/metrics.ts';
import { testDatabase } from '../../support/database.ts';

describe('createPeriodic', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('delete from leases'));

  const periodic = (instanceId: string, run: () => Promise<void>) =>
    createPeriodic(
      { database, log: createLog('silent'), metrics: createMetrics(), instanceId },
      { name: 'test-work', everyMs: 60_000, run },
    );

  it('does the work on one instance at a time', async () => {
    const ran: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hasBegun = () => {};
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve;
    });
    const first = periodic('one', async () => {
      ran.push('one');
      hasBegun();
      await held;
    }).runNow();
    await begun;
    await periodic('two', async () => {
      ran.push('two');
    }).runNow();
    expect(ran).toEqual(['one']);
    release();
    await first;
    await periodic('two', async () => {
      ran.push('two');
    }).runNow();
    expect(ran).toEqual(['one', 'two']);
  });

  it('gives its lease back when the work fails, and tells whoever asked', async () => {
    const failing = periodic('one', async () => {
      throw new Error('out of order');
    });
    await expect(failing.runNow()).rejects.toThrow('out of order');
    expect(await database.query('select name from leases')).toEqual([]);
  });

  it('takes over from an instance that died once its lease has run out', async () => {
    await database.query(
      `insert into leases (name, holder, held_until) values ('test-work', 'dead', clock_timestamp() - interval '1 second')`,
    );
    let runs = 0;
    await periodic('one', async () => {
      runs += 1;
    }).runNow();
    expect(runs).toBe(1);
  });
});
