import { decideReminder, type ReminderFacts } from '../../../services/reminders/at-send.ts';
import type { MfaStatus } from '../../../services/rollout/mfa-status.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();

const now = new Date('2018-11-12T08:30:00Z');
const status = (registered: boolean): MfaStatus => ({
  methods: {
    kind: 'known',
    methods: registered ? ['authenticator', 'password'] : ['password'],
    source: 'registration-report',
    asOf: now,
  },
  state: { kind: 'unknown', why: 'not asked' },
});
const unknown: MfaStatus = {
  methods: { kind: 'unknown', why: 'no answer' },
  state: { kind: 'unknown', why: 'no answer' },
};
const facts: ReminderFacts = {
  plan,
  upn: 'head@hillside.norfolk.sch.uk',
  isEnabled: true,
  status: status(false),
  said: { waitingKeepers: [], outlook: undefined },
  remindedToday: false,
  subject: { phaseId: 'head-online', phaseDate: '2018-11-19', day: '2018-11-12' },
  plannedAt: now,
  now,
};

describe('decideReminder', () => {
  it('sends to an account that is not ready, with its other phase beside', () => {
    const decision = decideReminder(facts);
    expect(decision).toMatchObject({
      kind: 'send',
      content: {
        main: { dated: { date: '2018-11-19' }, standing: { kind: 'planned-future', days: 7 } },
        others: [{ dated: { date: '2018-11-26' } }],
        missing: 'registration',
      },
    });
  });

  it.each([
    ['someone who has registered since', { status: status(true) }, 'already-ready'],
    ['an account whose sign-in is blocked', { isEnabled: false }, 'account-disabled'],
    ['an account that had its card today', { remindedToday: true }, 'already-reminded-today'],
    ['a day that has passed', { now: new Date('2018-11-13T08:30:00Z') }, 'too-late'],
    ['a date that has moved', { subject: { ...facts.subject, phaseDate: '2018-11-20' } }, 'date-moved'],
    ['a phase that is gone', { subject: { ...facts.subject, phaseId: 'gone' } }, 'phase-removed'],
    ['somebody who said that it is done, after the report', { saidDoneSinceReport: true }, 'said-done'],
    ['an account that no cohort covers', { upn: 'desk@norfolk.gov.uk' }, 'phase-removed'],
  ])('skips %s', (_who, change, why) => {
    expect(decideReminder({ ...facts, ...change })).toEqual({ kind: 'skip', why });
  });

  it('holds an unknown status, for longer the longer it has waited, and never treats it as not ready', () => {
    const waited = (minutes: number) =>
      decideReminder({ ...facts, status: unknown, plannedAt: new Date(now.getTime() - minutes * 60_000) });
    expect(waited(0)).toEqual({ kind: 'hold', why: 'status-unknown', retryAfterMs: 5_000 });
    expect(waited(3)).toEqual({ kind: 'hold', why: 'status-unknown', retryAfterMs: 180_000 });
    expect(waited(90)).toEqual({ kind: 'hold', why: 'status-unknown', retryAfterMs: 600_000 });
  });

  it('does not take that word for another thing that is missing', () => {
    const said = { waitingKeepers: ['Priya'], outlook: undefined };
    const decision = decideReminder({ ...facts, status: status(true), said, saidDoneSinceReport: true });
    expect(decision.kind).toBe('send');
  });

  describe('to an account that is registered', () => {
    const registered = { ...facts, status: status(true) };
    const outlookBroken = { waitingKeepers: [], outlook: 'not-working' } as const;

    it('sends while one of its keepers is missing, and says who', () => {
      const said = { waitingKeepers: ['Priya'], outlook: undefined };
      expect(decideReminder({ ...registered, said })).toMatchObject({
        kind: 'send',
        content: { missing: 'keepers', said: { waitingKeepers: ['Priya'] } },
      });
    });

    it('speaks of Outlook that does not work with its client phase only', () => {
      expect(decideReminder({ ...registered, said: outlookBroken })).toEqual({
        kind: 'skip',
        why: 'already-ready',
      });
      const client = { ...facts.subject, phaseId: 'head-client', phaseDate: '2018-11-26' };
      expect(decideReminder({ ...registered, subject: client, said: outlookBroken })).toMatchObject({
        kind: 'send',
        content: { missing: 'outlook', main: { dated: { phase: { id: 'head-client' } } } },
      });
    });

    it('speaks of it on a day on which both phases have a reminder, and to nobody without that word', () => {
      // The online date itself is a week before the client date: one reminder for both.
      const monday = new Date('2018-11-19T08:30:00Z');
      const onMonday = {
        ...registered,
        subject: { ...facts.subject, day: '2018-11-19' },
        plannedAt: monday,
        now: monday,
      };
      expect(decideReminder({ ...onMonday, said: outlookBroken })).toMatchObject({
        kind: 'send',
        content: {
          missing: 'outlook',
          main: { dated: { phase: { id: 'head-client' } }, standing: { kind: 'planned-future', days: 7 } },
          others: [{ dated: { phase: { id: 'head-online' } } }],
        },
      });
      expect(decideReminder(onMonday)).toEqual({ kind: 'skip', why: 'already-ready' });
      const friday = new Date('2018-11-16T08:30:00Z');
      const onFriday = { ...onMonday, subject: { ...facts.subject, day: '2018-11-16' }, now: friday };
      expect(decideReminder({ ...onFriday, said: outlookBroken })).toEqual({
        kind: 'skip',
        why: 'already-ready',
      });
    });

    it('speaks of it as well where both phases have one day and one reminder', () => {
      const teacher = {
        ...registered,
        upn: 'a.teacher@hillside.norfolk.sch.uk',
        subject: { phaseId: 'everyone-else-online', phaseDate: '2018-12-13', day: '2018-11-12' },
      };
      expect(decideReminder({ ...teacher, said: outlookBroken })).toMatchObject({
        kind: 'send',
        content: {
          missing: 'outlook',
          main: { dated: { phase: { id: 'everyone-else-client' } } },
          others: [{ dated: { phase: { id: 'everyone-else-online' } } }],
        },
      });
      expect(decideReminder(teacher)).toEqual({ kind: 'skip', why: 'already-ready' });
    });
  });
});
