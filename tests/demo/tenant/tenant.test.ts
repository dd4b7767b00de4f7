import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openTenant } from '../../../demo/tenant/tenant.ts';
import { norfolkPlan, standingClock, temporaryFolder } from '../support.ts';

const plan = norfolkPlan();
const folder = temporaryFolder();
const head = 'head@hillside.norfolk.sch.uk';
let count = 0;

function opened(start = '2018-11-05T09:00:00Z') {
  const clock = standingClock(start);
  count += 1;
  const path = join(folder, `${count}.json`);
  return { clock, path, tenant: openTenant({ path, plan, clock }) };
}

function accountIn(tenant: ReturnType<typeof opened>['tenant']) {
  const account = tenant.find(head.toUpperCase());
  if (!account) throw new Error('The head is not there.');
  return account;
}

describe('the pretend tenant', () => {
  test('switches heads on when the clock has reached their date, and says how many', () => {
    const { clock, tenant } = opened();
    clock.set('2018-11-19T09:00:00Z');
    const switched = tenant.catchUp();
    expect(switched.enabled).toBeGreaterThan(0);
    expect(switched.enforced).toBeGreaterThan(0);
    expect(accountIn(tenant).state).toBe('enabled');
    expect(tenant.catchUp()).toEqual({ enabled: 0, enforced: 0 });
  });

  test('enforces at once for an enabled account that registers', () => {
    const { tenant } = opened('2018-11-20T09:00:00Z');
    tenant.addMethod(accountIn(tenant), 'authenticator');
    expect(accountIn(tenant).state).toBe('enforced');
  });

  test('lets a registered account be until its date, then enforces at once', () => {
    const { clock, tenant } = opened('2018-11-12T09:00:00Z');
    tenant.addMethod(accountIn(tenant), 'phone');
    expect(accountIn(tenant).state).toBe('disabled');
    clock.set('2018-11-19T09:00:00Z');
    expect(accountIn(tenant).state).toBe('enforced');
  });

  test('keeps everything over a restart', () => {
    const { clock, path, tenant } = opened('2018-11-20T09:00:00Z');
    tenant.addMethod(accountIn(tenant), 'security-key');
    const again = openTenant({ path, plan, clock });
    expect(accountIn(again)).toEqual(accountIn(tenant));
    expect(again.report()).toEqual(tenant.report());
  });

  test('removes a method but never the password', () => {
    const { tenant } = opened();
    tenant.addMethod(accountIn(tenant), 'phone');
    for (const { id } of [...accountIn(tenant).methods]) tenant.removeMethod(accountIn(tenant), id);
    expect(accountIn(tenant).methods.map(({ kind }) => kind)).toEqual(['password']);
  });

  test('has a report that lags by up to an hour, without disabled accounts', () => {
    const { clock, tenant } = opened();
    const registered = () => tenant.report().find((row) => row.userPrincipalName === head)?.isMfaRegistered;
    tenant.addMethod(accountIn(tenant), 'authenticator');
    expect(registered()).toBe(false);
    clock.set('2018-11-05T10:00:00Z');
    expect(registered()).toBe(true);
    const disabled = tenant.accounts().filter(({ accountEnabled }) => !accountEnabled);
    expect(disabled.length).toBeGreaterThan(0);
    for (const { id } of disabled) expect(tenant.report().some((row) => row.id === id)).toBe(false);
  });
});
