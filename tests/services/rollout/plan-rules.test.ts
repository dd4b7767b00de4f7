import { describe, expect, test } from '@jest/globals';
import type { Cohort, Phase, RolloutPlan } from '../../../services/rollout/plan.ts';
import { faultsOf, norfolk } from './norfolk.ts';

function faultsAfter(change: (plan: RolloutPlan) => void) {
  const draft = structuredClone(norfolk());
  change(draft);
  return faultsOf(draft);
}

function phase(plan: RolloutPlan, index: number): Phase {
  return plan.phases[index] as Phase;
}

function wave(date: string, ...schools: string[]) {
  return { date, schools: schools.map((school) => `${school}.norfolk.sch.uk`) };
}

describe('the parts of a plan', () => {
  test.each(['cohorts', 'phases', 'otherChanges'] as const)('have ids of their own among the %s', (field) => {
    const faults = faultsAfter((plan) => {
      const [first, second] = plan[field];
      if (first && second) second.id = first.id;
    });
    expect(faults).toContainEqual({
      path: `${field}[1].id`,
      expected: `an id of its own: ${field}[0] has this one`,
      found: norfolk()[field][0]?.id,
    });
  });

  test('name only cohorts that exist', () => {
    expect(faultsAfter((plan) => Object.assign(phase(plan, 3), { cohort: 'governors' }))).toEqual([
      {
        path: 'phases[3].cohort',
        expected: 'the id of a cohort: head, office, everyone-else',
        found: 'governors',
      },
    ]);
  });

  test('give one phase to each cohort and surface', () => {
    const faults = faultsAfter((plan) => plan.phases.push({ ...phase(plan, 1), id: 'head-client-again' }));
    expect(faults).toEqual([
      {
        path: 'phases[6].surface',
        expected: 'one phase for each cohort and surface: phases[1] is for the same ones',
        found: 'client',
      },
    ]);
  });

  test('do not enforce on clients before online', () => {
    expect(faultsAfter((plan) => Object.assign(phase(plan, 1), { date: '2018-11-18' }))).toEqual([
      {
        path: 'phases[1].date',
        expected: "a date on or after the online phase's, 2018-11-19",
        found: '2018-11-18',
      },
    ]);
  });

  test('may have online and client on one day', () => {
    expect(faultsAfter((plan) => Object.assign(phase(plan, 1), { date: '2018-11-19' }))).toEqual([]);
  });

  test('do not leave a cohort without addresses', () => {
    const faults = faultsAfter((plan) => plan.cohorts.unshift(plan.cohorts.pop() as Cohort));
    const expected = 'a pattern with addresses that cohorts[0] (*@*.norfolk.sch.uk) does not take first';
    expect(faults).toEqual([
      { path: 'cohorts[1].pattern', expected, found: 'head@*.norfolk.sch.uk' },
      { path: 'cohorts[2].pattern', expected, found: 'office@*.norfolk.sch.uk' },
    ]);
  });
});

describe('waves', () => {
  test('give schools dates of their own', () => {
    const faults = faultsAfter((plan) => {
      for (const index of [4, 5])
        phase(plan, index).waves = [wave('2019-01-07', 'hillside'), wave('2019-01-14', 'fen')];
    });
    expect(faults).toEqual([]);
  });

  test('do not begin before their phase', () => {
    const faults = faultsAfter((plan) => {
      phase(plan, 5).waves = [wave('2018-12-12', 'hillside')];
    });
    expect(faults).toContainEqual({
      path: 'phases[5].waves[0].date',
      expected: "a date on or after the phase's, 2018-12-13",
      found: '2018-12-12',
    });
  });

  test('name a school once', () => {
    const faults = faultsAfter((plan) => {
      phase(plan, 5).waves = [wave('2019-01-07', 'hillside', 'fen'), wave('2019-01-14', 'Hillside')];
    });
    expect(faults).toEqual([
      {
        path: 'phases[5].waves[1].schools[0]',
        expected: 'a school that no other wave of this phase names',
        found: 'hillside.norfolk.sch.uk',
      },
    ]);
  });

  test('name only schools that the cohort covers', () => {
    const faults = faultsAfter((plan) => {
      phase(plan, 5).waves = [{ date: '2019-01-07', schools: ['hillside.norfolk.sch.co'] }];
    });
    expect(faults).toEqual([
      {
        path: 'phases[5].waves[0].schools[0]',
        expected: 'a school domain that the pattern *@*.norfolk.sch.uk covers',
        found: 'hillside.norfolk.sch.co',
      },
    ]);
  });

  test('do not put a school on clients before it is online', () => {
    const faults = faultsAfter((plan) => {
      phase(plan, 4).waves = [wave('2019-01-14', 'hillside')];
    });
    expect(faults).toEqual([
      {
        path: 'phases[5].waves',
        expected: 'a date on or after 2019-01-14 for hillside.norfolk.sch.uk, as it is online',
        found: '2018-12-13',
      },
    ]);
  });
});

describe('rules for heads', () => {
  test.each([
    [{ cohort: 'governors', daysBefore: [7] }, 'heads.cohort'],
    [{ cohort: 'head', daysBefore: [7, 1, 7] }, 'heads.daysBefore[2]'],
    [{ cohort: 'head', daysBefore: [] }, 'heads.daysBefore'],
  ])('%j are refused at %s', (heads, path) => {
    expect(faultsAfter((plan) => Object.assign(plan, { heads })).map((fault) => fault.path)).toEqual([path]);
  });

  test('may be left out', () => {
    expect(faultsAfter((plan) => Reflect.deleteProperty(plan, 'heads'))).toEqual([]);
  });
});

describe('reminder rules', () => {
  test.each([
    [{ offsetsDaysBefore: [7, 3, 7] }, 'reminders.offsetsDaysBefore[2]'],
    [{ workingDays: [1, 2, 1] }, 'reminders.workingDays[2]'],
    [{ time: '08:29' }, 'reminders.time'],
    [{ time: '17:00' }, 'reminders.time'],
    [{ workingHours: { from: '17:00', to: '08:30' } }, 'reminders.workingHours.to'],
    [{ holidays: { country: 'Norfolk' } }, 'reminders.holidays.country'],
    [{ holidays: { country: 'GB', region: 'NFK' } }, 'reminders.holidays.region'],
    [{ holidays: { country: 'GB', region: 'constructor' } }, 'reminders.holidays.region'],
  ])('%j are refused at %s', (change, path) => {
    const faults = faultsAfter((plan) => Object.assign(plan.reminders, change));
    expect(faults.map((fault) => fault.path)).toEqual([path]);
  });

  test('do without a region', () => {
    expect(faultsAfter((plan) => Object.assign(plan.reminders, { holidays: { country: 'GB' } }))).toEqual([]);
  });
});
