import { describe, expect, test } from '@jest/globals';
import { daysUntil, describeDate, describeDay, phasesOf } from '../../../services/rollout/phases.ts';
import { norfolk, phaseOf } from './norfolk.ts';

const plan = norfolk();

describe("an account's phases", () => {
  test.each([
    ['head@hillside.norfolk.sch.uk', ['head-online 2018-11-19', 'head-client 2018-11-26']],
    ['office@hillside.norfolk.sch.uk', ['office-online 2018-12-03', 'office-client 2018-12-10']],
    ['a.teacher@fen.norfolk.sch.uk', ['everyone-else-online 2018-12-13', 'everyone-else-client 2018-12-13']],
    ['service.desk@norfolk.gov.uk', []],
  ])('%s has %j', (upn, expected) => {
    expect(phasesOf(plan, upn).map(({ phase, date }) => `${phase.id} ${date}`)).toEqual(expected);
  });

  test('come in the order of dates, online first, whatever the order of the plan', () => {
    const reversed = norfolk((draft) => draft.phases.reverse());
    expect(phasesOf(reversed, 'a.teacher@fen.norfolk.sch.uk').map(({ phase }) => phase.surface)).toEqual([
      'online',
      'client',
    ]);
    expect(phasesOf(reversed, 'head@fen.norfolk.sch.uk').map(({ phase }) => phase.id)).toEqual([
      'head-online',
      'head-client',
    ]);
  });

  test("have the date of the school's wave, or else the phase's own", () => {
    const waves = [{ date: '2019-01-14', schools: ['hillside.norfolk.sch.uk'] }];
    const inWaves = norfolk((draft) => {
      for (const surface of ['online', 'client']) phaseOf(draft, `everyone-else-${surface}`).waves = waves;
    });
    const [hillside] = phasesOf(inWaves, 'A.Teacher@Hillside.norfolk.sch.uk');
    const [fen] = phasesOf(inWaves, 'a.teacher@fen.norfolk.sch.uk');
    expect(hillside?.date).toBe('2019-01-14');
    expect(fen?.date).toBe('2018-12-13');
    expect(hillside && describeDate(hillside)).toBe('Monday 14 January 2019');
    expect(fen && describeDate(fen)).toBe('from Thursday 13 December 2018');
  });
});

describe('days until a date', () => {
  test.each([
    ['2018-11-05', '2018-11-19', 14],
    ['2018-11-19', '2018-11-19', 0],
    ['2018-11-20', '2018-11-19', -1],
    ['2018-12-31', '2019-01-01', 1],
    ['2020-02-28', '2020-03-01', 2],
    ['2018-10-27', '2018-10-29', 2],
    ['2019-03-30', '2019-04-01', 2],
  ])('from %s to %s: %i', (today, date, days) => {
    expect(daysUntil(today, date)).toBe(days);
  });
});

describe('a date in words', () => {
  test.each([
    ['head-online', 'Monday 19 November 2018'],
    ['office-online', 'the week of Monday 3 December 2018'],
    ['everyone-else-client', 'from Thursday 13 December 2018'],
  ])('is as exact as announced: %s on %s', (id, words) => {
    const phase = phaseOf(plan, id);
    expect(describeDate({ phase, date: phase.date })).toBe(words);
  });

  test('names the day, without a leading nought', () => {
    expect(describeDay('2018-11-09')).toBe('Friday 9 November 2018');
  });
});
