import { describe, expect, test } from '@jest/globals';
import { isRegistered, methodTypes } from '../../../demo/tenant/account.ts';
import { firstDayAccounts } from '../../../demo/tenant/seed.ts';
import { personas } from '../../../demo/windows/personas.ts';
import { cohortOf, schoolOf } from '../../../services/rollout/cohorts.ts';
import { methodKindOfGraphType, methodKindOfReport } from '../../../services/rollout/mfa-status.ts';
import { norfolkPlan } from '../support.ts';

const accounts = firstDayAccounts();
const plan = norfolkPlan();

describe('the accounts of the first day', () => {
  test('are at least 200 in at least 12 schools, each school with a head and an office', () => {
    const schools = new Set(
      accounts.flatMap(({ userPrincipalName }) => schoolOf(plan, userPrincipalName)?.domain ?? []),
    );
    expect(accounts.length).toBeGreaterThanOrEqual(200);
    expect(schools.size).toBeGreaterThanOrEqual(12);
    for (const cohort of ['head', 'office']) {
      const own = accounts.filter(
        ({ userPrincipalName }) => cohortOf(plan, userPrincipalName)?.shortName === cohort,
      );
      expect(own).toHaveLength(schools.size);
    }
  });

  test('are the same every time, with ids of their own', () => {
    expect(firstDayAccounts()).toEqual(accounts);
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length);
  });

  test('show every state, kind of method and gap in the report', () => {
    const held = new Set(accounts.flatMap(({ methods }) => methods.map(({ kind }) => kind)));
    expect([...held].toSorted()).toEqual(Object.keys(methodTypes).toSorted());
    expect(new Set(accounts.map(({ state }) => state))).toEqual(new Set(['disabled', 'enabled', 'enforced']));
    expect(accounts.some(({ accountEnabled }) => !accountEnabled)).toBe(true);
    expect(accounts.some(({ accountEnabled, inReport }) => accountEnabled && !inReport)).toBe(true);
    expect(accounts.some((account) => account.state === 'enforced' && !isRegistered(account))).toBe(true);
  });

  test('hold the three people of the windows, none of the two schools’ registered', () => {
    const people = personas.map(({ upn }) =>
      accounts.find(({ userPrincipalName }) => userPrincipalName === upn),
    );
    expect(people.map((account) => account && isRegistered(account))).toEqual([false, false, true]);
  });
});

describe('the names of methods', () => {
  test('mean to the product what they mean here, and one of them is new to it', () => {
    for (const [kind, type] of Object.entries(methodTypes)) {
      const known = methodKindOfGraphType(`#microsoft.graph.${type.graphType}AuthenticationMethod`);
      expect(known === 'unknown').toBe(kind === 'qr-code');
      if ('reportName' in type) expect(methodKindOfReport(type.reportName)).toBe(known);
    }
  });
});
