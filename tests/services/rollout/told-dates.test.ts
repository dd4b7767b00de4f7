import { phasesAfter } from '../../../services/rollout/live-plan.ts';
import { datedFor, describeChange, describeDate, describeTold } from '../../../services/rollout/phases.ts';
import { norfolk, phaseOf } from './norfolk.ts';

describe('a date that a message told', () => {
  test.each([
    ['head-online', '2018-11-19', 'Monday 19 November 2018'],
    ['office-online', '2018-12-03', 'the week of Monday 3 December 2018'],
    ['everyone-else-online', '2018-12-13', 'from Thursday 13 December 2018'],
  ])('of %s is named as exactly as it was announced', (id, date, words) => {
    expect(describeTold(phaseOf(norfolk(), id), date)).toBe(words);
  });

  test('is named the same after the phase has moved or was paused', () => {
    const phase = phaseOf(norfolk(), 'office-online');
    const words = 'the week of Monday 3 December 2018';
    expect(describeTold({ ...phase, date: '2018-12-10' }, '2018-12-03')).toBe(words);
    expect(describeTold({ ...phase, paused: true }, '2018-12-03')).toBe(words);
    const onwards = { ...phaseOf(norfolk(), 'everyone-else-online'), date: '2019-01-10' };
    expect(describeTold(onwards, '2018-12-13')).toBe('from Thursday 13 December 2018');
    expect(describeTold(undefined, '2018-12-03')).toBe('Monday 3 December 2018');
    expect(describeTold(phase, 'paused')).toBe('paused for now; a new date will follow');
  });

  test('of a school of its own is a day where the phase is open-ended', () => {
    const phase = phaseOf(norfolk(), 'everyone-else-online');
    const waves = [{ date: '2018-12-17', schools: ['ash.norfolk.sch.uk'] }];
    expect(describeTold({ ...phase, waves }, '2018-12-17')).toBe('Monday 17 December 2018');
  });
});

test('who changed or paused a date is called what the plan calls them', () => {
  const plan = { ...norfolk(), serviceDesk: { ...norfolk().serviceDesk, name: 'IT Help' } };
  const change = { id: 1, phaseId: 'office-online', why: 'Snow', at: new Date('2018-11-12T10:00:00Z') };
  const after = (what: 'moved' | 'paused', date?: string) =>
    phaseOf(
      { ...plan, phases: phasesAfter(plan, plan.phases, [{ ...change, what, ...(date && { date }) }]) },
      'office-online',
    );
  const moved = after('moved', '2018-12-10').change;
  expect(moved && describeChange(moved)).toBe('moved on Monday 12 November 2018 by the IT Help: Snow');
  expect(describeDate(datedFor(after('paused')))).toBe('paused by the IT Help; a new date will follow');
});
