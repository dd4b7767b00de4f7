import { decideReminder, type ReminderFacts, waitsUntil } from '../../../services/reminders/at-send.ts';
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
    [
      'a day that has passed for more than a working day',
      { now: new Date('2018-11-14T08:30:00Z') },
      'too-late',
    ],
    ['one whose place a later reminder took', { isSuperseded: true }, 'superseded'],
    ['an account that put it off', { isSnoozed: true }, 'snoozed'],
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

  it('skips a phase that is paused', () => {
    const paused = norfolkPlan();
    for (const phase of paused.phases) if (phase.id === 'head-online') phase.paused = true;
    expect(decideReminder({ ...facts, plan: paused })).toEqual({ kind: 'skip', why: 'phase-paused' });
  });

  it.each([
    ['before people come in', '2018-11-13T07:30:00Z', 60],
    ['in the evening', '2018-11-12T17:00:00Z', 60],
    ['shortly before they come in', '2018-11-13T08:20:00Z', 10],
  ])('holds what waits %s until working hours, and looks again within an hour', (_when, time, minutes) => {
    expect(decideReminder({ ...facts, now: new Date(time) })).toEqual({
      kind: 'hold',
      why: 'outside-hours',
      retryAfterMs: minutes * 60_000,
    });
  });

  it('holds over a weekend and goes out on the Monday, in the words of that day', () => {
    const friday = new Date('2018-11-16T08:30:00Z');
    const onFriday = { ...facts, subject: { ...facts.subject, day: '2018-11-16' }, plannedAt: friday };
    expect(decideReminder({ ...onFriday, now: new Date('2018-11-17T10:00:00Z') })).toMatchObject({
      why: 'outside-hours',
    });
    expect(decideReminder({ ...onFriday, now: new Date('2018-11-19T08:30:00Z') })).toMatchObject({
      kind: 'send',
      content: { main: { standing: { kind: 'planned-future', days: 0 } } },
    });
  });

  it('waits for its day where it was planned by a clock that was ahead', () => {
    expect(decideReminder({ ...facts, now: new Date('2018-11-09T10:00:00Z') })).toEqual({
      kind: 'hold',
      why: 'not-yet-due',
      retryAfterMs: 3_600_000,
    });
  });

  describe('on a day on which the account heard that a date has moved', () => {
    const onMove = (movesToldToday: 'of-it' | 'of-others', change: Partial<ReminderFacts> = {}) =>
      decideReminder({ ...facts, remindedToday: true, movesToldToday, ...change });
    const near = {
      subject: { phaseId: 'head-online', phaseDate: '2018-11-19', day: '2018-11-16' },
      plannedAt: new Date('2018-11-16T08:30:00Z'),
      now: new Date('2018-11-16T08:31:00Z'),
    };

    it('waits for the next working day', () => {
      const hold = { kind: 'hold', why: 'already-reminded-today', retryAfterMs: 3_600_000 };
      expect(onMove('of-others')).toEqual(hold);
      expect(onMove('of-it')).toEqual(hold);
    });

    it('goes the same day where its date is here by then, unless that very date was the news', () => {
      expect(onMove('of-others', near)).toMatchObject({ kind: 'send' });
      expect(onMove('of-it', near)).toEqual({ kind: 'skip', why: 'already-reminded-today' });
    });

    it('waits no second day, after which it would be too late', () => {
      expect(onMove('of-others', { now: new Date('2018-11-13T08:31:00Z') })).toMatchObject({ kind: 'send' });
    });
  });

  describe('while Microsoft does not answer', () => {
    const unanswered = { ...facts, status: unknown };
    const tuesday = (time: string) => new Date(`2018-11-13T${time}Z`);

    it('waits until the next working morning at most, and never longer than that between two looks', () => {
      const before = decideReminder({ ...unanswered, now: new Date('2018-11-12T16:59:00Z') });
      expect(before).toEqual({ kind: 'hold', why: 'status-unknown', retryAfterMs: 600_000 });
      expect(waitsUntil(plan, now)).toEqual(tuesday('08:30:00'));
      expect(waitsUntil(plan, new Date('2018-11-16T08:30:00Z'))).toEqual(new Date('2018-11-19T08:30:00Z'));
      expect(waitsUntil(plan, new Date('2018-12-24T08:30:00Z'))).toEqual(new Date('2018-12-27T08:30:00Z'));
    });

    it('then goes out without a claim, with the days as of that morning', () => {
      expect(decideReminder({ ...unanswered, now: tuesday('08:30:00') })).toMatchObject({
        kind: 'send',
        content: {
          status: { methods: { kind: 'unknown' } },
          main: { standing: { kind: 'planned-future', days: 6 } },
        },
      });
    });

    it('counts the wait from the reminder whose place it took', () => {
      const newer = {
        ...unanswered,
        subject: { ...facts.subject, day: '2018-11-13' },
        plannedAt: tuesday('08:30:00'),
        now: tuesday('08:30:05'),
      };
      expect(decideReminder(newer).kind).toBe('hold');
      expect(decideReminder({ ...newer, waitingSince: now }).kind).toBe('send');
    });

    it('counts the wait of what was planned a day late from the day it was due', () => {
      const late = {
        ...unanswered,
        subject: { ...facts.subject, day: '2018-11-13', offset: '7' },
        plannedAt: tuesday('08:30:05'),
        now: tuesday('08:30:10'),
      };
      expect(decideReminder(late).kind).toBe('send');
      const ofTheDay = { ...late, subject: { ...late.subject, offset: '6' } };
      expect(decideReminder(ofTheDay).kind).toBe('hold');
      const asked = { ...late, subject: { ...late.subject, offset: 'asked-2018-11-12' } };
      expect(decideReminder(asked).kind).toBe('hold');
    });

    it('leaves alone whoever was registered by the last answer, unless somebody is missing', () => {
      const morning = { ...unanswered, lastKnown: status(true), now: tuesday('08:30:00') };
      expect(decideReminder(morning)).toEqual({ kind: 'skip', why: 'already-ready' });
      expect(decideReminder({ ...unanswered, lastKnown: status(true) }).kind).toBe('hold');
      const said = { waitingKeepers: ['Priya'], outlook: undefined };
      expect(decideReminder({ ...morning, said })).toMatchObject({
        kind: 'send',
        content: { missing: 'keepers' },
      });
    });

    it('does not take an old answer that somebody is not registered for a claim', () => {
      const decision = decideReminder({ ...unanswered, lastKnown: status(false), now: tuesday('08:30:00') });
      expect(decision).toMatchObject({ content: { status: { methods: { kind: 'unknown' } } } });
    });
  });

  describe('speaks of the most urgent phase', () => {
    const main = (change: Partial<ReminderFacts>) => {
      const decision = decideReminder({ ...facts, ...change });
      return decision.kind === 'send' ? decision.content.main.dated.phase.id : decision;
    };

    it('where a reminder of another phase was put off to a day on which it has its own', () => {
      const monday = new Date('2018-11-19T08:30:00Z');
      const client = { phaseId: 'head-client', phaseDate: '2018-11-26', day: '2018-11-19', offset: '7' };
      expect(main({ subject: client, plannedAt: monday, now: monday })).toBe('head-online');
    });

    it('where its own was still waiting when that of another phase took its place', () => {
      const own = norfolkPlan();
      for (const phase of own.phases) {
        if (phase.id === 'head-online') phase.date = '2018-11-19';
        // Fourteen days before is the day after.
        if (phase.id === 'head-client') phase.date = '2018-12-04';
      }
      const tuesday = new Date('2018-11-20T08:30:00Z');
      const client = { phaseId: 'head-client', phaseDate: '2018-12-04', day: '2018-11-20', offset: '14' };
      const change = { plan: own, subject: client, plannedAt: tuesday, now: tuesday };
      expect(main({ ...change, waitingSince: new Date('2018-11-19T08:30:00Z') })).toBe('head-online');
      // It had come on its day.
      expect(main(change)).toBe('head-client');
    });
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
      // On the Friday only the online phase has a reminder.
      const friday = { plannedAt: new Date('2018-11-16T08:30:00Z'), now: new Date('2018-11-16T08:30:00Z') };
      const online = { ...registered, ...friday, subject: { ...facts.subject, day: '2018-11-16' } };
      expect(decideReminder({ ...online, said: outlookBroken })).toEqual({
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
