import { describe, expect, test } from '@jest/globals';
import { stateAt } from '../../../demo/tenant/authority.ts';
import { norfolkPlan } from '../support.ts';

const plan = norfolkPlan();
const none = [{ id: '1', kind: 'password' as const }];
const app = [...none, { id: '2', kind: 'authenticator' as const }];
const email = [...none, { id: '3', kind: 'email' as const }];

describe('what the authority does on the dates of the plan', () => {
  test.each([
    ['head', 'disabled', none, '2018-11-18T20:00:00Z', 'disabled'],
    ['head', 'disabled', app, '2018-11-18T20:00:00Z', 'disabled'],
    ['head', 'disabled', none, '2018-11-19T06:59:00Z', 'disabled'],
    ['head', 'disabled', none, '2018-11-19T09:00:00Z', 'enabled'],
    ['head', 'disabled', app, '2018-11-19T09:00:00Z', 'enforced'],
    ['head', 'disabled', email, '2018-11-19T09:00:00Z', 'enabled'],
    ['head', 'enabled', app, '2018-11-20T09:00:00Z', 'enforced'],
    ['head', 'enabled', none, '2018-11-26T09:00:00Z', 'enforced'],
    ['head', 'enforced', none, '2018-11-20T09:00:00Z', 'enforced'],
    ['office', 'disabled', none, '2018-11-26T09:00:00Z', 'disabled'],
    ['office', 'disabled', none, '2018-12-03T09:00:00Z', 'enabled'],
    ['office', 'disabled', none, '2018-12-10T09:00:00Z', 'enforced'],
    ['teacher.oak', 'disabled', none, '2018-12-12T09:00:00Z', 'disabled'],
    ['teacher.oak', 'disabled', none, '2018-12-13T09:00:00Z', 'enforced'],
    ['teacher.oak', 'enabled', app, '2018-11-06T09:00:00Z', 'enforced'],
  ] as const)('%s, %s before, %j, at %s: %s', (local, state, methods, now, expected) => {
    const account = { userPrincipalName: `${local}@hillside.norfolk.sch.uk`, state, methods: [...methods] };
    expect(stateAt(plan, account, new Date(now))).toBe(expected);
  });

  test('an account that no cohort covers is left alone', () => {
    const account = {
      userPrincipalName: 'servicedesk@norfolk.gov.uk',
      state: 'disabled' as const,
      methods: none,
    };
    expect(stateAt(plan, account, new Date('2019-06-01T09:00:00Z'))).toBe('disabled');
  });
});
