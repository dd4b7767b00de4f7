import { describe, expect, test } from '@jest/globals';
import { decideMove, type Move, nextPhase } from '../../demo/moves.ts';
import { norfolkPlan } from './support.ts';

const plan = norfolkPlan();
const firstDay = new Date('2018-11-05T09:00:00Z');
const decided = (move: Move, now = firstDay) => decideMove(plan, now, move);

describe('a move of the clock', () => {
  test.each<[Move, string]>([
    [{ kind: 'next-day' }, '2018-11-06T09:00:00.000Z'],
    [{ kind: 'next-phase' }, '2018-11-19T09:00:00.000Z'],
    [{ kind: 'go-to', date: '2018-11-26' }, '2018-11-26T09:00:00.000Z'],
    // In summer, 09:00 in Norfolk is 08:00 in UTC.
    [{ kind: 'go-to', date: '2019-04-01' }, '2019-04-01T08:00:00.000Z'],
  ])('%j lands at nine o’clock: %s', (move, expected) => {
    expect(decided(move)).toMatchObject({ kind: 'go', to: new Date(expected) });
  });

  test('goes to nine o’clock of the same day only where that is still ahead', () => {
    const today: Move = { kind: 'go-to', date: '2018-11-05' };
    expect(decided(today, new Date('2018-11-05T08:00:00Z')).kind).toBe('go');
    expect(decided(today).kind).toBe('refused');
  });

  test.each(['2018-11-04', '2018-02-30', 'tomorrow', '', '9999-01-01'])(
    'refuses %j in a sentence',
    (date) => {
      const decision = decided({ kind: 'go-to', date });
      expect(decision).toMatchObject({ kind: 'refused', why: expect.stringMatching(/\.$/) });
    },
  );

  test('goes through the phases of the plan in order and then says that there is none left', () => {
    const dates: string[] = [];
    let now = firstDay;
    for (let ahead = nextPhase(plan, now); ahead; ahead = nextPhase(plan, now)) {
      dates.push(ahead.date);
      now = new Date(`${ahead.date}T09:00:00Z`);
    }
    expect(dates.slice(0, 5)).toEqual(['2018-11-19', '2018-11-26', '2018-12-03', '2018-12-10', '2018-12-13']);
    expect(decided({ kind: 'next-phase' }, now).kind).toBe('refused');
  });

  test('says in words what the next phase is', () => {
    expect(nextPhase(plan, firstDay)).toMatchObject({
      day: 'Monday 19 November 2018',
      what: expect.stringContaining('Outlook on the web'),
    });
  });
});
