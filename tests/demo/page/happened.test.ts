import { describe, expect, test } from '@jest/globals';
import { describeMove, settledIn } from '../../../demo/page/happened.ts';
import { createMetrics } from '../../../services/telemetry/metrics.ts';

const day = 'Monday 19 November 2018';

describe('what a move brought about', () => {
  test('is read from the bot’s own counts', async () => {
    const metrics = createMetrics();
    metrics.deliveries.inc({ kind: 'reminder', outcome: 'sent' }, 3);
    metrics.deliveries.inc({ kind: 'notice-progress', outcome: 'sent' });
    const settled = settledIn(await metrics.registry.metrics());
    expect(Object.fromEntries(settled)).toEqual({ 'reminder sent': 3, 'notice-progress sent': 1 });
  });

  test('counts from the move on', () => {
    const lines = describeMove({
      day,
      switched: { enabled: 9, enforced: 1 },
      before: new Map([['reminder sent', 2]]),
      now: new Map([
        ['reminder sent', 3],
        ['reminder skipped', 4],
      ]),
    });
    expect(lines).toEqual([
      'The clock moved to Monday 19 November 2018.',
      'MFA is now switched on for 9 accounts without a second step and enforced for one account.',
      'Reminders: 1 sent, 4 skipped.',
    ]);
  });

  test('is nothing on a quiet day', () => {
    const lines = describeMove({
      day,
      switched: { enabled: 0, enforced: 0 },
      before: new Map(),
      now: new Map(),
    });
    expect(lines).toEqual(['The clock moved to Monday 19 November 2018.', 'Nothing to send.']);
  });
});
