import { askedFor, askedReminder, waitOfAsked } from '../../../services/reminders/asked.ts';
import { norfolk } from '../rollout/norfolk.ts';

const plan = norfolk((draft) => {
  draft.reminders.extraDaysOff = ['2018-11-14'];
});
const asked = (now: string) => {
  const { day, at } = askedFor(plan, new Date(now));
  return [day, at.toISOString()];
};

describe('a reminder that a head asks for', () => {
  test.each([
    ['within working hours goes at once', '2018-11-12T10:15:00Z', '2018-11-12', '2018-11-12T10:15:00.000Z'],
    ['before them when they begin', '2018-11-12T06:00:00Z', '2018-11-12', '2018-11-12T08:30:00.000Z'],
    ['from their end on, the next day', '2018-11-12T17:00:00Z', '2018-11-13', '2018-11-13T08:30:00.000Z'],
    ['before a day off, the day after it', '2018-11-13T19:00:00Z', '2018-11-15', '2018-11-15T08:30:00.000Z'],
    ['on a Saturday, on the Monday', '2018-11-17T10:00:00Z', '2018-11-19', '2018-11-19T08:30:00.000Z'],
    ['on the last evening of summer time', '2018-10-26T17:00:00Z', '2018-10-29', '2018-10-29T08:30:00.000Z'],
  ])('%s', (_, now, day, at) => {
    expect(asked(now)).toEqual([day, at]);
  });

  test('is the same one all day, on the road of every reminder', () => {
    const who = { accountId: 'a', phaseId: 'office-online', phaseDate: '2018-12-03' };
    const make = (now: string) => askedReminder(plan, askedFor(plan, new Date(now)), who);
    expect(make('2018-11-12T10:15:00Z')).toMatchObject({
      key: 'reminder:office-online:2018-12-03:asked-2018-11-12:a',
      kind: 'reminder',
      subject: { offset: 'asked-2018-11-12', day: '2018-11-12', phaseId: 'office-online' },
      // As long as a planned one of that day: Microsoft may not answer before the next morning.
      expiresAt: new Date('2018-11-13T17:00:00Z'),
    });
    expect(make('2018-11-12T16:00:00Z').key).toBe(make('2018-11-12T10:15:00Z').key);
    expect(make('2018-11-12T19:00:00Z').key).not.toBe(make('2018-11-12T10:15:00Z').key);
  });

  test('waits for its hour, and no other reminder does', () => {
    const wait = (subject: Record<string, string>, now: string) => waitOfAsked(plan, subject, new Date(now));
    const subject = { offset: 'asked-2018-11-13', day: '2018-11-13' };
    expect(wait(subject, '2018-11-13T08:20:00Z')).toBe(600_000);
    expect(wait(subject, '2018-11-13T08:30:00Z')).toBeUndefined();
    expect(wait({ offset: '7', day: '2018-11-13' }, '2018-11-13T08:20:00Z')).toBeUndefined();
  });
});
