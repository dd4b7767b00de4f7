import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueBetween } from '../../../services/reminders/due.ts';
import { datesKey, dueGroups } from '../../../services/reminders/due-groups.ts';
import { instantAt } from '../../../services/rollout/calendar.ts';
import { norfolk, phaseOf } from '../rollout/norfolk.ts';
import { anyPlanWithWaves, schools } from './any-plan.ts';

const accounts = [...schools, 'elm.norfolk.sch.uk'].flatMap((school) =>
  ['head', 'office', 'a.teacher'].map((local) => ({ id: `${local}@${school}`, upn: `${local}@${school}` })),
);
const cohorts: Record<string, string> = { head: 'head', office: 'office', 'a.teacher': 'everyone-else' };
const anyInstant = fc.date({
  min: new Date('2018-10-01T00:00:00Z'),
  max: new Date('2019-03-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('groups of accounts', () => {
  test('are reminded of what each of their accounts would be, for any plan and window', () => {
    fc.assert(
      fc.property(anyPlanWithWaves, anyInstant, anyInstant, (plan, after, until) => {
        const groups = dueGroups(plan, { after, until });
        const byAccount = accounts.flatMap(({ id }) => {
          const [local = '', school = ''] = id.split('@');
          return groups
            .filter(
              (group) => group.cohort === cohorts[local] && group.schools.includes(school) !== group.others,
            )
            .map(({ phaseId, phaseDate, offset, dueAt, folded }) => ({
              ...{ accountId: id, phaseId, phaseDate, offset, dueAt, folded },
            }));
        });
        expect(byAccount).toEqual(
          dueBetween(plan, accounts, { after, until }).map(({ accountId, ...due }) => ({
            accountId,
            ...due,
          })),
        );
      }),
    );
  });

  test('come in the order of their phases’ dates', () => {
    fc.assert(
      fc.property(anyPlanWithWaves, anyInstant, anyInstant, (plan, after, until) => {
        const dates = dueGroups(plan, { after, until }).map(({ phaseDate }) => phaseDate);
        expect(dates).toEqual(dates.toSorted());
      }),
    );
  });

  test('of 4,000 schools with dates of their own are found without holding up the process', () => {
    const plan = norfolk((draft) => {
      const waves = Array.from({ length: 200 }, (_, wave) => ({
        date: new Date(Date.parse('2019-01-07') + wave * 86_400_000).toISOString().slice(0, 10),
        schools: Array.from({ length: 20 }, (__, school) => `school-${wave * 20 + school}.norfolk.sch.uk`),
      }));
      for (const surface of ['online', 'client']) phaseOf(draft, `everyone-else-${surface}`).waves = waves;
    });
    const window = {
      after: instantAt(plan, '2019-01-14', '00:00'),
      until: instantAt(plan, '2019-01-14', '09:00'),
    };
    dueGroups(plan, window);
    const before = process.cpuUsage();
    expect(dueGroups(plan, window).length).toBeGreaterThan(3);
    // Processor time, with room for a busy machine: searching for every school in every wave takes many times as long.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});

describe('the key of a plan’s dates', () => {
  const key = datesKey(norfolk());

  test('is the same for the same plan and for one with other words', () => {
    const renamed = norfolk((draft) => {
      draft.title = 'Another title';
    });
    expect(datesKey(renamed)).toBe(key);
  });

  test.each([
    [
      'a date',
      (plan: ReturnType<typeof norfolk>) =>
        Object.assign(phaseOf(plan, 'head-client'), { date: '2018-11-27' }),
    ],
    [
      'a pause',
      (plan: ReturnType<typeof norfolk>) => Object.assign(phaseOf(plan, 'head-client'), { paused: true }),
    ],
    ['an offset', (plan: ReturnType<typeof norfolk>) => plan.reminders.offsetsDaysBefore.push(21)],
    [
      'a school',
      (plan: ReturnType<typeof norfolk>) =>
        phaseOf(plan, 'head-client').waves.push({ date: '2018-12-03', schools: ['ash.norfolk.sch.uk'] }),
    ],
  ])('changes with %s', (_what, change) => {
    const plan = norfolk();
    change(plan);
    expect(datesKey(plan)).not.toBe(key);
  });
});
