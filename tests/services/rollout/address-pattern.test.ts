import { describe, expect, test } from '@jest/globals';
import { coversPattern, matchesPattern, parsePattern } from '../../../services/rollout/address-pattern.ts';

describe('a pattern', () => {
  test.each([
    'head@*.norfolk.sch.uk',
    '*@*.norfolk.sch.uk',
    "o'brien@hillside.norfolk.sch.uk",
    '*@example.org',
  ])('can be %s', (text) => expect(parsePattern(text)).toBeDefined());

  test.each([
    '',
    'head',
    '@',
    'head@',
    '@*.sch.uk',
    'he*d@*.sch.uk',
    'head@*',
    'head@*.uk',
    'head@*sch.uk',
    'a@b@c.uk',
    'head@*.*.uk',
    'head@-a.uk',
    'head @*.sch.uk',
  ])('cannot be %j', (text) => expect(parsePattern(text)).toBeUndefined());
});

describe('the addresses of a pattern', () => {
  const head = 'head@*.norfolk.sch.uk';
  test.each([
    [head, 'head@hillside.norfolk.sch.uk', true],
    [head, ' Head@Hillside.Norfolk.SCH.UK ', true],
    [head, 'head@infants.hillside.norfolk.sch.uk', true],
    [head, 'head@norfolk.sch.uk', false],
    [head, 'head@norfolk.gov.uk', false],
    [head, 'head@hillsidenorfolk.sch.uk', false],
    [head, 'head@.norfolk.sch.uk', false],
    [head, 'head@a..norfolk.sch.uk', false],
    [head, 'head@hillside.norfolk.sch.uk.example.org', false],
    [head, 'headteacher@hillside.norfolk.sch.uk', false],
    [head, 'deputy.head@hillside.norfolk.sch.uk', false],
    [head, 'head@x@hillside.norfolk.sch.uk', false],
    [head, '', false],
    ['*@*.norfolk.sch.uk', 'a.teacher@hillside.norfolk.sch.uk', true],
    ['*@*.norfolk.sch.uk', '@hillside.norfolk.sch.uk', false],
    ['*@*.norfolk.sch.uk', 'a.teacher_hillside.norfolk.sch.uk#EXT#@county.onmicrosoft.com', false],
    ['HEAD@*.Norfolk.sch.uk', 'head@hillside.norfolk.sch.uk', true],
    ['*@example.org', 'anyone@example.org', true],
    ['*@example.org', 'anyone@mail.example.org', false],
    ['no pattern', 'head@hillside.norfolk.sch.uk', false],
  ])('of %s: %j is one: %s', (pattern, address, expected) => {
    expect(matchesPattern(pattern, address)).toBe(expected);
  });
});

describe('a pattern that leaves nothing to another', () => {
  test.each([
    ['*@*.norfolk.sch.uk', 'head@*.norfolk.sch.uk', true],
    ['*@*.norfolk.sch.uk', '*@*.norfolk.sch.uk', true],
    ['*@*.sch.uk', 'head@*.norfolk.sch.uk', true],
    ['head@*.norfolk.sch.uk', '*@*.norfolk.sch.uk', false],
    ['head@*.norfolk.sch.uk', 'office@*.norfolk.sch.uk', false],
    ['*@*.norfolk.sch.uk', 'head@norfolk.sch.uk', false],
    ['*@*.norfolk.sch.uk', 'head@hillside.norfolk.sch.uk', true],
    ['*@norfolk.sch.uk', '*@*.norfolk.sch.uk', false],
    ['*@norfolk.sch.uk', 'head@norfolk.sch.uk', true],
  ])('%s leaves nothing to %s: %s', (wide, narrow, expected) => {
    expect(coversPattern(wide, narrow)).toBe(expected);
  });
});
