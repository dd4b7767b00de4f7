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
});
