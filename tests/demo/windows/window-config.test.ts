import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { contentPolicy, dressedPage } from '../../../demo/windows/look.ts';
import { windowConfig } from '../../../demo/windows/window-config.ts';

const person = (number: number) => ({
  id: `${number}`,
  upn: `user${number}@hillside.norfolk.sch.uk`,
  displayName: 'Hillside Head',
});
const others = [1, 2, 3, 4, 5].map(person);

describe('the file of a Teams window', () => {
  test('has what the Playground insists on: five users, no odd channel, every value a string', () => {
    const config = parse(windowConfig({ key: 'head', tenantId: 'tenant', person: person(0), others }));
    expect(config.users).toHaveLength(5);
    expect(config.team.channels).toEqual([]);
    const values = (node: unknown): unknown[] =>
      typeof node === 'object' && node !== null ? Object.values(node).flatMap(values) : [node];
    for (const value of values(config)) expect(typeof value).toBe('string');
  });

  test('makes the person of the window the one who speaks, by object id', () => {
    const config = parse(windowConfig({ key: 'head', tenantId: 'tenant', person: person(0), others }));
    expect(config.currentUser).toMatchObject({ aadObjectId: '0', userPrincipleName: person(0).upn });
  });

  test('is not written with another number of users', () => {
    expect(() =>
      windowConfig({ key: 'head', tenantId: 't', person: person(0), others: others.slice(1) }),
    ).toThrow('five');
  });
});

describe('the dress of a Teams window', () => {
  const surroundings = {
    securityInfoUrl: 'http://localhost:3979/security-info',
    upn: '</script><b>',
    pageOrigins: ['http://localhost:3978'],
  };

  test('goes into the head, once, and cannot be broken out of', () => {
    const page = dressedPage('<html><head></head><body></body></html>', surroundings);
    expect(page).toMatch(/^<html><head><style>/);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });

  test('names no host but this machine', () => {
    const hosts = contentPolicy(surroundings).match(/https?:\/\/[^\s;]+/g);
    expect(new Set(hosts)).toEqual(new Set(['http://localhost:3978']));
  });
});
