import { decideDateMoved } from '../../../services/plan-changes/at-send.ts';
import type { RecordedChange } from '../../../services/plan-changes/changes.ts';
import { takeChanges } from '../../../services/rollout/live-plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const at = new Date('2018-11-20T10:00:00Z');
const changes: RecordedChange[] = [
  {
    ...{ id: 1, what: 'moved', phaseId: 'office-online', date: '2018-12-10', why: 'Training' },
    ...{ at, recordedAt: at, byAccount: 'desk' },
  },
];
const plan = norfolkPlan();
takeChanges(plan, changes);

const decided = (now: string, wasToldToday = false) =>
  decideDateMoved({
    plan,
    changes,
    upn: 'office@ash.norfolk.sch.uk',
    domain: 'ash.norfolk.sch.uk',
    isEnabled: true,
    messages: [
      {
        ...{ accountId: 'a', kind: 'reminder', sentAt: new Date('2018-11-19T08:30:00Z') },
        subject: { phaseId: 'office-online', phaseDate: '2018-12-03' },
      },
    ],
    wasToldToday,
    subject: { phaseId: 'office-online', changeId: 1 },
    now: new Date(now),
  });

describe('news of a date that has moved', () => {
  it.each([
    ['in the evening', '2018-11-20T17:00:00Z', 60],
    ['at night', '2018-11-21T03:00:00Z', 60],
    ['shortly before people come in', '2018-11-21T08:18:00Z', 12],
    ['on a Saturday', '2018-11-24T12:00:00Z', 60],
  ])('waits %s for working hours, and is looked at again once an hour', (_when, now, minutes) => {
    const retryAfterMs = minutes * 60_000;
    expect(decided(now)).toEqual({ kind: 'hold', why: 'outside-hours', retryAfterMs });
  });

  it('waits after another message of the day for the next working day, looked at once an hour', () => {
    const hold = { kind: 'hold', why: 'already-reminded-today', retryAfterMs: 3_600_000 };
    expect(decided('2018-11-20T10:00:00Z', true)).toEqual(hold);
    expect(decided('2018-11-20T16:59:00Z', true)).toEqual(hold);
    expect(decided('2018-11-21T08:30:00Z')).toMatchObject({ kind: 'send' });
  });
});
