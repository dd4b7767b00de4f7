import { factsOf, factsOfAnybody } from '../../../services/guides/facts.ts';
import type { MethodKind, MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';
const teacher = 'a.teacher@hillside.norfolk.sch.uk';
const morning = (day: string) => new Date(`${day}T09:00:00Z`);

const status = (state: PerUserState | undefined, methods: MethodKind[] | undefined): MfaStatus => ({
  methods: methods
    ? { kind: 'known', methods, source: 'person-check', asOf: morning('2018-11-12') }
    : { kind: 'unknown', why: 'no answer' },
  state: state
    ? { kind: 'known', state, asOf: morning('2018-11-12') }
    : { kind: 'unknown', why: 'no answer' },
});

describe('factsOf', () => {
  it('knows the account, its cohort and what Graph says', () => {
    expect(
      factsOf(plan, head, status('enabled', ['password', 'email', 'phone']), morning('2018-11-19')),
    ).toMatchObject({
      today: '2018-11-19',
      cohort: 'head',
      shared: true,
      registered: 'yes',
      state: 'enabled',
      methods: ['phone'],
      appPasswords: 'accepted',
      onlineDate: 'ahead',
      clientDate: 'ahead',
      words: {
        address: head,
        securityInfoUrl: plan.securityInfoUrl,
        serviceDesk: 'Service Desk',
        organisation: 'Norfolk County Council',
        onlineDate: 'Monday 19 November 2018',
        clientDate: 'Monday 26 November 2018',
      },
    });
  });

  it('takes the day in the zone of the plan', () => {
    const justAfterMidnight = new Date('2018-06-01T23:30:00Z');
    expect(factsOf(plan, head, status('disabled', []), justAfterMidnight).today).toBe('2018-06-02');
  });

  it('leaves unknown what Graph did not say', () => {
    expect(factsOf(plan, teacher, status(undefined, undefined), morning('2018-11-12'))).toMatchObject({
      registered: 'unknown',
      state: 'unknown',
      methods: [],
      shared: false,
    });
  });

  it('counts neither a password nor a type that it does not know as a second step', () => {
    const facts = factsOf(plan, head, status('disabled', ['password', 'unknown']), morning('2018-11-12'));
    expect(facts).toMatchObject({ registered: 'no', methods: [] });
  });

  it.each([
    [head, '2018-11-19', 'ahead', 'ahead'],
    [head, '2018-11-20', 'come', 'ahead'],
    [head, '2018-11-27', 'come', 'come'],
    [office, '2018-12-09', 'ahead', 'ahead'],
    [office, '2018-12-10', 'come', 'ahead'],
    [teacher, '2019-02-01', 'ahead', 'ahead'],
  ])('has the dates of %s on %s as the effect has them', (upn, day, onlineDate, clientDate) => {
    expect(factsOf(plan, upn, status('disabled', []), morning(day))).toMatchObject({
      onlineDate,
      clientDate,
    });
  });

  it('says that no date is planned for an account outside the plan', () => {
    const facts = factsOf(plan, 'someone@example.org', status('disabled', []), morning('2018-11-12'));
    expect(facts).toMatchObject({ cohort: undefined, onlineDate: 'none', clientDate: 'none' });
    expect(facts.words.onlineDate).toBe('a date that is not planned yet');
  });
});

describe('from when an app password can be made', () => {
  const from = (upn: string, known: MfaStatus, day: string, of: RolloutPlan = plan) =>
    factsOf(of, upn, known, morning(day)).words.appPasswordFrom;

  it.each([
    ['a day', head, status('disabled', ['phone']), '2018-11-12', 'the morning of Monday 19 November 2018'],
    ['a week', office, status('disabled', []), '2018-11-12', 'the week of Monday 3 December 2018'],
    [
      'an open date',
      teacher,
      status('disabled', []),
      '2018-11-12',
      'the day MFA is switched on for you, Thursday 13 December 2018 or later',
    ],
    [
      'a date that came and was not kept',
      head,
      status('disabled', ['phone']),
      '2018-11-20',
      'the day MFA is switched on for you',
    ],
    ['the day itself, before the switch', head, status('disabled', ['phone']), '2018-11-19', 'today'],
    ['the first day of its week', office, status('disabled', ['phone']), '2018-12-03', 'this week'],
    ['the last day of its week', office, status('disabled', ['phone']), '2018-12-09', 'this week'],
    [
      'a week that is over',
      office,
      status('disabled', ['phone']),
      '2018-12-10',
      'the day MFA is switched on for you',
    ],
    [
      'an open date that has come',
      teacher,
      status('disabled', ['phone']),
      '2018-12-13',
      'the day MFA is switched on for you',
    ],
    [
      'no date ahead',
      head,
      status('disabled', ['phone']),
      '2018-12-20',
      'the day MFA is switched on for you',
    ],
    ['an unknown state', head, status(undefined, []), '2018-11-12', 'the morning of Monday 19 November 2018'],
    ['enabled, not set up', head, status('enabled', []), '2018-11-20', 'the moment you have set up MFA'],
    ['enforced and set up', head, status('enforced', ['phone']), '2018-11-20', 'today'],
  ])('%s', (_name, upn, known, day, expected) => {
    expect(from(upn, known, day)).toBe(expected);
  });

  it.each([
    ['2018-12-16', 'the morning of Monday 17 December 2018'],
    ['2018-12-17', 'today'],
    ['2018-12-18', 'the day MFA is switched on for you'],
  ])('a day of the school’s own out of an open date, on %s', (day, expected) => {
    const waves = [{ date: '2018-12-17', schools: ['hillside.norfolk.sch.uk'] }];
    const phases = plan.phases.map((phase) =>
      phase.id === 'everyone-else-online' ? { ...phase, waves } : phase,
    );
    expect(from(teacher, status('disabled', ['phone']), day, { ...plan, phases })).toBe(expected);
  });
});

it('knows plan and day of anybody, and nothing else', () => {
  expect(factsOfAnybody(plan, morning('2027-02-02'))).toMatchObject({
    today: '2027-02-02',
    registered: 'unknown',
    state: 'unknown',
    onlineDate: 'none',
    words: { address: 'your account', onlineDate: 'your date (see Dates)' },
  });
});
