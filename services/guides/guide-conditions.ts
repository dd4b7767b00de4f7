import { addDays } from '../rollout/calendar.ts';
import type { IsoDate } from '../rollout/plan.ts';
import type { Condition, ConditionFacts } from './conditions.ts';
import type { Guide } from './guide.ts';

/** Every condition of a guide: of branches, choices and lines. */
export function conditionsIn(guide: Guide): Condition[] {
  return guide.steps.flatMap((step) => {
    if ('decide' in step) return step.decide.flatMap(({ when }) => when ?? []);
    const lines = [...step.text, ...(step.list ?? []), ...(step.plain ?? [])];
    return [
      ...lines.flatMap((line) => (typeof line === 'string' ? [] : line.when)),
      ...(step.choices ?? []).flatMap(({ when }) => when ?? []),
    ];
  });
}

/**
 * Facts of everybody whom these conditions can tell apart, on every day that matters to them: all combinations of what
 * they ask for, and one value for what they do not.
 */
export function* everybody(conditions: Condition[]): Generator<ConditionFacts> {
  const asks = (part: keyof Condition) => conditions.some((condition) => condition[part] !== undefined);
  const spread = <const Value>(
    part: keyof Condition,
    values: readonly [Value, ...Value[]],
  ): readonly Value[] => (asks(part) ? values : values.slice(0, 1));
  const cohorts = [...new Set(conditions.flatMap(({ cohort }) => cohort ?? []))];
  const dates = datesOf(conditions);
  const days = dates[0] === undefined ? [anyDay] : [addDays(dates[0], -1), ...dates];

  for (const today of days)
    for (const appPasswords of spread('appPasswords', ['accepted', 'not-accepted']))
      for (const cohort of [undefined, ...cohorts])
        for (const shared of spread('shared', [false, true]))
          for (const state of spread('state', ['disabled', 'enabled', 'enforced', 'unknown']))
            for (const { registered, methods } of registrations(asks('registered'), asks('methods')))
              for (const onlineDate of spread('onlineDate', ['none', 'ahead', 'come']))
                for (const clientDate of spread('clientDate', ['none', 'ahead', 'come']))
                  yield {
                    today,
                    appPasswords,
                    cohort,
                    shared,
                    state,
                    registered,
                    methods,
                    onlineDate,
                    clientDate,
                  };
}

const anyDay = '2018-11-19';

type Registration = Pick<ConditionFacts, 'registered' | 'methods'>;

/** Only those that can be: nobody without a second step has a phone number as the only one. */
function registrations(asksRegistered: boolean, asksMethods: boolean): Registration[] {
  const withPhone: Registration = { registered: 'yes', methods: ['phone'] };
  const all: Registration[] = [
    { registered: 'no', methods: [] },
    { registered: 'yes', methods: ['authenticator'] },
    ...(asksMethods ? [withPhone] : []),
    { registered: 'unknown', methods: [] },
  ];
  return asksRegistered || asksMethods ? all : all.slice(0, 1);
}

/** Every day on which one of them changes, in order. */
function datesOf(conditions: Condition[]): IsoDate[] {
  const dates = conditions.flatMap(({ from, before }) => [from, before].filter((day) => day !== undefined));
  return [...new Set(dates)].sort();
}
