import { describe, expect, test } from '@jest/globals';
import { type Effect, effectOf, standingOf } from '../../../services/rollout/effect.ts';
import type { MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import { norfolk, phaseOf } from './norfolk.ts';

const plan = norfolk();
const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';
const teacher = 'a.teacher@hillside.norfolk.sch.uk';
const officer = 'service.desk@norfolk.gov.uk';

const asOf = new Date('2018-11-12T09:00:00Z');
const silence = { kind: 'unknown', why: 'Microsoft did not answer' } as const;

function status(state: PerUserState | 'unknown', registered: boolean | 'unknown'): MfaStatus {
  return {
    state: state === 'unknown' ? silence : { kind: 'known', state, asOf },
    methods:
      registered === 'unknown'
        ? silence
        : {
            kind: 'known',
            methods: registered ? ['password', 'phone'] : ['password'],
            source: 'person-check',
            asOf,
          },
  };
}

function dated(id: string) {
  const phase = phaseOf(plan, id);
  return { phase, date: phase.date };
}

const online = dated('head-online');
const client = dated('head-client');

type Told = Pick<Effect, 'online' | 'client' | 'advice'>;

/** One line for each row of the table and each day that matters: before, on and after the heads' two Mondays. */
const rows: [PerUserState, boolean, string, Told][] = [
  [
    'disabled',
    false,
    '2018-11-12',
    { online: 'works', client: { kind: 'works', until: client }, advice: 'set-up-before' },
  ],
  [
    'disabled',
    false,
    '2018-11-20',
    { online: 'works', client: { kind: 'works', until: client }, advice: 'set-up-before' },
  ],
  ['disabled', false, '2018-11-27', { online: 'works', client: { kind: 'works' }, advice: 'set-up-before' }],
  [
    'disabled',
    true,
    '2018-11-12',
    { online: 'works', client: { kind: 'works', until: online }, advice: 'outlook-will-ask-on-online-date' },
  ],
  [
    'disabled',
    true,
    '2018-11-19',
    { online: 'works', client: { kind: 'works', until: online }, advice: 'outlook-will-ask-on-online-date' },
  ],
  [
    'disabled',
    true,
    '2018-11-20',
    { online: 'works', client: { kind: 'works' }, advice: 'outlook-will-ask-on-online-date' },
  ],
  [
    'enabled',
    false,
    '2018-11-12',
    {
      online: 'stopped-until-registered',
      client: { kind: 'works-until-enforced', planned: client },
      advice: 'set-up-now',
    },
  ],
  [
    'enabled',
    false,
    '2018-11-20',
    {
      online: 'stopped-until-registered',
      client: { kind: 'works-until-enforced', planned: client },
      advice: 'set-up-now',
    },
  ],
  [
    'enabled',
    false,
    '2018-11-26',
    {
      online: 'stopped-until-registered',
      client: { kind: 'works-until-enforced', planned: client },
      advice: 'set-up-now',
    },
  ],
  [
    'enabled',
    false,
    '2018-11-27',
    { online: 'stopped-until-registered', client: { kind: 'works-until-enforced' }, advice: 'set-up-now' },
  ],
  [
    'enabled',
    true,
    '2018-11-20',
    { online: 'asks-second-step', client: { kind: 'needs-app-password' }, advice: 'is-outlook-working' },
  ],
  [
    'enforced',
    true,
    '2018-11-12',
    { online: 'asks-second-step', client: { kind: 'needs-app-password' }, advice: 'is-outlook-working' },
  ],
  [
    'enforced',
    true,
    '2018-11-20',
    { online: 'asks-second-step', client: { kind: 'needs-app-password' }, advice: 'is-outlook-working' },
  ],
  [
    'enforced',
    true,
    '2018-11-27',
    { online: 'asks-second-step', client: { kind: 'needs-app-password' }, advice: 'is-outlook-working' },
  ],
  [
    'enforced',
    false,
    '2018-11-20',
    { online: 'stopped-until-registered', client: { kind: 'stopped' }, advice: 'help-now' },
  ],
  [
    'enforced',
    false,
    '2018-11-27',
    { online: 'stopped-until-registered', client: { kind: 'stopped' }, advice: 'help-now' },
  ],
];

describe('what the switch does to a head', () => {
  test.each(rows)('%s, registered %s, on %s', (state, registered, today, told) => {
    expect(effectOf(plan, head, status(state, registered), today)).toEqual({
      state,
      registered,
      ...told,
      onlinePhase: online,
      clientPhase: client,
    });
  });
});

describe('a head who registers', () => {
  const told = (state: PerUserState, registered: boolean, today: string) =>
    effectOf(plan, head, status(state, registered), today);

  test('on 12 November keeps Outlook until the online date, a week before the client date', () => {
    expect(told('disabled', false, '2018-11-12').client).toEqual({ kind: 'works', until: client });
    expect(told('disabled', true, '2018-11-12').client).toEqual({ kind: 'works', until: online });
    expect(told('enforced', true, '2018-11-19').client).toEqual({ kind: 'needs-app-password' });
  });

  test('on 20 November is enforced by it and needs an app password at once', () => {
    expect(told('enabled', false, '2018-11-20').client).toEqual({
      kind: 'works-until-enforced',
      planned: client,
    });
    expect(told('enabled', true, '2018-11-20').client).toEqual({ kind: 'needs-app-password' });
    expect(told('enforced', true, '2018-11-20').client).toEqual({ kind: 'needs-app-password' });
  });

  test('on 27 November was stopped before and needs an app password after', () => {
    expect(told('enforced', false, '2018-11-27')).toMatchObject({
      client: { kind: 'stopped' },
      advice: 'help-now',
    });
    expect(told('enforced', true, '2018-11-27')).toMatchObject({
      client: { kind: 'needs-app-password' },
      advice: 'is-outlook-working',
    });
  });
});

describe('a planned time that is less exact than a day', () => {
  test.each([
    ['2018-12-02', true],
    ['2018-12-03', true],
    ['2018-12-09', true],
    ['2018-12-10', false],
  ])('ends with the week: on %s still ahead is %s', (today, ahead) => {
    const effect = effectOf(plan, office, status('disabled', true), today);
    expect(effect.client).toEqual({ kind: 'works', ...(ahead && { until: dated('office-online') }) });
  });

  test('does not end where it is open-ended', () => {
    const effect = effectOf(plan, teacher, status('disabled', true), '2019-02-01');
    expect(effect.client).toEqual({ kind: 'works', until: dated('everyone-else-online') });
  });
});

describe('what Graph did not say', () => {
  test('of the state leaves Outlook unknown, even after the dates', () => {
    for (const registered of [true, false, 'unknown'] as const) {
      expect(effectOf(plan, head, status('unknown', registered), '2018-12-03')).toMatchObject({
        state: 'unknown',
        registered,
        online: 'unknown',
        client: { kind: 'unknown' },
        advice: 'ask-again',
      });
    }
  });

  test('of the methods leaves unknown what depends on them, and no more', () => {
    const before = effectOf(plan, head, status('disabled', 'unknown'), '2018-11-12');
    expect(before).toMatchObject({ registered: 'unknown', online: 'works', advice: 'ask-again' });
    expect(before.client).toEqual({ kind: 'works' });
    for (const state of ['enabled', 'enforced'] as const) {
      expect(effectOf(plan, head, status(state, 'unknown'), '2018-11-27')).toMatchObject({
        online: 'unknown',
        client: { kind: 'unknown' },
        advice: 'ask-again',
      });
    }
  });
});

describe('an account that the plan does not cover', () => {
  test('is not affected and has no phases', () => {
    expect(effectOf(plan, officer, status('disabled', false), '2018-11-12')).toEqual({
      state: 'disabled',
      registered: false,
      online: 'works',
      client: { kind: 'works' },
      advice: 'not-affected',
    });
  });
});

describe('where a phase stands', () => {
  test.each([
    ['disabled', '2018-11-12', { kind: 'planned-future', days: 7 }, { kind: 'planned-future', days: 14 }],
    ['disabled', '2018-11-19', { kind: 'planned-future', days: 0 }, { kind: 'planned-future', days: 7 }],
    ['disabled', '2018-11-20', { kind: 'planned-past' }, { kind: 'planned-future', days: 6 }],
    ['disabled', '2018-11-27', { kind: 'planned-past' }, { kind: 'planned-past' }],
    ['enabled', '2018-11-12', { kind: 'in-force' }, { kind: 'planned-future', days: 14 }],
    ['enabled', '2018-11-20', { kind: 'in-force' }, { kind: 'planned-future', days: 6 }],
    ['enabled', '2018-11-27', { kind: 'in-force' }, { kind: 'planned-past' }],
    ['enforced', '2018-11-12', { kind: 'in-force' }, { kind: 'in-force' }],
    ['enforced', '2018-11-27', { kind: 'in-force' }, { kind: 'in-force' }],
    ['unknown', '2018-11-12', { kind: 'planned-future', days: 7 }, { kind: 'planned-future', days: 14 }],
    ['unknown', '2018-11-20', { kind: 'unknown-past' }, { kind: 'planned-future', days: 6 }],
    ['unknown', '2018-11-27', { kind: 'unknown-past' }, { kind: 'unknown-past' }],
  ] as const)('%s on %s', (state, today, onlineStanding, clientStanding) => {
    expect(standingOf(online, status(state, 'unknown'), today)).toEqual(onlineStanding);
    expect(standingOf(client, status(state, 'unknown'), today)).toEqual(clientStanding);
  });
});
