import { describe, expect, test } from '@jest/globals';
import { norfolk } from './norfolk.ts';

describe('the announcement of 2 November 2018 as a plan', () => {
  const plan = norfolk();

  test('names its source, its zone and whom to ask', () => {
    expect(plan.source).toEqual({
      name: 'Management Information Sheet',
      reference: '148/18',
      published: '2018-11-02',
    });
    expect(plan.timeZone).toBe('Europe/London');
    expect(plan.namedContact).toEqual({ name: 'Richard Cornelius', phone: '0845 303 3003' });
    expect(plan.serviceDesk.name).toBe('Service Desk');
    expect(plan.earlyAdopters.invited).toBe(true);
    expect(plan.appPasswords).toBe('accepted');
  });

  test.each([
    ['head-online', 'head', 'online', '2018-11-19', 'day', 'Monday, 19th November'],
    ['head-client', 'head', 'client', '2018-11-26', 'day', 'Monday, 26th November'],
    ['office-online', 'office', 'online', '2018-12-03', 'week', 'w/c 03/12/2018'],
    ['office-client', 'office', 'client', '2018-12-10', 'week', 'w/c 10/12/2018'],
    ['everyone-else-online', 'everyone-else', 'online', '2018-12-13', 'onwards', '13/12/2018 onwards'],
    ['everyone-else-client', 'everyone-else', 'client', '2018-12-13', 'onwards', '13/12/2018 onwards'],
  ])('has %s as announced', (id, cohort, surface, date, precision, statedAs) => {
    expect(plan.phases).toContainEqual({ id, cohort, surface, date, precision, statedAs, waves: [] });
    expect(plan.phases).toHaveLength(6);
  });

  test('gives the day of the POP3 and IMAP change, and no day for the deletions', () => {
    const [pop3, deletions] = plan.otherChanges;
    expect(pop3).toMatchObject({ date: '2018-11-09', title: expect.stringMatching(/POP3 and IMAP/) });
    expect(deletions?.when).toBe('in the New Year');
    expect(deletions).not.toHaveProperty('date');
  });

  test('invents no address where the announcement lost its own', () => {
    expect(plan.serviceDesk).not.toHaveProperty('url');
    expect(plan.serviceDesk).not.toHaveProperty('email');
    expect(plan.serviceDesk).not.toHaveProperty('phone');
    expect(plan.guides).not.toHaveProperty('url');
  });

  test('treats the mailboxes of heads and offices as shared', () => {
    expect(plan.cohorts.map(({ id, shared }) => [id, shared])).toEqual([
      ['head', true],
      ['office', true],
      ['everyone-else', false],
    ]);
  });

  test('reminds 14, 7, 3 and 1 days before, on the day, then weekly, at 08:30', () => {
    expect(plan.reminders).toMatchObject({
      offsetsDaysBefore: [14, 7, 3, 1, 0],
      repeatEveryDays: 7,
      time: '08:30',
    });
  });
});
