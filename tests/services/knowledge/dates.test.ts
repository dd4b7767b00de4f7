import type { Situation } from '../../../services/knowledge/answer.ts';
import { createKnowledge, type Knowledge } from '../../../services/knowledge/knowledge.ts';
import { readArticles } from '../../../services/knowledge/library.ts';
import { everySituation } from '../../../services/knowledge/situations.ts';
import type { MfaStatus, PerUserState } from '../../../services/rollout/mfa-status.ts';
import { describeDay, phasesOf } from '../../../services/rollout/phases.ts';
import type { IsoDate, RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const articles = readArticles();
const situational = articles.filter(({ situational }) => situational).map(({ id }) => id);
const people = [
  'head@hillside.norfolk.sch.uk',
  'office@hillside.norfolk.sch.uk',
  'a.teacher@hillside.norfolk.sch.uk',
];

const noModel = () => ({
  ready: Promise.resolve('none'),
  compare: async () => ({ scores: [], point: new Float32Array() }),
  takeFurther() {},
  close: async () => {},
});
const start = (of: RolloutPlan) =>
  createKnowledge({ plan: of, log: { info() {}, warn() {} }, startModel: noModel });

function wordsOf(knowledge: Knowledge, id: string, situation: Situation): string {
  const blocks = knowledge.answer(id, situation)?.blocks ?? [];
  return blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : block.items)).join('\n');
}

function daysAfter(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function statusOf(now: Date, state: PerUserState, isRegistered = false): MfaStatus {
  return {
    methods: {
      kind: 'known',
      methods: isRegistered ? ['authenticator'] : [],
      source: 'person-check',
      asOf: now,
    },
    state: { kind: 'known', state, asOf: now },
  };
}

/** Each account on the day before, the day and the day after each of its dates. */
const days = people.flatMap((upn) =>
  phasesOf(plan, upn).flatMap(({ phase, date }) =>
    [-1, 0, 1].map((offset) => ({ upn, surface: phase.surface, date, offset, day: daysAfter(date, offset) })),
  ),
);

describe('around each date of each account', () => {
  let knowledge: Knowledge;
  beforeAll(async () => {
    knowledge = await start(plan);
  });
  afterAll(() => knowledge.close());

  it.each(days)(
    '$upn, $surface, $offset days from $date: calls nothing in force that is only planned',
    (on) => {
      const now = new Date(`${on.day}T09:00:00Z`);
      const turn = wordsOf(knowledge, 'when-is-my-turn', {
        now,
        upn: on.upn,
        status: statusOf(now, 'disabled'),
      });
      expect(turn).toContain(`Today is ${describeDay(on.day)}`);
      expect(turn).toContain(describeDay(on.date));
      for (const id of situational) {
        const said = wordsOf(knowledge, id, { now, upn: on.upn, status: statusOf(now, 'disabled') });
        expect([
          id,
          /in force for your account|is (now )?switched on for (you|your account)/i.exec(said)?.[0],
        ]).toEqual([id, undefined]);
      }
    },
  );

  it.each(days)('$upn, $surface, $offset days from $date: says what Graph says is in force', (on) => {
    const now = new Date(`${on.day}T09:00:00Z`);
    const turn = wordsOf(knowledge, 'when-is-my-turn', {
      now,
      upn: on.upn,
      status: statusOf(now, 'enforced', true),
    });
    expect(turn.match(/MFA is in force for your account now/g)).toHaveLength(2);
    expect(turn).not.toContain('not switched on');
  });

  it.each(days.filter(({ offset }) => offset === -1))(
    '$upn, the day before $date for $surface: says tomorrow',
    (on) => {
      const now = new Date(`${on.day}T09:00:00Z`);
      const situation = { now, upn: on.upn, status: statusOf(now, 'disabled') };
      expect(wordsOf(knowledge, 'when-is-my-turn', situation)).toContain('tomorrow');
      expect(wordsOf(knowledge, 'what-happens-today', situation)).toMatch(
        /No date of your account falls on today|It may be today/,
      );
      expect(wordsOf(knowledge, 'what-is-next', situation)).toContain(describeDay(on.date));
    },
  );

  it.each(days.filter(({ offset }) => offset === 0))('$upn, on $date for $surface: says today', (on) => {
    const now = new Date(`${on.day}T09:00:00Z`);
    const situation = { now, upn: on.upn, status: statusOf(now, 'disabled') };
    expect(wordsOf(knowledge, 'what-happens-today', situation)).toMatch(
      /is a planned date of your account|It may be today/,
    );
  });
});

it('moves with the dates of the plan, in every article and for everybody', async () => {
  const dates = [
    ...plan.phases.map(({ date }) => date),
    ...plan.otherChanges.flatMap(({ date }) => date ?? []),
  ];
  const moved: RolloutPlan = {
    ...plan,
    phases: plan.phases.map((phase) => ({ ...phase, date: daysAfter(phase.date, 70) })),
    otherChanges: plan.otherChanges.map((change) => ({
      ...change,
      ...(change.date && { date: daysAfter(change.date, 70) }),
    })),
  };
  const [before, after] = [await start(plan), await start(moved)];
  const shown = new Set<string>();
  for (const { id } of articles) {
    for (const { status, upn, now } of everySituation(plan).filter((_, at) => at % 11 === 0)) {
      const was = wordsOf(before, id, { now, upn, status });
      const is = wordsOf(after, id, { now, upn, status });
      for (const date of dates) {
        const words = describeDay(date);
        // Today's own date may be one of the former ones.
        if (words === describeDay(now.toISOString().slice(0, 10))) continue;
        if (was.includes(words)) shown.add(date);
        expect([id, is.includes(words)]).toEqual([id, false]);
      }
    }
  }
  expect([...shown].toSorted()).toEqual([...new Set(dates)].toSorted());
  await Promise.all([before.close(), after.close()]);
});
