import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  describeTime,
  instantAt,
  isWithinWorkingHours,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nextWorkingDayOnOrAfter,
  today,
} from '../../../services/rollout/calendar.ts';
import { norfolk } from './norfolk.ts';

const plan = norfolk();
const rules = plan.reminders;

/** Every day of the years 2018 to 2031. */
const anyDay = fc.integer({ min: 0, max: 5112 }).map((days) => addDays('2018-01-01', days));

describe('today', () => {
  test.each([
    ['2018-11-05T23:59:59Z', '2018-11-05'],
    ['2018-11-06T00:00:00Z', '2018-11-06'],
    ['2018-07-01T22:59:59Z', '2018-07-01'],
    ['2018-07-01T23:00:00Z', '2018-07-02'],
  ])("at %s is %s, by the plan's zone", (instant, day) => {
    expect(today(plan, new Date(instant))).toBe(day);
  });
});

describe('a working day', () => {
  test.each([
    ['2018-11-19', true, 'a Monday'],
    ['2018-11-16', true, 'a Friday'],
    ['2018-11-17', false, 'a Saturday'],
    ['2018-11-18', false, 'a Sunday'],
    ['2018-12-24', true, 'Christmas Eve'],
    ['2018-12-25', false, 'Christmas Day'],
    ['2018-12-26', false, 'Boxing Day'],
    ['2019-01-01', false, "New Year's Day"],
    ['2019-04-19', false, 'Good Friday'],
    ['2019-04-22', false, 'Easter Monday'],
    ['2018-08-27', false, 'the summer bank holiday'],
    ['2018-08-06', true, 'a bank holiday in Scotland only'],
    ['2020-12-28', false, 'the substitute for Boxing Day'],
    ['2021-12-27', false, 'the substitute for Christmas Day'],
    ['2022-01-03', false, "the substitute for New Year's Day"],
    ['2018-03-11', false, "Mother's Day, a Sunday"],
    ['2018-11-05', true, 'Guy Fawkes Night'],
  ])('%s: %s (%s)', (day, expected) => {
    expect(isWorkingDay(rules, day)).toBe(expected);
  });

  test('is none of the extra days off', () => {
    const closed = { ...rules, extraDaysOff: ['2018-11-19'] };
    expect(isWorkingDay(closed, '2018-11-19')).toBe(false);
    expect(isWorkingDay(rules, '2018-11-19')).toBe(true);
  });

  test('follows the weekdays of the rules', () => {
    expect(isWorkingDay({ ...rules, workingDays: [7] }, '2018-11-18')).toBe(true);
    expect(isWorkingDay({ ...rules, workingDays: [7] }, '2018-11-19')).toBe(false);
  });
});

describe('the nearest working day', () => {
  test.each([
    ['2018-11-19', '2018-11-19', '2018-11-19'],
    ['2018-11-18', '2018-11-16', '2018-11-19'],
    ['2018-12-25', '2018-12-24', '2018-12-27'],
    ['2018-12-26', '2018-12-24', '2018-12-27'],
    ['2019-01-01', '2018-12-31', '2019-01-02'],
    ['2019-04-21', '2019-04-18', '2019-04-23'],
    ['2022-01-01', '2021-12-31', '2022-01-04'],
  ])('of %s is %s before and %s after', (day, before, after) => {
    expect(lastWorkingDayOnOrBefore(rules, day)).toBe(before);
    expect(nextWorkingDayOnOrAfter(rules, day)).toBe(after);
  });

  test('is a working day with none between, in every year', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const before = lastWorkingDayOnOrBefore(rules, day);
        const after = nextWorkingDayOnOrAfter(rules, day);
        expect(isWorkingDay(rules, before) && isWorkingDay(rules, after)).toBe(true);
        expect(before <= day && day <= after).toBe(true);
        for (let between = addDays(before, 1); between < after; between = addDays(between, 1)) {
          expect(between !== day && isWorkingDay(rules, between)).toBe(false);
        }
      }),
    );
  });

  test('is an error where the rules have none', () => {
    expect(() => lastWorkingDayOnOrBefore({ ...rules, workingDays: [] }, '2018-11-19')).toThrow(RangeError);
  });
});

describe('an instant', () => {
  test.each([
    ['2018-11-19', '08:30', '2018-11-19T08:30:00.000Z'],
    ['2018-07-02', '08:30', '2018-07-02T07:30:00.000Z'],
    ['2018-10-27', '08:30', '2018-10-27T07:30:00.000Z'],
    ['2018-10-28', '08:30', '2018-10-28T08:30:00.000Z'],
    ['2019-03-31', '08:30', '2019-03-31T07:30:00.000Z'],
    ['2019-03-31', '01:30', '2019-03-31T01:30:00.000Z'],
    ['2018-10-28', '01:30', '2018-10-28T00:30:00.000Z'],
  ])('of %s at %s in London is %s', (day, time, instant) => {
    expect(instantAt(plan, day, time).toISOString()).toBe(instant);
  });

  test('at half past eight falls on its own day, summer and winter', () => {
    fc.assert(fc.property(anyDay, (day) => today(plan, instantAt(plan, day, '08:30')) === day));
  });
});

describe('working hours', () => {
  test.each([
    ['2018-11-19T08:29:59Z', false],
    ['2018-11-19T08:30:00Z', true],
    ['2018-11-19T16:59:59Z', true],
    ['2018-11-19T17:00:00Z', false],
    ['2018-07-02T07:30:00Z', true],
    ['2018-07-02T16:00:00Z', false],
    ['2018-11-18T12:00:00Z', false],
    ['2018-12-25T12:00:00Z', false],
  ])('at %s: %s', (instant, expected) => {
    expect(isWithinWorkingHours(plan, new Date(instant))).toBe(expected);
  });
});

describe('a time in words', () => {
  const now = new Date('2018-11-09T17:00:00Z');
  test.each([
    ['2018-11-09T09:41:00Z', '09:41 today'],
    ['2018-11-08T16:05:00Z', '16:05 on Thursday 8 November'],
    ['2017-12-31T23:59:00Z', '23:59 on Sunday 31 December 2017'],
    ['2018-07-02T23:30:00Z', '00:30 on Tuesday 3 July'],
  ])('%s', (instant, words) => {
    expect(describeTime(plan, new Date(instant), now)).toBe(words);
  });
});
