import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Due, dueBetween, nextDueAfter, reminderKey } from '../../../services/reminders/due.ts';
import { addDays, instantAt, isWorkingDay, today } from '../../../services/rollout/calendar.ts';
import { type Phase, parsePlan, type RolloutPlan } from '../../../services/rollout/plan.ts';
import { faultsOf, norfolk, phaseOf } from '../rollout/norfolk.ts';

const plan = norfolk();
const head = { id: 'h', upn: 'head@hillside.norfolk.sch.uk' };
const office = { id: 'o', upn: 'office@hillside.norfolk.sch.uk' };
const teacher = { id: 't', upn: 'a.teacher@hillside.norfolk.sch.uk' };
const officer = { id: 's', upn: 'service.desk@norfolk.gov.uk' };
const everyone = [head, office, teacher, officer];

/** A time of the plan's zone, as '2018-11-19 08:30'. */
function at(text: string): Date {
  const [date = '', time = ''] = text.split(' ');
  return instantAt(plan, date, time);
}

/** What is due between two local times, as '<account> <phase> <offset> [+ <phase> <offset>]'. */
function due(after: string, until: string, of: RolloutPlan = plan, accounts = everyone): string[] {
  return dueBetween(of, accounts, { after: at(after), until: at(until) }).map(
    ({ accountId, phaseId, offset, folded }) =>
      [`${accountId} ${phaseId} ${offset}`, ...folded.map((each) => `${each.phaseId} ${each.offset}`)].join(
        ' + ',
      ),
  );
}

/** Every day from `from` on which a tick at 09:00 finds something, with what it finds. */
function daily(from: string, days: number, account: { id: string; upn: string }, of: RolloutPlan = plan) {
  return Array.from({ length: days }, (_, index) => addDays(from, index)).flatMap((day) => {
    const found = due(`${addDays(day, -1)} 09:00`, `${day} 09:00`, of, [account]);
    return found.map((each) => `${day} ${each.replace(`${account.id} `, '')}`);
  });
}

describe('the reminders of the announced rollout', () => {
  test('for a head: one card a day, day off or not', () => {
    expect(daily('2018-11-05', 43, head)).toEqual([
      '2018-11-05 head-online 14',
      '2018-11-12 head-online 7 + head-client 14',
      // The day before is a Sunday, so it moves to the Friday that is three days before: one reminder.
      '2018-11-16 head-online 1',
      '2018-11-19 head-online 0 + head-client 7',
      '2018-11-23 head-client 1',
      '2018-11-26 head-client 0 + head-online -7',
      '2018-12-03 head-client -7 + head-online -14',
      '2018-12-10 head-client -14 + head-online -21',
      '2018-12-17 head-client -21 + head-online -28',
    ]);
  });

  test('for an office', () => {
    expect(daily('2018-11-05', 43, office)).toEqual([
      '2018-11-19 office-online 14',
      '2018-11-26 office-online 7 + office-client 14',
      '2018-11-30 office-online 1',
      '2018-12-03 office-online 0 + office-client 7',
      '2018-12-07 office-client 1',
      '2018-12-10 office-client 0 + office-online -7',
      '2018-12-17 office-client -7 + office-online -14',
    ]);
  });

  test('for everyone else, over Christmas: online and client are one card', () => {
    expect(daily('2018-12-01', 43, teacher)).toEqual([
      '2018-12-06 everyone-else-online 7 + everyone-else-client 7',
      '2018-12-10 everyone-else-online 3 + everyone-else-client 3',
      '2018-12-12 everyone-else-online 1 + everyone-else-client 1',
      '2018-12-13 everyone-else-online 0 + everyone-else-client 0',
      '2018-12-20 everyone-else-online -7 + everyone-else-client -7',
      '2018-12-27 everyone-else-online -14 + everyone-else-client -14',
      '2019-01-03 everyone-else-online -21 + everyone-else-client -21',
      '2019-01-10 everyone-else-online -28 + everyone-else-client -28',
    ]);
  });

  test('are none for an account that the plan does not cover', () => {
    expect(daily('2018-11-05', 60, officer)).toEqual([]);
  });

  test('go on weekly without end', () => {
    expect(daily('2020-06-01', 7, head)).toEqual(['2020-06-01 head-client -553 + head-online -560']);
  });
});

describe('a window', () => {
  test('includes its end and not its beginning', () => {
    expect(due('2018-11-12 08:29', '2018-11-12 08:30')).toEqual(['h head-online 7 + head-client 14']);
    expect(due('2018-11-12 08:30', '2018-11-12 09:00')).toEqual([]);
  });

  test('that ends before it begins, or where it begins, is empty', () => {
    expect(due('2018-11-12 09:00', '2018-11-12 08:00')).toEqual([]);
    expect(due('2018-11-12 08:30', '2018-11-12 08:30')).toEqual([]);
  });

  test('gives the instant of the plan in summer time and in winter time', () => {
    const summer = norfolk((draft) => {
      phaseOf(draft, 'head-online').date = '2018-10-29';
    });
    const instants = (day: string) =>
      dueBetween(summer, [head], { after: at(`${day} 00:00`), until: at(`${day} 23:59`) }).map((each) =>
        each.dueAt.toISOString(),
      );
    expect(instants('2018-10-22')).toEqual(['2018-10-22T07:30:00.000Z']);
    expect(instants('2018-10-29')).toEqual(['2018-10-29T08:30:00.000Z']);
  });

  test('over which the clock jumped gives each account one reminder, the latest', () => {
    expect(due('2018-11-05 09:00', '2018-11-26 09:00')).toEqual([
      'h head-client 0 + head-online -7',
      'o office-online 7 + office-client 14',
    ]);
    expect(due('2018-11-05 09:00', '2018-11-21 09:00')).toEqual([
      'h head-online 0 + head-client 7',
      'o office-online 14',
    ]);
    expect(due('2018-11-05 09:00', '2019-03-04 09:00')).toEqual([
      'h head-client -98 + head-online -105',
      'o office-client -84 + office-online -91',
      't everyone-else-online -77 + everyone-else-client -77',
    ]);
  });

  test('gives the account named twice one reminder', () => {
    expect(due('2018-11-12 08:00', '2018-11-12 09:00', plan, [head, head])).toEqual([
      'h head-online 7 + head-client 14',
    ]);
  });
});

describe('days off', () => {
  test('bring a reminder forward, the one of the day itself too', () => {
    const christmas = norfolk((draft) => {
      phaseOf(draft, 'head-online').date = '2018-12-26';
      phaseOf(draft, 'head-client').date = '2019-12-31';
    });
    expect(daily('2018-12-17', 18, head, christmas)).toEqual([
      '2018-12-19 head-online 7',
      // Three days before is a Sunday; the day before and the day itself are Christmas Day and Boxing Day.
      '2018-12-21 head-online 3',
      '2018-12-24 head-online 0',
      '2019-01-02 head-online -7',
    ]);
  });

  test('bring a repeat forward, and never to its date or before it', () => {
    const daysOff = norfolk((draft) => {
      Object.assign(draft.reminders, { repeatEveryDays: 1, extraDaysOff: ['2018-11-20', '2018-11-21'] });
      draft.phases = draft.phases.filter(({ id }) => id === 'head-online');
    });
    expect(daily('2018-11-19', 10, head, daysOff)).toEqual([
      '2018-11-19 head-online 0',
      '2018-11-22 head-online -3',
      // Saturday's and Sunday's come to lie on Friday: one reminder.
      '2018-11-23 head-online -6',
      '2018-11-26 head-online -7',
      '2018-11-27 head-online -8',
      '2018-11-28 head-online -9',
    ]);
  });

  test('of a whole fortnight leave one reminder before them', () => {
    const closed = norfolk((draft) => {
      draft.reminders.extraDaysOff = ['24', '27', '28', '31'].map((day) => `2018-12-${day}`);
    });
    expect(daily('2018-12-20', 20, teacher, closed)).toEqual([
      '2018-12-20 everyone-else-online -7 + everyone-else-client -7',
      '2018-12-21 everyone-else-online -14 + everyone-else-client -14',
      '2019-01-03 everyone-else-online -21 + everyone-else-client -21',
    ]);
  });
});

describe('school holidays', () => {
  const autumn = { from: '2018-11-09', to: '2018-11-16', name: 'Autumn break' };
  const closed = norfolk((draft) => {
    draft.reminders.daysOff = [autumn];
  });

  test('bring forward what falls within them, as one reminder', () => {
    expect(daily('2018-11-05', 15, head, closed)).toEqual([
      '2018-11-05 head-online 14',
      // Seven, three and one day before lie within the holidays: the last school day before them.
      '2018-11-08 head-online 1 + head-client 14',
      '2018-11-19 head-online 0 + head-client 7',
    ]);
  });

  test('have a first and a last day, of which both are off', () => {
    const days = ['08', '09', '16', '19'].map((day) => isWorkingDay(closed.reminders, `2018-11-${day}`));
    expect(days).toEqual([true, false, false, true]);
  });

  test.each([
    ['end before they begin', { from: '2018-11-16', to: '2018-11-09', name: 'x' }],
    ['last for a year', { from: '2018-11-09', to: '2019-11-09', name: 'x' }],
  ])('are a fault of the plan where they %s', (_how, daysOff) => {
    const draft = structuredClone(plan);
    draft.reminders.daysOff = [daysOff];
    expect(faultsOf(draft).map(({ path }) => path)).toEqual(['reminders.daysOff[0].to']);
  });
});

test('offsets that the plan does not name are 14, 7, 3, 1 and 0', () => {
  const { offsetsDaysBefore: _, ...reminders } = plan.reminders;
  const read = parsePlan({ ...structuredClone(plan), reminders });
  expect(read.ok && read.plan.reminders.offsetsDaysBefore).toEqual([14, 7, 3, 1, 0]);
});

describe('a paused phase', () => {
  const paused = norfolk((draft) => {
    draft.phases = draft.phases.filter(({ id }) => id.startsWith('head'));
  });
  const online = phaseOf(paused, 'head-online');
  online.paused = true;

  test('has no reminders, and nothing that another needs', () => {
    expect(daily('2018-11-05', 15, head, paused)).toEqual([
      '2018-11-12 head-client 14',
      '2018-11-19 head-client 7',
    ]);
    expect(nextDueAfter(paused, at('2018-11-01 00:00'))).toEqual(at('2018-11-12 08:30'));
  });
});

describe('two phases of one account', () => {
  test('that lie on different weekdays do not both repeat: the later takes over', () => {
    const apart = norfolk((draft) => {
      phaseOf(draft, 'head-client').date = '2018-11-28';
    });
    expect(daily('2018-11-27', 24, head, apart)).toEqual([
      '2018-11-27 head-client 1',
      '2018-11-28 head-client 0',
      '2018-12-05 head-client -7',
      '2018-12-12 head-client -14',
      '2018-12-19 head-client -21',
    ]);
  });

  test('fold a repeat of the earlier with what is ahead of the later, the one that has come first', () => {
    const apart = norfolk((draft) => {
      phaseOf(draft, 'head-client').date = '2018-12-03';
    });
    expect(due('2018-11-26 08:00', '2018-11-26 09:00', apart)[0]).toBe('h head-online -7 + head-client 7');
  });

  test('ahead, come nearest first', () => {
    const close = norfolk((draft) => {
      phaseOf(draft, 'head-client').date = '2018-11-23';
    });
    expect(due('2018-11-12 00:00', '2018-11-16 09:00', close)[0]).toBe('h head-online 1 + head-client 7');
  });
});

describe('waves', () => {
  const waves = [
    { date: '2019-01-07', schools: ['hillside.norfolk.sch.uk'] },
    { date: '2019-01-14', schools: ['fen.norfolk.sch.uk'] },
  ];
  const inWaves = norfolk((draft) => {
    for (const surface of ['online', 'client']) phaseOf(draft, `everyone-else-${surface}`).waves = waves;
  });

  test('give each school its own reminders, under its own date', () => {
    const accounts = ['hillside', 'fen', 'broads'].map((school) => ({
      id: school,
      upn: `a.teacher@${school}.norfolk.sch.uk`,
    }));
    expect(due('2018-12-31 00:00', '2018-12-31 09:00', inWaves, accounts)).toEqual([
      'hillside everyone-else-online 7 + everyone-else-client 7',
      'fen everyone-else-online 14 + everyone-else-client 14',
    ]);
    const [first] = dueBetween(inWaves, accounts, {
      after: at('2019-01-14 00:00'),
      until: at('2019-01-14 09:00'),
    });
    expect(first && reminderKey(first)).toBe('reminder:everyone-else-online:2019-01-07:-7:hillside');
  });

  test('are among what can be due next', () => {
    expect(nextDueAfter(inWaves, at('2019-01-10 12:00'))).toEqual(at('2019-01-11 08:30'));
  });
});

describe('what can be due next', () => {
  test.each([
    ['2018-01-01 00:00', '2018-11-05 08:30'],
    ['2018-11-05 08:30', '2018-11-12 08:30'],
    ['2018-11-12 08:29', '2018-11-12 08:30'],
    ['2018-11-12 08:30', '2018-11-16 08:30'],
    ['2018-12-17 08:30', '2018-12-20 08:30'],
    ['2018-12-20 08:30', '2018-12-24 08:30'],
  ])('after %s is at %s', (after, next) => {
    expect(nextDueAfter(plan, at(after))).toEqual(at(next));
  });

  test('is nothing for a plan without phases', () => {
    expect(nextDueAfter({ ...plan, phases: [] }, at('2018-11-05 09:00'))).toBeUndefined();
  });
});

/** Plans with any dates, offsets, repeats, weekdays and days off, for two cohorts. */
const anyPlan: fc.Arbitrary<RolloutPlan> = fc
  .record({
    dates: fc.array(fc.tuple(fc.nat(40), fc.nat(30)), { minLength: 2, maxLength: 2 }),
    waveAfter: fc.nat(20),
    offsetsDaysBefore: fc.uniqueArray(fc.nat(14), { maxLength: 5 }),
    repeatEveryDays: fc.integer({ min: 1, max: 10 }),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    extraDaysOff: fc.array(fc.nat(90).map((days) => addDays('2018-11-10', days))),
  })
  .map(({ dates, waveAfter, ...rules }) =>
    norfolk((draft) => {
      Object.assign(draft.reminders, rules);
      dates.forEach(([online, gap], index) => {
        setDate(draft.phases[index * 2], addDays('2018-11-15', online));
        setDate(draft.phases[index * 2 + 1], addDays('2018-11-15', online + gap));
      });
      const client = phaseOf(draft, 'head-client');
      client.waves = [{ date: addDays(client.date, waveAfter), schools: ['fen.norfolk.sch.uk'] }];
    }),
  );

function setDate(phase: Phase | undefined, date: string): void {
  if (phase !== undefined) phase.date = date;
}

const anyInstant = fc.date({ min: at('2018-11-01 00:00'), max: at('2019-03-01 00:00'), noInvalidDate: true });
const accounts = [head, office, teacher, officer, { id: 'f', upn: 'head@fen.norfolk.sch.uk' }];
const keysOf = (found: Due[]) => found.map(reminderKey);

describe('for any plan and window', () => {
  test('an account has at most one reminder, within the window and on a working day at the time of the plan', () => {
    fc.assert(
      fc.property(anyPlan, anyInstant, anyInstant, (of, after, until) => {
        const found = dueBetween(of, accounts, { after, until });
        expect(new Set(found.map(({ accountId }) => accountId)).size).toBe(found.length);
        for (const { dueAt, phaseId, folded } of found) {
          expect(dueAt > after && dueAt <= until).toBe(true);
          const day = today(of, dueAt);
          expect(isWorkingDay(of.reminders, day)).toBe(true);
          expect(dueAt).toEqual(instantAt(of, day, of.reminders.time));
          const named = [phaseId, ...folded.map((each) => each.phaseId)];
          expect(new Set(named).size).toBe(named.length);
        }
      }),
    );
  });

  test('the same question has the same answer', () => {
    fc.assert(
      fc.property(anyPlan, anyInstant, anyInstant, (of, after, until) => {
        expect(dueBetween(of, accounts, { after, until })).toEqual(
          dueBetween(of, accounts, { after, until }),
        );
      }),
    );
  });

  test('windows that follow one another never repeat a reminder, nor give an account two on a day', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(anyInstant, { minLength: 2, maxLength: 30 }), (of, instants) => {
        const times = instants.toSorted((a, b) => a.getTime() - b.getTime());
        const found = times
          .slice(1)
          .flatMap((until, index) => dueBetween(of, accounts, { after: times[index] ?? until, until }));
        const keys = keysOf(found);
        expect(new Set(keys).size).toBe(keys.length);
        const days = found.map(({ accountId, dueAt }) => `${accountId} ${today(of, dueAt)}`);
        expect(new Set(days).size).toBe(days.length);
      }),
    );
  });

  test('whoever has a reminder in a window also has one when it is cut in two', () => {
    fc.assert(
      fc.property(anyPlan, fc.tuple(anyInstant, anyInstant, anyInstant), (of, instants) => {
        const [after, middle, until] = instants.toSorted((a, b) => a.getTime() - b.getTime());
        if (!after || !middle || !until) return;
        const cut = [
          ...dueBetween(of, accounts, { after, until: middle }),
          ...dueBetween(of, accounts, { after: middle, until }),
        ];
        const known = new Set(cut.map(({ accountId }) => accountId));
        for (const { accountId } of dueBetween(of, accounts, { after, until }))
          expect(known).toContain(accountId);
      }),
    );
  });

  test('nothing is due before what can be due next', () => {
    fc.assert(
      fc.property(anyPlan, anyInstant, anyInstant, (of, after, until) => {
        const next = nextDueAfter(of, after);
        if (next === undefined) return;
        expect(next > after).toBe(true);
        for (const { dueAt } of dueBetween(of, accounts, { after, until })) expect(next <= dueAt).toBe(true);
      }),
    );
  });
});

describe('a county', () => {
  test('of 25,000 accounts in 20 waves is planned well within a second', () => {
    const school = (index: number) => `school-${index}.norfolk.sch.uk`;
    const waves = Array.from({ length: 20 }, (_, wave) => ({
      date: addDays('2019-01-07', wave),
      schools: Array.from({ length: 20 }, (_, index) => school(wave * 20 + index)),
    }));
    const county = norfolk((draft) => {
      for (const surface of ['online', 'client']) phaseOf(draft, `everyone-else-${surface}`).waves = waves;
    });
    const people = Array.from({ length: 25_000 }, (_, index) => ({
      id: String(index),
      upn: `${index < 400 ? 'head' : `person-${index}`}@${school(index % 400)}`,
    }));
    const before = process.cpuUsage();
    const found = dueBetween(county, people, {
      after: at('2019-01-14 00:00'),
      until: at('2019-01-14 09:00'),
    });
    expect(found.length).toBeGreaterThan(1000);
    // Processor time, since a busy machine says nothing of the planner; some 150 ms here.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});
