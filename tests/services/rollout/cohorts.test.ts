import { describe, expect, test } from '@jest/globals';
import { cohortOf, schoolOf } from '../../../services/rollout/cohorts.ts';
import { norfolk } from './norfolk.ts';

const plan = norfolk();

describe('an account belongs to the first cohort that matches', () => {
  test.each([
    ['head@hillside.norfolk.sch.uk', 'head'],
    ['HEAD@HILLSIDE.NORFOLK.SCH.UK', 'head'],
    ['office@hillside.norfolk.sch.uk', 'office'],
    ['a.teacher@hillside.norfolk.sch.uk', 'everyone-else'],
    ['headmaster@hillside.norfolk.sch.uk', 'everyone-else'],
    ['head@norfolk.sch.uk', undefined],
    ['service.desk@norfolk.gov.uk', undefined],
    ['', undefined],
  ])('%s: %s', (upn, cohort) => {
    expect(cohortOf(plan, upn)?.id).toBe(cohort);
  });
});

describe('an account belongs to the school of its domain', () => {
  test.each([
    ['head@hillside.norfolk.sch.uk', 'hillside.norfolk.sch.uk', 'Hillside'],
    ['Office@St-Marys-Primary.norfolk.sch.uk', 'st-marys-primary.norfolk.sch.uk', 'St Marys Primary'],
    ['head@infants.hillside.norfolk.sch.uk', 'infants.hillside.norfolk.sch.uk', 'Hillside Infants'],
  ])('%s', (upn, domain, name) => {
    expect(schoolOf(plan, upn)).toEqual({ domain, name });
  });

  test('and to none where the plan does not cover it', () => {
    expect(schoolOf(plan, 'service.desk@norfolk.gov.uk')).toBeUndefined();
    expect(schoolOf(plan, 'head@norfolk.sch.uk')).toBeUndefined();
  });
});
