import fc from 'fast-check';
import {
  type ChangeFault,
  checkChange,
  faultOfUndoing,
  type TypedChange,
} from '../../../services/plan-changes/check-change.ts';
import { addDays } from '../../../services/rollout/calendar.ts';
import { type PlanChange, takeChanges } from '../../../services/rollout/live-plan.ts';
import { datedFor } from '../../../services/rollout/phases.ts';
import { norfolk, phaseOf } from '../rollout/norfolk.ts';

const now = new Date('2018-11-14T10:00:00Z');
const facts = { today: '2018-11-14', now, isKnownSchool: true };
const typed = (more: Partial<TypedChange> = {}): TypedChange => ({
  what: 'moved',
  phase: 'head-online',
  date: '2018-11-20',
  school: '',
  why: 'Snow',
  ...more,
});

function planWith(...changes: Partial<PlanChange>[]) {
  const plan = norfolk();
  takeChanges(
    plan,
    changes.map((change, index) => ({
      id: index + 1,
      what: 'moved',
      phaseId: 'head-online',
      why: 'Before',
      at: now,
      ...change,
    })),
  );
  return plan;
}

/** What is wrong, as `field: message`. */
function faults(change: TypedChange, plan = norfolk(), known = facts): string[] {
  const checked = checkChange(plan, change, known);
  if (checked.kind === 'good') return [];
  return checked.faults.map(({ field, message }: ChangeFault) => `${field}: ${message}`);
}

it('takes a change that keeps every rule, its reason in one line', () => {
  expect(checkChange(norfolk(), typed({ why: ' Snow\n and  ice ' }), facts)).toEqual({
    kind: 'good',
    change: { what: 'moved', phaseId: 'head-online', date: '2018-11-20', why: 'Snow and ice' },
  });
});

it('takes a school by its domain or by a whole address, and an earlier date for it', () => {
  expect(
    checkChange(norfolk(), typed({ school: ' Office@Hillside.norfolk.sch.uk ', date: '2018-11-15' }), facts),
  ).toMatchObject({ kind: 'good', change: { school: 'hillside.norfolk.sch.uk', date: '2018-11-15' } });
});

it.each<[string, Partial<TypedChange>, string]>([
  ['no date', { date: '' }, 'date: Choose the new date.'],
  [
    'a date in the past',
    { date: '2018-11-13' },
    'date: Tuesday 13 November 2018 has passed. Choose a day from today on.',
  ],
  ['a Sunday', { date: '2018-11-25' }, 'date: Sunday 25 November 2018 is a day off. Choose a working day.'],
  [
    'a bank holiday',
    { date: '2018-12-25', phase: 'head-client' },
    'date: Tuesday 25 December 2018 is a day off. Choose a working day.',
  ],
  ['a year that is none', { date: '0218-11-20' }, 'date: Choose a day between the years 2000 and 2099.'],
  ['a year after 2099', { date: '2100-01-04' }, 'date: Choose a day between the years 2000 and 2099.'],
  ['a day that is none', { date: '2019-02-30' }, 'date: Choose a day between the years 2000 and 2099.'],
  ['something else than a date', { date: 'soon' }, 'date: Choose a day between the years 2000 and 2099.'],
  [
    'the same date',
    { date: '2018-11-19' },
    'date: It is Monday 19 November 2018 already. Choose another day.',
  ],
  [
    'a Tuesday for a week',
    { phase: 'office-online', date: '2018-12-04' },
    'date: This group changes within a week. Choose the Monday that it begins on: Tuesday 4 December 2018 is none.',
  ],
  [
    'installed Outlook before Outlook on the web',
    { phase: 'head-client', date: '2018-11-16' },
    'date: Outlook on the web changes later, on Monday 19 November 2018. Choose that day or a later one, or move Outlook on the web first.',
  ],
  [
    'Outlook on the web after installed Outlook',
    { date: '2018-11-27' },
    'date: Installed Outlook would change before it, on Monday 26 November 2018. Move installed Outlook first.',
  ],
  [
    'the same for one school',
    { date: '2018-11-27', school: 'hillside.norfolk.sch.uk' },
    'date: Installed Outlook would change before it, on Monday 26 November 2018. Move installed Outlook first.',
  ],
  ['no reason', { why: ' \n ' }, 'why: Give a reason. People are shown it.'],
  [
    'too long a reason',
    { why: 'x'.repeat(201) },
    'why: The reason has 201 characters. Shorten it to at most 200.',
  ],
  ['no phase', { phase: '' }, 'phase: Choose which date you want to change.'],
  [
    'a phase that runs, to be resumed',
    { what: 'resumed' },
    'phase: This date is not paused. Use “Change a date” instead.',
  ],
])('refuses %s in clear words', (_, more, fault) => {
  expect(faults(typed(more))).toEqual([fault]);
});

it('refuses a school that nobody knows, and says all faults at once', () => {
  const known = { ...facts, isKnownSchool: false };
  expect(faults(typed({ school: 'nowhere.example', why: '', date: '' }), norfolk(), known)).toEqual([
    'school: I know no account of this group at nowhere.example. Check the address after the @.',
    'why: Give a reason. People are shown it.',
    'date: Choose the new date.',
  ]);
});

it('keeps the order for a school with a date of its own when the others move', () => {
  const plan = planWith(
    { phaseId: 'head-client', date: '2018-12-17' },
    { phaseId: 'head-client', date: '2018-11-26', school: 'hillside.norfolk.sch.uk' },
  );
  expect(faults(typed({ date: '2018-12-03' }), plan)).toEqual([
    'date: Installed Outlook at hillside.norfolk.sch.uk would change before it, on Monday 26 November 2018. Move installed Outlook first.',
  ]);
});

describe('a paused phase', () => {
  const plan = planWith({ what: 'paused' });

  it('is neither moved nor paused again, and resumed with a date, the old one too', () => {
    expect(faults(typed(), plan)).toEqual(['phase: This date is paused. Use “Resume” to give it a new one.']);
    expect(faults(typed({ what: 'paused', date: '' }), plan)).toEqual([
      'phase: This date is paused already.',
    ]);
    expect(faults(typed({ what: 'resumed', date: '' }), plan)).toEqual(['date: Choose the new date.']);
    expect(faults(typed({ what: 'resumed', date: '2018-11-19' }), plan)).toEqual([]);
    expect(faults(typed({ what: 'resumed', date: '2018-12-03' }), plan)).toEqual([
      'date: Installed Outlook would change before it, on Monday 26 November 2018. Move installed Outlook first.',
    ]);
  });

  it('orders nothing while it has no date', () => {
    expect(faults(typed({ phase: 'head-client', date: '2018-11-16' }), plan)).toEqual([]);
  });
});

it('a pause needs no date and no school, whatever the form sent', () => {
  expect(checkChange(norfolk(), typed({ what: 'paused', date: '1999-01-01', school: 'x' }), facts)).toEqual({
    kind: 'good',
    change: { what: 'paused', phaseId: 'head-online', why: 'Snow' },
  });
});

describe('taking a change back', () => {
  const change: PlanChange = {
    id: 1,
    what: 'moved',
    phaseId: 'head-online',
    date: '2018-11-21',
    why: '',
    at: now,
  };

  it('is refused once the date before has passed, and not on that day', () => {
    const plan = norfolk();
    expect(faultOfUndoing(plan, { undone: change, before: [], today: '2018-11-19' })).toBeUndefined();
    expect(faultOfUndoing(plan, { undone: change, before: [], today: '2018-11-20' })).toBe(
      'Monday 19 November 2018 has passed, so it cannot be the date again. Choose a new date instead.',
    );
  });

  it('is refused where installed Outlook would come before Outlook on the web', () => {
    const plan = norfolk();
    const client = { ...change, phaseId: 'head-client', date: '2018-12-17' };
    const online = { ...change, id: 2, date: '2018-12-10' };
    expect(faultOfUndoing(plan, { undone: client, before: [online], today: '2018-11-14' })).toMatch(
      /^Outlook on the web changes later, on Monday 10 December 2018/,
    );
  });
});

it('never lets a plan through whose installed Outlook comes before Outlook on the web', () => {
  const days = fc.integer({ min: 0, max: 60 }).map((more) => addDays('2018-11-14', more));
  const schools = fc.constantFrom('', 'a.norfolk.sch.uk', 'b.norfolk.sch.uk');
  const wanted = fc.record({
    what: fc.constantFrom('moved' as const, 'moved' as const, 'paused' as const, 'resumed' as const),
    phase: fc.constantFrom('head-online', 'head-client'),
    date: days,
    school: schools,
    why: fc.constant('x'),
  });
  fc.assert(
    fc.property(fc.array(wanted, { maxLength: 12 }), (all) => {
      const plan = norfolk();
      const made: PlanChange[] = [];
      for (const one of all) {
        const checked = checkChange(plan, one, facts);
        if (checked.kind === 'faulty') continue;
        made.push({ ...checked.change, id: made.length + 1, at: now });
        takeChanges(plan, made);
      }
      const [online, client] = ['head-online', 'head-client'].map((id) => phaseOf(plan, id));
      if (!online || !client || online.paused || client.paused) return;
      for (const domain of [undefined, 'a.norfolk.sch.uk', 'b.norfolk.sch.uk']) {
        expect(datedFor(client, domain).date >= datedFor(online, domain).date).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
