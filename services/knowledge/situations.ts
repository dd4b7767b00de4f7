import type { MethodKind, MfaStatus, PerUserState } from '../rollout/mfa-status.ts';
import { phasesOf } from '../rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';
import type { Situation } from './answer.ts';

/**
 * Every kind of situation that an article can be asked in: nobody known, an account outside the plan, and an account
 * of each cohort in each MFA status, before, on, between and after its dates. Used to prove an article at load.
 */
export function everySituation(plan: RolloutPlan): Situation[] {
  const people = [...plan.cohorts.map(({ pattern }) => exampleOf(pattern)), 'someone@outside.example'];
  const asked = people.flatMap((upn) =>
    daysWorthTrying(plan, upn).flatMap((day) => {
      const now = new Date(`${day}T12:00:00Z`);
      return [undefined, ...statuses(now)].map((status) => ({ now, upn, status }));
    }),
  );
  return [{ now: new Date(`${plan.source.published}T12:00:00Z`) }, ...asked];
}

/** The day before each of the account's dates, the day itself, and one after its week is over. */
function daysWorthTrying(plan: RolloutPlan, upn: string): IsoDate[] {
  const dates = [plan.source.published, ...phasesOf(plan, upn).map(({ date }) => date)];
  return [...new Set(dates.flatMap((date) => [-1, 0, 8].map((days) => shifted(date, days))))];
}

function shifted(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function exampleOf(pattern: string): string {
  const [local = '', domain = ''] = pattern.split('@');
  return `${local.replace('*', 'teacher')}@${domain.replace('*', 'example')}`;
}

function statuses(asOf: Date): MfaStatus[] {
  const methods: MfaStatus['methods'][] = [
    { kind: 'unknown', why: 'not asked' },
    ...([[], ['authenticator', 'phone']] satisfies MethodKind[][]).map((kinds) => ({
      kind: 'known' as const,
      methods: kinds,
      source: 'person-check' as const,
      asOf,
    })),
  ];
  const states: MfaStatus['state'][] = [
    { kind: 'unknown', why: 'not asked' },
    ...(['disabled', 'enabled', 'enforced'] satisfies PerUserState[]).map((state) => ({
      kind: 'known' as const,
      state,
      asOf,
    })),
  ];
  return methods.flatMap((one) => states.map((state) => ({ methods: one, state })));
}
