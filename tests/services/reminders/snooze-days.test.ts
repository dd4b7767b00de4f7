import fc from 'fast-check';
import { isSnoozed, snoozeEnds, snoozeOffer } from '../../../services/reminders/snooze-days.ts';
import { addDays, isWorkingDay } from '../../../services/rollout/calendar.ts';
import { phasesOf } from '../../../services/rollout/phases.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';

const offer = (
  day: string,
  more: { upn?: string; phaseId?: string; phaseDate?: string; used?: number } = {},
) => {
  const { upn = head, phaseId = 'head-online', phaseDate = '2018-11-19', used = 0 } = more;
  return snoozeOffer(plan, { phases: phasesOf(plan, upn), phaseId, phaseDate, day, used });
};

const days = (of: ReturnType<typeof offer>) =>
  of.kind === 'offered' ? of.options.map(({ choice, day }) => `${choice} ${day}`) : of.why;

describe('the days to which a reminder can be put off', () => {
  it.each([
    // A Monday a week before.
    ['2018-11-12', ['tomorrow 2018-11-13', 'three-days 2018-11-15', 'week 2018-11-19']],
    // Three days on is a Saturday and gives way to Friday.
    ['2018-11-14', ['tomorrow 2018-11-15', 'three-days 2018-11-16', 'week 2018-11-19']],
    // Tomorrow is a Saturday: no later working day on or before it.
    ['2018-11-16', ['three-days 2018-11-19']],
    // Three days on is Sunday and would be today's Friday again.
    ['2018-11-15', ['tomorrow 2018-11-16', 'week 2018-11-19']],
  ])('on %s', (day, expected) => {
    expect(days(offer(day))).toEqual(expected);
  });

  it.each([
    ['on the date itself', '2018-11-19'],
    ['after it', '2018-11-26'],
  ])('are none %s', (_when, day) => {
    expect(days(offer(day))).toBe('deadline');
  });

  it('never pass the date, and lie on working days that come later', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 60 }), fc.constantFrom(head, office), (before, upn) => {
        for (const { phase, date } of phasesOf(plan, upn)) {
          const day = addDays(date, -before);
          const made = offer(day, { upn, phaseId: phase.id, phaseDate: date });
          if (made.kind === 'none') continue;
          expect(new Set(made.options.map((option) => option.day)).size).toBe(made.options.length);
          for (const option of made.options) {
            expect(option.day > day && option.day <= date).toBe(true);
            expect(isWorkingDay(plan.reminders, option.day)).toBe(true);
          }
        }
      }),
    );
  });

  it('are offered as often as the plan says, and no more', () => {
    expect(offer('2018-11-12', { used: 2 })).toMatchObject({ kind: 'offered', left: 1 });
    expect(days(offer('2018-11-12', { used: 3 }))).toBe('used-up');
    const never = { ...plan, reminders: { ...plan.reminders, snoozesPerPhase: 0 } };
    const facts = { phases: phasesOf(plan, head), phaseId: 'head-online', phaseDate: '2018-11-19' };
    expect(snoozeOffer(never, { ...facts, day: '2018-11-12', used: 0 })).toEqual({
      kind: 'none',
      why: 'used-up',
    });
  });

  it('are none for a date that has moved, a paused phase and one that is gone', () => {
    expect(days(offer('2018-11-12', { phaseDate: '2018-11-20' }))).toBe('date-changed');
    expect(days(offer('2018-11-12', { phaseId: 'gone' }))).toBe('date-changed');
    const paused = phasesOf(plan, head).map((dated) => ({
      ...dated,
      phase: { ...dated.phase, paused: true },
    }));
    const facts = { phases: paused, phaseId: 'head-online', phaseDate: '2018-11-19', used: 0 };
    expect(snoozeOffer(plan, { ...facts, day: '2018-11-12' })).toMatchObject({ why: 'date-changed' });
  });
});

describe('a reminder of an account that put it off', () => {
  const snooze = { phaseId: 'head-online', phaseDate: '2018-11-19', untilDay: '2018-11-16' };
  const facts = { phases: phasesOf(plan, head), phaseDate: '2018-11-19', day: '2018-11-13' };

  it('waits until the chosen day, for the other phases with later dates too', () => {
    expect(isSnoozed([snooze], facts)).toBe(true);
    expect(isSnoozed([snooze], { ...facts, phaseDate: '2018-11-26' })).toBe(true);
    expect(isSnoozed([snooze], { ...facts, day: '2018-11-16' })).toBe(false);
    expect(isSnoozed([], facts)).toBe(false);
  });

  it('does not wait past a date that comes before the chosen day', () => {
    expect(isSnoozed([snooze], { ...facts, phaseDate: '2018-11-14' })).toBe(false);
  });

  it('does not wait for a wish that was made for another date, or for a paused phase', () => {
    expect(isSnoozed([{ ...snooze, phaseDate: '2018-11-20' }], facts)).toBe(false);
    const paused = facts.phases.map((dated) => ({ ...dated, phase: { ...dated.phase, paused: true } }));
    expect(isSnoozed([snooze], { ...facts, phases: paused })).toBe(false);
  });

  it('comes at the time of all reminders', () => {
    expect(snoozeEnds(plan, '2018-11-16')).toEqual(new Date('2018-11-16T08:30:00Z'));
  });
});
