import { holds } from '../../../services/guides/conditions.ts';
import { factsOf, type GuideFacts } from '../../../services/guides/facts.ts';
import type { Guide } from '../../../services/guides/guide.ts';
import { conditionsIn } from '../../../services/guides/guide-conditions.ts';
import type { MethodKind, MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

/** Somebody who opens a guide, as a test tells it. Methods: 'unknown' where Microsoft did not answer. */
export interface Somebody {
  address: string;
  methods: MethodKind[] | 'unknown';
  state: PerUserState | 'unknown';
  /** The day, in the plan's zone. */
  day: string;
  appPasswords?: RolloutPlan['appPasswords'];
}

/** What the guides know of somebody, from the plan that ships with the product. */
export function factsAbout({
  address,
  methods,
  state,
  day,
  appPasswords = 'accepted',
}: Somebody): GuideFacts {
  const now = new Date(`${day}T10:00:00Z`);
  const status: MfaStatus = {
    methods:
      methods === 'unknown'
        ? { kind: 'unknown', why: 'Microsoft did not answer' }
        : { kind: 'known', methods: ['password', ...methods], source: 'person-check', asOf: now },
    state:
      state === 'unknown'
        ? { kind: 'unknown', why: 'Microsoft did not answer' }
        : { kind: 'known', state, asOf: now },
  };
  return factsOf({ ...plan, appPasswords }, address, status, now);
}

/**
 * Everybody: each cohort and an address that the plan does not cover, each registration and state, both plan settings,
 * and days before, between and after all dates that matter.
 */
export function everybody(): Somebody[] {
  return addresses.flatMap((address) =>
    registrations.flatMap((methods) =>
      states.flatMap((state) =>
        days.flatMap((day) =>
          settings.map((appPasswords) => ({ address, methods, state, day, appPasswords })),
        ),
      ),
    ),
  );
}

/** One of each kind whom a guide treats differently: for whom not the same of its conditions hold. */
export function everybodyWhomItTellsApart(guide: Guide): { somebody: Somebody; facts: GuideFacts }[] {
  const conditions = conditionsIn(guide);
  const kinds = new Map(
    people.map((one) => [conditions.map((condition) => holds(condition, one.facts)).join(), one]),
  );
  return [...kinds.values()];
}

/** 'head@… phone enforced 2026-09-01 accepted': who it was, for a message. */
export function describeSomebody({ address, methods, state, day, appPasswords }: Somebody): string {
  return [
    address,
    typeof methods === 'string' ? methods : methods.join('+') || 'nothing',
    state,
    day,
    appPasswords,
  ].join(' ');
}

const plan = norfolkPlan();
const addresses = [
  'head@hillside.norfolk.sch.uk',
  'office@hillside.norfolk.sch.uk',
  'sam@hillside.norfolk.sch.uk',
  'sam@elsewhere.example',
];
const registrations: Somebody['methods'][] = [
  [],
  ['authenticator'],
  ['phone'],
  ['authenticator', 'phone'],
  'unknown',
];
const states: Somebody['state'][] = ['disabled', 'enabled', 'enforced', 'unknown'];
/** Before all phases; online come and client ahead for heads; all come; around the two dates of texts and calls. */
const days = [
  '2018-11-12',
  '2018-11-20',
  '2018-12-14',
  '2026-08-31',
  '2026-09-01',
  '2027-01-31',
  '2027-02-01',
  '2027-02-02',
];
const settings = ['accepted', 'not-accepted'] as const;
const people = everybody().map((somebody) => ({ somebody, facts: factsAbout(somebody) }));
