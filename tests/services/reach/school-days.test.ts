import { lastDateWithin, schoolDaysUntil } from '../../../services/reach/school-days.ts';
import { addDays } from '../../../services/rollout/calendar.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const rules = norfolkPlan().reminders;

test.each([
  ['the Monday a week before', '2018-11-12', '2018-11-19', 5],
  ['the Sunday before that Monday', '2018-11-11', '2018-11-19', 5],
  ['the Friday before', '2018-11-09', '2018-11-19', 6],
  ['the Friday before the date', '2018-11-16', '2018-11-19', 1],
  ['the day itself', '2018-11-19', '2018-11-19', 0],
  ['a day after', '2018-11-20', '2018-11-19', 0],
  ['over Christmas and New Year, which are off', '2018-12-21', '2019-01-02', 5],
])('from %s there are so many school days', (_, today, date, days) => {
  expect(schoolDaysUntil(rules, { today, date })).toBe(days);
});

test('days off of the plan do not count', () => {
  const halfTerm = { ...rules, extraDaysOff: ['2018-11-14', '2018-11-15'] };
  expect(schoolDaysUntil(halfTerm, { today: '2018-11-12', date: '2018-11-19' })).toBe(3);
});

test('the last date within so many school days is the last one that has no more before it', () => {
  for (let today = '2018-10-29'; today < '2019-01-20'; today = addDays(today, 1)) {
    for (const days of [5, 20]) {
      const last = lastDateWithin(rules, today, days);
      expect(schoolDaysUntil(rules, { today, date: last })).toBeLessThanOrEqual(days);
      expect(schoolDaysUntil(rules, { today, date: addDays(last, 1) }, 30)).toBe(days + 1);
    }
  }
});
