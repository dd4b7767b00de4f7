import { datesView } from '../../../bot/help/dates-view.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const at = (day: string) => datesView(plan, new Date(`${day}T12:00:00Z`));
const rows = (day: string) => at(day).cohorts.flatMap(({ phases }) => phases.map(({ standing }) => standing));

describe('datesView', () => {
  it('has every group with its addresses and dates, as exact as they were announced', () => {
    expect(at('2018-11-12').cohorts).toEqual([
      {
        name: "Head teachers' accounts",
        addresses: 'head@yourschool.norfolk.sch.uk',
        phases: [
          {
            surfaces: ['Outlook on the web'],
            when: 'Monday 19 November 2018',
            standing: 'in 7 days',
            waves: [],
          },
          {
            surfaces: ['Outlook installed on a computer'],
            when: 'Monday 26 November 2018',
            standing: 'in 14 days',
            waves: [],
          },
        ],
      },
      {
        name: 'School office accounts',
        addresses: 'office@yourschool.norfolk.sch.uk',
        phases: [
          {
            surfaces: ['Outlook on the web'],
            when: 'The week of Monday 3 December 2018',
            standing: 'in 21 days',
            waves: [],
          },
          {
            surfaces: ['Outlook installed on a computer'],
            when: 'The week of Monday 10 December 2018',
            standing: 'in 28 days',
            waves: [],
          },
        ],
      },
      {
        name: 'All other school accounts',
        addresses: 'all other addresses that end in @yourschool.norfolk.sch.uk',
        phases: [
          {
            surfaces: ['Outlook on the web', 'Outlook installed on a computer'],
            when: 'From Thursday 13 December 2018',
            standing: 'in 31 days',
            waves: [],
          },
        ],
      },
    ]);
  });

  it.each([
    ['2018-11-18', ['tomorrow', 'in 8 days', 'in 15 days', 'in 22 days', 'in 25 days']],
    ['2018-11-19', ['today', 'in 7 days', 'in 14 days', 'in 21 days', 'in 24 days']],
    ['2018-12-05', ['this date has passed', 'this date has passed', 'this week', 'in 5 days', 'in 8 days']],
    [
      '2018-12-13',
      ['this date has passed', 'this date has passed', 'this date has passed', 'this week', 'begins today'],
    ],
    ['2018-12-17', [...Array(4).fill('this date has passed'), 'this time has begun']],
  ])('tells on %s how the dates lie', (day, expected) => {
    expect(rows(day)).toEqual(expected);
  });

  it('counts the days in the zone of the plan', () => {
    const lateEvening = new Date('2018-07-01T23:30:00Z');
    expect(datesView(plan, lateEvening).today).toBe('Monday 2 July 2018');
  });

  it('names schools with a date of their own', () => {
    const waves = [{ date: '2018-11-21', schools: ['hillside.norfolk.sch.uk'] }];
    const phases = plan.phases.map((phase) => (phase.id === 'head-online' ? { ...phase, waves } : phase));
    const view = datesView({ ...plan, phases }, new Date('2018-11-20T12:00:00Z'));
    expect(view.cohorts[0]?.phases[0]?.waves).toEqual([
      { when: 'Wednesday 21 November 2018', standing: 'tomorrow', schools: ['hillside.norfolk.sch.uk'] },
    ]);
  });

  it('has the other changes, dated ones first', () => {
    expect(at('2018-11-12').changes.map(({ when, passed }) => ({ when, passed }))).toEqual([
      { when: 'Friday 9 November 2018', passed: true },
      { when: 'In the New Year', passed: false },
    ]);
  });
});
