import { describeAdvice, describeClient, describeOnline } from '../../../services/knowledge/outlook-words.ts';
import { describePhase, describeStatus } from '../../../services/knowledge/words.ts';
import { effectOf, standingOf } from '../../../services/rollout/effect.ts';
import type { MethodKind, MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import { phasesOf } from '../../../services/rollout/phases.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const head = 'head@hillside.norfolk.sch.uk';
const office = 'office@hillside.norfolk.sch.uk';
const asOf = new Date('2018-11-12T09:00:00Z');

function status(state: PerUserState | 'unknown', methods: MethodKind[] | 'unknown'): MfaStatus {
  return {
    methods:
      methods === 'unknown'
        ? { kind: 'unknown', why: 'test' }
        : { kind: 'known', methods, source: 'person-check', asOf },
    state: state === 'unknown' ? { kind: 'unknown', why: 'test' } : { kind: 'known', state, asOf },
  };
}

const effectWords = (upn: string, of: MfaStatus, today: string) => {
  const effect = effectOf(plan, upn, of, today);
  const circumstances = { today, appPasswordsWork: true };
  return {
    online: describeOnline(effect, circumstances),
    client: describeClient(effect, circumstances),
    advice: describeAdvice(effect, circumstances),
  };
};

const phaseLines = (upn: string, of: MfaStatus, today: string) =>
  phasesOf(plan, upn).map((dated) => describePhase(dated, standingOf(dated, of, today), today));

describe('a head who registers', () => {
  it('on 12 November is told that Outlook changes on the online date', () => {
    const words = effectWords(head, status('disabled', ['authenticator']), '2018-11-12');
    expect(words.client).toContain('on Monday 19 November 2018, because MFA is already set up');
    expect(words.advice).toContain('Your Outlook will ask on Monday 19 November 2018');
  });

  it('on 20 November is told that Outlook needs an app password now', () => {
    const words = effectWords(head, status('enforced', ['authenticator']), '2018-11-20');
    expect(words.client).toContain('needs an app password now');
    expect(words.online).toContain('asks for your second step');
  });

  it('after 27 November was stopped until then', () => {
    const words = effectWords(head, status('enforced', []), '2018-11-27');
    expect(words.client).toContain('is stopped for your account until you have set MFA up');
    expect(words.advice).toContain('set MFA up now');
  });
});

describe('a date that has passed', () => {
  it('is in force only where Microsoft says so', () => {
    expect(phaseLines(head, status('enabled', []), '2018-11-21')).toEqual([
      'Outlook on the web: MFA is in force for your account now.',
      'Outlook installed on a computer: planned for Monday 26 November 2018, in 5 days.',
    ]);
    expect(phaseLines(head, status('disabled', []), '2018-11-21')[0]).toBe(
      'Outlook on the web: planned for Monday 19 November 2018. That date has passed, but MFA is not switched on for you yet.',
    );
    expect(phaseLines(head, status('unknown', 'unknown'), '2018-11-21')[0]).toContain('I do not know yet');
  });

  it('is never advised to be kept', () => {
    expect(effectWords(head, status('disabled', []), '2018-11-21').advice).toBe(
      'What to do: set MFA up now, before it is switched on. It takes about 10 minutes.',
    );
    expect(effectWords(head, status('disabled', []), '2018-11-21').online).toContain(
      'was planned for Monday 19 November 2018 and is not switched on for you yet',
    );
  });

  it('is this week, where only a week was announced', () => {
    expect(phaseLines(office, status('disabled', []), '2018-12-05')[0]).toContain('That is this week');
  });
});

it('keeps to the week where only a week was announced', () => {
  expect(phaseLines(office, status('disabled', []), '2018-11-26')[0]).toBe(
    'Outlook on the web: planned for the week of Monday 3 December 2018, which starts in 7 days.',
  );
});

describe('describeStatus', () => {
  it('names second steps only, with the time', () => {
    expect(describeStatus(status('enabled', ['password', 'authenticator', 'email']), '09:02 today')).toBe(
      'Microsoft said at 09:02 today: MFA is set up for your account (Microsoft Authenticator).',
    );
    expect(describeStatus(status('enabled', ['password', 'unknown']), '09:02 today')).toBe(
      'Microsoft said at 09:02 today: MFA is not set up for your account yet.',
    );
  });

  it('never guesses', () => {
    expect(describeStatus(status('enabled', 'unknown'), undefined)).toContain(
      'I do not know if you have set MFA up',
    );
  });
});
