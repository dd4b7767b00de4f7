import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Phase, parsePlan, type RolloutPlan, readPlan } from '../../../services/rollout/plan.ts';
import { faultsOf, norfolk, norfolkYaml } from './norfolk.ts';

/** The faults of the shipped plan after a change to its values. */
function faultsAfter(change: (plan: RolloutPlan) => unknown) {
  const draft = structuredClone(norfolk());
  change(draft);
  return faultsOf(draft);
}

const phase = (plan: RolloutPlan, index: number) => plan.phases[index] as Phase;
const set = (target: object | undefined, field: string, value: unknown) =>
  Reflect.set(target as object, field, value);

describe('a plan of the right shape', () => {
  test('is returned as it was given', () => {
    const plan = norfolk();
    expect(parsePlan(structuredClone(plan))).toEqual({ ok: true, plan });
  });

  test('may leave waves and extra days off out', () => {
    expect(
      faultsAfter((plan) => {
        Reflect.deleteProperty(phase(plan, 0), 'waves');
        Reflect.deleteProperty(plan.reminders, 'extraDaysOff');
      }),
    ).toEqual([]);
  });

  test('compares school domains in lower case', () => {
    const plan = norfolk((draft) => {
      for (const index of [4, 5])
        set(draft.phases[index], 'waves', [{ date: '2019-01-07', schools: ['Hillside.Norfolk.SCH.uk'] }]);
    });
    expect(plan.phases[4]?.waves).toEqual([{ date: '2019-01-07', schools: ['hillside.norfolk.sch.uk'] }]);
  });
});

describe('a fault of shape', () => {
  const dateWords = 'a date such as 2018-11-19';
  const cases: [string, (plan: RolloutPlan) => unknown, { path: string; expected: string; found: string }][] =
    [
      [
        'a month 13',
        (plan) => set(phase(plan, 2), 'date', '2018-13-01'),
        { path: 'phases[2].date', expected: dateWords, found: '2018-13-01' },
      ],
      [
        '30 February',
        (plan) => set(phase(plan, 2), 'date', '2018-02-30'),
        { path: 'phases[2].date', expected: dateWords, found: '2018-02-30' },
      ],
      [
        '29 February of a common year',
        (plan) => set(plan.source, 'published', '2018-02-29'),
        { path: 'source.published', expected: dateWords, found: '2018-02-29' },
      ],
      [
        'a British date',
        (plan) => set(phase(plan, 0), 'date', '19/11/2018'),
        { path: 'phases[0].date', expected: dateWords, found: '19/11/2018' },
      ],
      [
        'a date with a time',
        (plan) => set(phase(plan, 0), 'date', '2018-11-19T08:30'),
        { path: 'phases[0].date', expected: dateWords, found: '2018-11-19T08:30' },
      ],
      [
        'a year out of this century',
        (plan) => set(phase(plan, 0), 'date', '0218-11-19'),
        { path: 'phases[0].date', expected: dateWords, found: '0218-11-19' },
      ],
      [
        'a missing field',
        (plan) => Reflect.deleteProperty(plan, 'title'),
        { path: 'title', expected: 'some text', found: 'nothing' },
      ],
      [
        'an empty text',
        (plan) => set(plan, 'title', '  '),
        { path: 'title', expected: 'some text', found: 'an empty text' },
      ],
      [
        'an unknown field',
        (plan) => set(phase(plan, 1), 'colour', 'red'),
        { path: 'phases[1].colour', expected: 'no field of this name', found: 'red' },
      ],
      [
        'an unknown zone',
        (plan) => set(plan, 'timeZone', 'Europe/Norwich'),
        { path: 'timeZone', expected: 'an IANA time zone such as Europe/London', found: 'Europe/Norwich' },
      ],
      [
        'an offset for a zone',
        (plan) => set(plan, 'timeZone', '+01:00'),
        { path: 'timeZone', expected: 'an IANA time zone such as Europe/London', found: '+01:00' },
      ],
      [
        'another surface',
        (plan) => set(phase(plan, 0), 'surface', 'mobile'),
        { path: 'phases[0].surface', expected: 'online or client', found: 'mobile' },
      ],
      [
        'another precision',
        (plan) => set(phase(plan, 0), 'precision', 'month'),
        { path: 'phases[0].precision', expected: 'day, week or onwards', found: 'month' },
      ],
      [
        'an offset after the date',
        (plan) => set(plan.reminders, 'offsetsDaysBefore', [7, -1]),
        {
          path: 'reminders.offsetsDaysBefore[1]',
          expected: 'a whole number of days, 0 to 365',
          found: 'the number -1',
        },
      ],
      [
        'half a day',
        (plan) => set(plan.reminders, 'offsetsDaysBefore', [0.5]),
        {
          path: 'reminders.offsetsDaysBefore[0]',
          expected: 'a whole number of days, 0 to 365',
          found: 'the number 0.5',
        },
      ],
      [
        'no repeat',
        (plan) => set(plan.reminders, 'repeatEveryDays', 0),
        {
          path: 'reminders.repeatEveryDays',
          expected: 'a whole number of days, 1 to 365',
          found: 'the number 0',
        },
      ],
      [
        'an hour 24',
        (plan) => set(plan.reminders, 'time', '24:00'),
        { path: 'reminders.time', expected: 'a time such as 08:30', found: '24:00' },
      ],
      [
        'a weekday 8',
        (plan) => set(plan.reminders, 'workingDays', [1, 8]),
        {
          path: 'reminders.workingDays[1]',
          expected: 'a weekday from 1 (Monday) to 7 (Sunday)',
          found: 'the number 8',
        },
      ],
      [
        'no working day',
        (plan) => set(plan.reminders, 'workingDays', []),
        {
          path: 'reminders.workingDays',
          expected: 'a list of weekdays, such as [1, 2, 3, 4, 5]',
          found: 'an empty list',
        },
      ],
      [
        'a faulty pattern',
        (plan) => set(plan.cohorts[0], 'pattern', 'head@'),
        {
          path: 'cohorts[0].pattern',
          expected: 'an address pattern such as head@*.norfolk.sch.uk or *@*.norfolk.sch.uk',
          found: 'head@',
        },
      ],
      [
        'an id with a space',
        (plan) => set(plan, 'id', 'norfolk 2018'),
        {
          path: 'id',
          expected: 'an id of small letters, digits and hyphens, such as head-online',
          found: 'norfolk 2018',
        },
      ],
      [
        'a page without TLS',
        (plan) => set(plan, 'securityInfoUrl', 'http://aka.ms/mysecurityinfo'),
        {
          path: 'securityInfoUrl',
          expected: 'an address that begins with https://',
          found: 'http://aka.ms/mysecurityinfo',
        },
      ],
      [
        'a script for a page',
        (plan) => set(plan.guides, 'url', 'javascript:alert(1)'),
        {
          path: 'guides.url',
          expected: 'an address that begins with https://',
          found: 'javascript:alert(1)',
        },
      ],
      [
        'a list for a group',
        (plan) => set(plan, 'serviceDesk', []),
        { path: 'serviceDesk', expected: 'a group of fields', found: 'an empty list' },
      ],
      [
        'a wave without schools',
        (plan) => set(phase(plan, 4), 'waves', [{ date: '2019-01-07', schools: [] }]),
        {
          path: 'phases[4].waves[0].schools',
          expected: 'at least one school domain',
          found: 'an empty list',
        },
      ],
    ];

  test.each(cases)(
    '%s is refused with its path, what was expected and what was found',
    (_, change, fault) => {
      expect(faultsAfter(change)).toEqual([fault]);
    },
  );

  test('does not hide the others, nor the faults between the parts', () => {
    const paths = faultsAfter((plan) => {
      set(phase(plan, 0), 'date', 'soon');
      set(phase(plan, 1), 'cohort', 'heads');
      set(plan, 'timeZone', 'London');
      set(plan.reminders, 'time', '07:00');
    }).map(({ path }) => path);
    expect(paths.sort()).toEqual(['phases[0].date', 'phases[1].cohort', 'reminders.time', 'timeZone']);
  });
});

describe('any value at all', () => {
  test('is either a plan or a list of at least one fault, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (value) => {
        const parsed = parsePlan(value);
        expect(parsed.ok || parsed.faults.length > 0).toBe(true);
      }),
    );
  });

  test('in any place of a sound plan gives faults with words', () => {
    const fields = Object.keys(norfolk()) as (keyof RolloutPlan)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        for (const fault of faultsOf({ ...norfolk(), [field]: value })) {
          expect(fault.path).not.toBe('');
          expect(fault.expected).not.toBe('');
          expect(fault.found).not.toBe('');
        }
      }),
    );
  });
});

describe('a plan as YAML', () => {
  test('reads as the same values, dates and times included', () => {
    expect(readPlan(norfolkYaml)).toEqual({ ok: true, plan: norfolk() });
  });

  test('with broken YAML is refused with the line', () => {
    const read = readPlan(norfolkYaml.replace('organisation: Norfolk', 'organisation: [Norfolk'));
    expect(read).toMatchObject({
      ok: false,
      faults: [{ path: expect.stringMatching(/^line \d+$/), expected: 'valid YAML' }],
    });
  });

  test('with a field given twice is refused at the second one', () => {
    expect(readPlan('id: a\ntitle: b\nid: c\n')).toMatchObject({ ok: false, faults: [{ path: 'line 3' }] });
  });

  test.each([
    ['an alias without its anchor', 'id: *nowhere\n'],
    ['an empty file', ''],
    ['a sentence', 'not a plan'],
    ['two documents', 'id: a\n---\nid: b\n'],
  ])('%s is a fault and no exception', (_, text) => {
    expect(readPlan(text)).toMatchObject({ ok: false });
  });

  test('is refused without an exception for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => !readPlan(text).ok));
  });
});
