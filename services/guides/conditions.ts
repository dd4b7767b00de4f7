import type { MethodKind, PerUserState } from '../rollout/mfa-status.ts';
import type { IsoDate, RolloutPlan } from '../rollout/plan.ts';

/**
 * Where a date of the plan stands for one account: its planned time is still to come or running (`stillAhead` of the
 * rollout), it is over, or none is planned.
 */
export type DateStanding = 'ahead' | 'come' | 'none';

/** All parts that are given must hold; a list means any of it. */
export interface Condition {
  /** Ids of cohorts. */
  cohort?: string[] | undefined;
  shared?: boolean | undefined;
  registered?: ('yes' | 'no' | 'unknown')[] | undefined;
  state?: (PerUserState | 'unknown')[] | undefined;
  /** 'only-phone': every registered second step is a phone number. */
  methods?: 'only-phone' | undefined;
  appPasswords?: RolloutPlan['appPasswords'] | undefined;
  /** From this day on. */
  from?: IsoDate | undefined;
  /** Up to the day before this one. */
  before?: IsoDate | undefined;
  onlineDate?: DateStanding[] | undefined;
  clientDate?: DateStanding[] | undefined;
}

/** What a condition looks at. */
export interface ConditionFacts {
  today: IsoDate;
  cohort?: string | undefined;
  shared: boolean;
  registered: 'yes' | 'no' | 'unknown';
  state: PerUserState | 'unknown';
  /** The registered second steps. Empty where there are none or they are not known. */
  methods: readonly MethodKind[];
  appPasswords: RolloutPlan['appPasswords'];
  onlineDate: DateStanding;
  clientDate: DateStanding;
}

/** Whether a condition holds. None always does. */
export function holds(condition: Condition | undefined, facts: ConditionFacts): boolean {
  if (condition === undefined) return true;
  return (
    isAmong(condition.cohort, facts.cohort) &&
    isAmong(condition.registered, facts.registered) &&
    isAmong(condition.state, facts.state) &&
    isAmong(condition.onlineDate, facts.onlineDate) &&
    isAmong(condition.clientDate, facts.clientDate) &&
    (condition.shared === undefined || condition.shared === facts.shared) &&
    (condition.methods === undefined || hasOnlyPhone(facts.methods)) &&
    (condition.appPasswords === undefined || condition.appPasswords === facts.appPasswords) &&
    (condition.from === undefined || condition.from <= facts.today) &&
    (condition.before === undefined || facts.today < condition.before)
  );
}

/** Whether a condition asks for something about the person, which the help pages do not know. */
export function isPersonal(condition: Condition): boolean {
  return personalParts.some((part) => condition[part] !== undefined);
}

/**
 * Whether a condition can hold for anybody on this day and with this plan setting: its parts about the person are left
 * out. One that is not personal then holds for everybody.
 */
export function canHold(
  condition: Condition | undefined,
  facts: Pick<ConditionFacts, 'today' | 'appPasswords'>,
): boolean {
  if (condition === undefined) return true;
  const { appPasswords, from, before } = condition;
  return holds({ appPasswords, from, before }, { ...nobody, ...facts });
}

const nobody = {
  shared: false,
  registered: 'unknown',
  state: 'unknown',
  methods: [],
  onlineDate: 'none',
  clientDate: 'none',
} as const satisfies Omit<ConditionFacts, 'today' | 'appPasswords'>;

const personalParts = [
  'cohort',
  'shared',
  'registered',
  'state',
  'methods',
  'onlineDate',
  'clientDate',
] as const satisfies (keyof Condition)[];

function isAmong<Value>(wanted: readonly Value[] | undefined, found: Value | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}

function hasOnlyPhone(methods: readonly MethodKind[]): boolean {
  return methods.length > 0 && methods.every((method) => method === 'phone');
}
